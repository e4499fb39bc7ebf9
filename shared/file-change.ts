// What an edit changes in one file, as devices show it: the hunks of a unified diff.

export interface FileChange {
  readonly path: string
  /** Each line begins with a space, `+`, `-` or `\`; what lies between two hunks is a line that begins with `@@`. */
  readonly diff: string
  /** Lines added and removed, those that are left out included. */
  readonly added: number
  readonly removed: number
  /** Lines of the diff that are left out at its end. */
  readonly omitted?: number
}

/** "+3 −1" */
export const sizeOf = ({ added, removed }: Pick<FileChange, 'added' | 'removed'>): string => `+${added} −${removed}`
