// What can go wrong with the store, as a code for programs and one sentence for people.

export type StorageFailedCode =
  /** There is no such session or file. */
  | 'not_found'
  /** A folder could not be made: what is above it is no folder, or nobody may make one there. */
  | 'not_made'
  /** The folder or file may not be read or written. */
  | 'no_access'
  /** The disk is full, or a size limit or quota was reached. */
  | 'full'
  /** The disk failed in another way. */
  | 'disk'
  /** It was closed, or would lead outside the store. */
  | 'refused'

export class StorageFailed extends Error {
  readonly code: StorageFailedCode
  constructor(code: StorageFailedCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StorageFailed'
    this.code = code
  }
}

/** The system's own code of an error (`ENOENT`), where it has one. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** Puts a system error into our words; `what` says what was tried: "write to", "open". */
export function storageFailed(error: unknown, what: string, path: string): StorageFailed {
  if (error instanceof StorageFailed) return error
  const code = systemCode(error)
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new StorageFailed('not_found', `Could not ${what} ${path}: it is not there.`, error)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StorageFailed('no_access', `Could not ${what} ${path}: check who may write there.`, error)
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new StorageFailed(
        'full',
        `Could not ${what} ${path}: the disk or its quota is full. Free some space and try again.`,
        error,
      )
    case 'ELOOP':
      return new StorageFailed('refused', `Could not ${what} ${path}: it is a link to somewhere else.`, error)
    default:
      return new StorageFailed(
        'disk',
        `Could not ${what} ${path} (${code ?? String(error)}). Try again, and check the disk if it stays so.`,
        error,
      )
  }
}

/** The same of a folder. Node says that it is not there of one that cannot be made, whatever the reason. */
export function folderNotMade(error: unknown, path: string): StorageFailed {
  const code = systemCode(error)
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return storageFailed(error, 'make', path)
  return new StorageFailed(
    'not_made',
    `Could not make ${path}: check what is above it, and who may write there.`,
    error,
  )
}
