// Which live text an entry replaces, where the agent writes the transcript itself: a message's nth reply is its nth in the file.

export type TextKind = 'reply' | 'thought'

export class GivesWay {
  /** Keys of the live blocks that began, by message and kind, in their order. */
  readonly #begun = new Map<string, string[]>()
  /** How many of them the file has. */
  readonly #written = new Map<string, number>()

  /** A block begins under this key. False where the file was quicker: there is nothing to show of it any more. */
  begins(kind: TextKind, message: string, key: string): boolean {
    const blocks = this.#begun.get(`${kind} ${message}`) ?? []
    this.#begun.set(`${kind} ${message}`, [...blocks, key])
    return blocks.length >= (this.#written.get(`${kind} ${message}`) ?? 0)
  }

  /** An entry came: the key of the live block it replaces; undefined where that has not begun. */
  arrives(kind: TextKind, message: string): string | undefined {
    const place = this.#written.get(`${kind} ${message}`) ?? 0
    this.#written.set(`${kind} ${message}`, place + 1)
    return this.#begun.get(`${kind} ${message}`)?.[place]
  }

  /** What comes next belongs to other messages. */
  forget(): void {
    this.#begun.clear()
    this.#written.clear()
  }
}
