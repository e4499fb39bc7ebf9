// Takes out of `CARRYON_HOME` what nobody can come back to: rooms whose conversation was deleted, and what crashes left.

import { readdirSync, rmSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../../shared/clock.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { restoredPrompts } from '../room/restored-prompts.ts'
import { journalPath, readJournal } from '../store/journal.ts'
import { isHolder, lockTranscript } from '../store/lock.ts'
import { projectsFolder, transcriptIdOf } from '../store/paths.ts'
import { type RoomRecord, RoomRecords } from '../store/rooms.ts'
import { sweepLocks } from '../store/sweep-locks.ts'

export interface TidyParts {
  /** `CARRYON_HOME` */
  readonly home: string
  readonly clock: Clock
  readonly limits: Pick<Limits, 'roomKept' | 'leftovers'>
}

/** Never rejects: what cannot be read or removed is left for another time. */
export async function tidyHome(parts: TidyParts): Promise<void> {
  const { home, clock, limits } = parts
  await quietly(() => sweepLocks(home, clock.now() - limits.leftovers))
  for (const folder of ['rooms', 'tasks', 'processes']) {
    await quietly(() => sweepDrafts(join(home, folder), clock.now() - limits.leftovers))
  }
  const rooms = new RoomRecords(home)
  /** The transcripts of each config folder, read once; undefined for one that cannot be read. */
  const stores = new Map<string, Promise<ReadonlySet<TranscriptId> | undefined>>()
  for (const room of rooms.all()) {
    if (room.store === undefined || !isOld(room, parts)) continue
    const store = stores.get(room.store) ?? transcriptsIn(room.store)
    stores.set(room.store, store)
    if (isGone(room, await store)) await quietly(() => remove(room, rooms, parts))
  }
}

/** Looked at again under the lock of its transcript: somebody may have come back to it just now. */
async function remove({ id, transcript, store = '' }: RoomRecord, rooms: RoomRecords, parts: TidyParts): Promise<void> {
  const { home } = parts
  const lock = await lockTranscript(home, transcript)
  if (isHolder(lock)) return
  try {
    const room = rooms.find(id)
    if (room?.transcript !== transcript || !isOld(room, parts) || !isGone(room, await transcriptsIn(store))) return
    if (restoredPrompts(readJournal(home, id)).open.length > 0) return
    rmSync(join(home, 'images', id), { recursive: true, force: true })
    rmSync(journalPath(home, id), { force: true })
    // Last: what stops half-way is found again by it.
    rooms.remove(id)
  } finally {
    lock.release()
  }
}

/** Neither hosted nor written to for long. */
function isOld({ id, hosted }: RoomRecord, { home, clock, limits }: TidyParts): boolean {
  const before = clock.now() - limits.roomKept
  const written = statSync(journalPath(home, id), { throwIfNoEntry: false })?.mtimeMs ?? 0
  return hosted < before && written < before
}

/** Of a store that is not there, such as one on a disk that is not plugged in, nothing is known. */
const isGone = ({ transcript, before }: RoomRecord, there: ReadonlySet<TranscriptId> | undefined): boolean =>
  there !== undefined && ![transcript, ...before].some((id) => there.has(id))

async function transcriptsIn(configFolder: string): Promise<ReadonlySet<TranscriptId> | undefined> {
  const projects = projectsFolder(configFolder)
  const found = new Set<TranscriptId>()
  try {
    for (const project of await readdir(projects, { withFileTypes: true })) {
      if (project.isFile()) continue
      const names = await readdir(join(projects, project.name))
      for (const id of names.map(transcriptIdOf)) if (id !== undefined) found.add(id)
    }
  } catch {
    return undefined
  }
  // An empty store is more likely one that is elsewhere today.
  return found.size > 0 ? found : undefined
}

/** Files that a process was killed over before it put them in place. */
function sweepDrafts(folder: string, before: number): void {
  for (const name of readdirSync(folder)) {
    if (!/\.(?:new|draft)$/.test(name)) continue
    const path = join(folder, name)
    if (statSync(path).mtimeMs < before) rmSync(path, { force: true })
  }
}

async function quietly(work: () => void | Promise<void>): Promise<void> {
  try {
    await work()
  } catch {}
}
