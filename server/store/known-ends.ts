// What the two ends of each transcript said, kept for as long as the file stays as it is: a list is asked for at every letter.

import fs from 'node:fs'
import { type EndsSaid, endsSaid } from './session-info.ts'
import { twoEnds } from './two-ends.ts'

interface Known {
  readonly size: number
  /** Changes with everything that is done to the file, and cannot be set back. Milliseconds since 1970. */
  readonly changed: number
  readonly inode: number
  readonly said: EndsSaid | undefined
}

const known = new Map<string, Known>()
/** Files that are gone stay known until then. */
const most = 50_000
/** Clocks of file systems go in steps: of what changed so lately a further change may not show, in milliseconds. */
const step = 50

/** Undefined for what is no session's file, or may not be read. */
export function endsOf(path: string): EndsSaid | undefined {
  const stat = fs.lstatSync(path, { throwIfNoEntry: false })
  if (!stat?.isFile()) return undefined
  const { size, ctimeMs: changed, ino: inode } = stat
  const before = known.get(path)
  if (before?.changed === changed && before.size === size && before.inode === inode) return before.said
  const ends = twoEnds(path)
  const said = ends && endsSaid(path, ends)
  if (known.size >= most) known.clear()
  if (ends?.size === size && Date.now() - changed > step) known.set(path, { size, changed, inode, said })
  else known.delete(path)
  return said
}
