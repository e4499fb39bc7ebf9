// What came after a position, for a device that was away: in batches, each of which ends where the next may begin.

import type { Entry } from '../../shared/entries.ts'
import { difference } from './difference.ts'
import { type Item, itemOf, type ReadItem, readAgain } from './item.ts'
import type { TranscriptFile } from './transcript-file.ts'

export interface ReplayBatch {
  readonly entries: readonly Entry[]
  /** The byte to go on from. */
  readonly next: number
  readonly keep?: string | null
}

const batchesKept = 8

/** From byte `from` to `end`, both after a line. A batch closes once its JSON passes `batchUnits`. */
export function* replay(
  file: TranscriptFile,
  from: number,
  end: number,
  most: number,
  batchUnits: number,
): Generator<ReplayBatch> {
  const later: Item[] = []
  // What the first lines say is kept, for most who come back missed no more than that; what the others say is read again:
  // one who was away for long would else bring a whole file into memory.
  const kept = new Map<number, ReadItem>()
  for (const raw of file.forward(from, end)) {
    const item = itemOf(raw)
    if (!item) continue
    if (item.end - from <= batchesKept * batchUnits) kept.set(item.start, item)
    later.push({ start: item.start, end: item.end, link: item.link })
  }
  const { keep, added, trunk, maker } = difference(file, from, later, most)
  let entries: Entry[] = []
  let units = 0
  let first = true
  for (const item of added) {
    const read = kept.get(item.start) ?? readAgain(file, item)
    const made = read ? maker.entries(read) : []
    entries.push(...made)
    for (const entry of made) units += JSON.stringify(entry).length
    // Only a line of the trunk is a place to go on from: there the chain is what was told so far.
    if (units < batchUnits || !item.link || !trunk.has(item.link) || item === added.at(-1)) continue
    yield { entries, next: item.end, ...(first && keep !== undefined ? { keep } : {}) }
    first = false
    entries = []
    units = 0
  }
  if (entries.length > 0 || end > from || keep !== undefined)
    yield { entries, next: end, ...(first && keep !== undefined ? { keep } : {}) }
}
