// Full text: where in a transcript something was said, found by its bytes; only lines that may have it are parsed.

import type { Entry } from '../../shared/entries.ts'
import { EntryMaker, itemOf } from './item.ts'
import type { TranscriptFile } from './transcript-file.ts'

export interface TextFound {
  /** The entry's id; a tool call's for its result. */
  readonly of: string
  /** The words around it, in one line. */
  readonly excerpt: string
}

const around = 60

/** The newest entry that has the text, whatever the case of its letters; undefined where none has. */
export function textFound(file: TranscriptFile, end: number, text: string): TextFound | undefined {
  const wanted = text.toLocaleLowerCase()
  const sure = longestAscii(JSON.stringify(text).slice(1, -1)).toLowerCase()
  for (const raw of file.backward(end)) {
    if (!raw.bytes.toString('latin1').toLowerCase().includes(sure)) continue
    const item = itemOf(raw)
    if (!item?.link || item.link.apart) continue
    for (const entry of new EntryMaker(Number.POSITIVE_INFINITY).entries(item)) {
      const said = entry.kind === 'tool' ? `${entry.title}\n${entry.input}` : 'text' in entry ? entry.text : ''
      const at = said.toLocaleLowerCase().indexOf(wanted)
      if (at !== -1) return { of: nameOf(entry), excerpt: excerpt(said, at, text.length) }
    }
  }
  return undefined
}

/** What of a text is the same in bytes whatever their encoding; the whole text is compared once the line is parsed. */
const longestAscii = (text: string): string =>
  text.split(/[^\x20-\x7e]+/).reduce((longest, piece) => (piece.length > longest.length ? piece : longest), '')

const nameOf = (entry: Entry): string => (entry.kind === 'result' || entry.kind === 'mark' ? entry.of : entry.id)

function excerpt(text: string, at: number, length: number): string {
  const from = Math.max(0, at - around)
  const to = Math.min(text.length, at + length + around)
  const words = text.slice(from, to).replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${words}${to < text.length ? '…' : ''}`
}
