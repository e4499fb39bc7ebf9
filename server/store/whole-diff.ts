// The whole diff of a file that was cut in an entry, found again by its tool call's id.

import type { FileChange } from '../../shared/file-change.ts'
import { EntryMaker, itemOf } from './item.ts'
import type { TranscriptFile } from './transcript-file.ts'
import type { FileInCall } from './transcript-log.ts'

/** As its answer tells it, else as the call asks for it; of at most `most` units. Undefined where neither changes the file. */
export function wholeDiff(
  file: TranscriptFile,
  end: number,
  { call, path }: FileInCall,
  most: number,
): FileChange | undefined {
  const named = Buffer.from(`"${call}"`)
  const maker = new EntryMaker(most)
  for (const raw of file.backward(end)) {
    if (!raw.bytes.includes(named)) continue
    const item = itemOf(raw)
    for (const entry of item ? maker.entries(item) : []) {
      if (entry.kind !== 'tool' && entry.kind !== 'result') continue
      if ((entry.kind === 'tool' ? entry.id : entry.of) !== call) continue
      const change = entry.changes?.find((one) => one.path === path)
      // A call comes before its answer, so reading backwards there is none any more.
      if (change || entry.kind === 'tool') return change
    }
  }
  return undefined
}
