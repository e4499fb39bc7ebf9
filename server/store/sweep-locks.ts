// Locks of processes that were killed, with their sockets: whoever wants one takes it over, and the rest is swept away.

import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { TranscriptId } from '../../shared/ids.ts'
import { isHolder, lockTranscript } from './lock.ts'
import { answers, holderIn } from './lock-file.ts'

/** What nobody has touched since `before`, in milliseconds since 1970, and nobody holds. Throws what the file system throws. */
export async function sweepLocks(home: string, before: number): Promise<void> {
  const folder = join(home, 'locks')
  const isOld = (name: string): boolean =>
    (statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? before) < before
  const left = (ending: RegExp): string[] => readdirSync(folder).filter((name) => ending.test(name) && isOld(name))
  for (const name of left(/\.lock$/)) {
    // Whoever takes a dead one over and gives it back leaves nothing of it.
    const lock = await lockTranscript(home, name.slice(0, -'.lock'.length) as TranscriptId)
    if (!isHolder(lock)) lock.release()
  }
  // A file beside a lock counts for as long as that one does.
  for (const name of left(/\.lock\.[0-9a-f]+$/)) {
    const lock = join(folder, name.replace(/\.[0-9a-f]+$/, ''))
    if (!statSync(lock, { throwIfNoEntry: false })) rmSync(join(folder, name), { force: true })
  }
  const locks = readdirSync(folder).filter((name) => name.endsWith('.lock'))
  const held = new Set(locks.map((name) => holderIn(join(folder, name))?.socket))
  for (const path of left(/\.sock$/).map((name) => join(folder, name))) {
    if (!held.has(path) && !(await answers(path))) rmSync(path, { force: true })
  }
}
