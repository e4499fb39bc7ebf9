// The whole of a text that was cut in an entry, found again by the entry's id.

import type { Entry } from '../../shared/entries.ts'
import { EntryMaker, itemOf } from './item.ts'
import type { TranscriptFile } from './transcript-file.ts'

/** `of` is an entry's id, or a tool call's: its result where there is one, else its input. Undefined where none has it. */
export function wholeText(file: TranscriptFile, end: number, of: string): string | undefined {
  const named = Buffer.from(`"${of.replace(/\.\d+$/, '')}"`)
  let input: string | undefined
  for (const raw of file.backward(end)) {
    if (!raw.bytes.includes(named)) continue
    const item = itemOf(raw)
    if (!item) continue
    const maker = new EntryMaker(Number.POSITIVE_INFINITY)
    for (const entry of maker.entries(item)) {
      if (entry.kind === 'result' && entry.of === of) return entry.text
      if ('id' in entry && entry.id === of) {
        if (entry.kind !== 'tool') return textIn(entry)
        input ??= entry.input
      }
    }
    // A call comes before its result, so reading backwards there is none any more.
    if (input !== undefined) return input
  }
  return undefined
}

const textIn = (entry: Entry): string | undefined => ('text' in entry ? entry.text : undefined)
