// Files that only this user may read: folders 0700, files 0600, each written whole or not at all.

import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** `path` is where it went wrong; `message` is one sentence for people. */
export class PrivateFileFailed extends Error {
  readonly code: 'unwritable' | 'damaged'
  readonly path: string
  constructor(code: 'unwritable' | 'damaged', path: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'PrivateFileFailed'
    this.code = code
    this.path = path
  }
}

/** Makes the folder, or takes others' rights to it away. */
export function privateFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700)
    return path
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

/** Replaces what was there; whoever reads meanwhile sees the old or the new, whole. */
export function writePrivate(path: string, content: string | Uint8Array): void {
  const draft = writeDraft(path, content)
  try {
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw unwritable(path, cause)
  }
}

/** Writes it unless it is there; false where it was, whoever was first. */
export function createPrivate(path: string, content: string | Uint8Array): boolean {
  // Cheaper than to write a draft for nothing: of a link for many a use after the other is tried.
  if (existsSync(path)) return false
  const draft = writeDraft(path, content)
  try {
    linkSync(draft, path)
    return true
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false
    throw unwritable(path, cause)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Undefined where there is none. Takes others' rights to it away, should they have got any. */
export function readPrivate(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path)
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600)
    return content
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return undefined
    throw new PrivateFileFailed(
      'damaged',
      path,
      `${path} cannot be read. Give it back to your user, or remove it.`,
      cause,
    )
  }
}

function writeDraft(path: string, content: string | Uint8Array): string {
  const draft = join(dirname(path), `.${randomBytes(8).toString('hex')}.draft`)
  try {
    const file = openSync(draft, 'wx', 0o600)
    try {
      // All of it, or an error: one write may take less.
      writeFileSync(file, content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    return draft
  } catch (cause) {
    rmSync(draft, { force: true })
    throw unwritable(path, cause)
  }
}

const unwritable = (path: string, cause: unknown) =>
  new PrivateFileFailed(
    'unwritable',
    path,
    `${path} cannot be written. Check its rights and the space on the disk.`,
    cause,
  )

const isCode = (cause: unknown, code: string) => cause instanceof Error && 'code' in cause && cause.code === code
