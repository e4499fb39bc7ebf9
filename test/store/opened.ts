// A transcript with given bytes, opened as a room opens it, and folded as a device folds it.

import fs from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { type OpenOptions, openTranscript } from '../../server/store/open-transcript.ts'
import { projectFolder } from '../../server/store/paths.ts'
import type { LogBatch, TranscriptLog } from '../../server/store/transcript-log.ts'
import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { emptyView, fold, foldPage, type RoomView } from '../../shared/room-view.ts'
import { FakeClock } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { session } from './claude-lines.ts'

export const directory = '/home/ada/work'

export interface Opened {
  readonly log: TranscriptLog
  readonly path: string
  readonly batches: LogBatch[]
  /** Moving it makes the log look at the file. */
  readonly clock: FakeClock
}

export function opened(contents: string | Buffer, more: Partial<OpenOptions> = {}): Opened {
  const configFolder = temporaryFolder()
  const folder = projectFolder(configFolder, directory)
  const file = path.join(folder, `${session}.jsonl`)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(file, contents)
  return openedAt(file, more)
}

export function openedAt(file: string, more: Partial<OpenOptions> = {}): Opened {
  const clock = new FakeClock()
  const log = openTranscript({ path: file, directory, version: '0.1.0', limits: defaultLimits, clock, ...more })
  onTestFinished(() => log.close())
  const batches: LogBatch[] = []
  log.onBatch((batch) => batches.push(batch))
  return { log, path: file, batches, clock }
}

const frame = ({ entries, keep, next }: Pick<LogBatch, 'entries' | 'keep' | 'next'>) => ({
  t: 'entries' as const,
  entries,
  next: { ...next, transcript: session as TranscriptId, journal: 0 },
  ...(keep === undefined ? {} : { keep }),
})

/** What a device shows after these batches. */
export const folded = (view: RoomView, batches: Iterable<Pick<LogBatch, 'entries' | 'keep' | 'next'>>): RoomView => {
  let shown = view
  for (const batch of batches) shown = fold(shown, frame(batch), defaultLimits)
  return shown
}

/** What a device shows that joins now and pages back to the beginning. */
export function joined(log: TranscriptLog, limit = 50): RoomView {
  const page = log.page(undefined, limit)
  let view = { ...folded(emptyView, [page]), before: page.before ?? undefined }
  while (view.before !== undefined) view = foldPage(view, log.page(view.before, limit))
  return view
}

/** Entries and results of a view, for comparing two. */
export const contents = (view: RoomView): { entries: readonly Entry[]; results: Entry[] } => ({
  entries: view.entries,
  results: [...view.results.values()].toSorted((a, b) => (a.of < b.of ? -1 : 1)),
})
