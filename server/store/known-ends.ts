// What the two ends of each transcript said, kept for as long as the file stays as it is: a list is asked for at every letter.

import type fs from 'node:fs'
import { statOf } from './file-stat.ts'
import { type EndsSaid, endsSaid } from './session-info.ts'
import { type EndBuffers, twoEnds, withEndBuffers } from './two-ends.ts'

interface Known {
  readonly at: Version
  readonly said: EndsSaid | undefined
}

type Version = Pick<fs.Stats, 'size' | 'ctimeMs' | 'ino'>

const known = new Map<string, Known>()
/** Files that are gone stay known until then. */
const most = 50_000
/** Clocks of file systems go in steps: of what changed so lately a further change may not show, in milliseconds. */
const step = 50

/** As in a process that has listed nothing yet. */
export function forgetEnds(): void {
  known.clear()
}

/** Undefined for what is no session's file, or may not be read. */
export async function endsOf(path: string, buffers?: EndBuffers): Promise<EndsSaid | undefined> {
  const before = known.get(path)
  if (before && isStillAt(path, before.at)) return before.said
  if (!buffers) return withEndBuffers((some) => endsOf(path, some))
  // Before the file is looked at: what changes while it is read shows in its next time, unless that is too close.
  const now = Date.now()
  const ends = await twoEnds(path, buffers)
  const said = ends && endsSaid(path, ends)
  if (known.size >= most) known.clear()
  if (ends && now - ends.stat.ctimeMs > step) known.set(path, { at: versionOf(ends.stat), said })
  else known.delete(path)
  return said
}

/** The time of the last change moves with everything that is done to a file, and cannot be set back. */
function isStillAt(path: string, { size, ctimeMs, ino }: Version): boolean {
  const now = statOf(path)
  return now?.size === size && now.ctimeMs === ctimeMs && now.ino === ino
}

const versionOf = ({ size, ctimeMs, ino }: fs.Stats): Version => ({ size, ctimeMs, ino })
