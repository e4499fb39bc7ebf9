// The lines that say something about a session and not in it: titles, tags, summaries; found without parsing the rest.

import { isChained, standsAt } from './json-bytes.ts'
import { isRecord, type JsonRecord, parsedRecord, textOf } from './record.ts'

/** The types of such lines, and the field of each that says it. */
const fields: { readonly [type: string]: string } = {
  'custom-title': 'customTitle',
  'ai-title': 'aiTitle',
  'last-prompt': 'lastPrompt',
  summary: 'summary',
  tag: 'tag',
}

export interface Notes {
  readonly customTitle?: string
  readonly aiTitle?: string
  readonly lastPrompt?: string
  readonly summary?: string
  readonly tag?: string
}

const newline = 10
const typeFirst = Buffer.from('{"type":"')
const heads = Object.keys(fields).map((type) => Buffer.from(`${type}"`))
const named = Object.values(fields).map((field) => Buffer.from(`"${field}"`))

/** What the last line of each type says; an empty text takes back what was there. */
export function notesIn(bytes: Buffer): Notes {
  const notes: { [field: string]: string } = {}
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(newline, start)
    const end = found === -1 ? bytes.length : found
    if (mayBeNote(bytes, start, end)) {
      const note = noteIn(parsedRecord(bytes.subarray(start, end)))
      if (note) notes[note.field] = note.text
    }
    start = end + 1
  }
  return notes
}

/** Claude Code begins these lines with their type and those of the conversation with their parent. */
function mayBeNote(bytes: Buffer, start: number, end: number): boolean {
  if (isChained(bytes, start)) return false
  if (standsAt(bytes, start, typeFirst)) {
    for (const head of heads) if (standsAt(bytes, start + typeFirst.length, head)) return true
    return false
  }
  const line = bytes.subarray(start, end)
  return named.some((field) => line.includes(field))
}

function noteIn(line: JsonRecord | undefined): { field: string; text: string } | undefined {
  const type = isRecord(line) ? textOf(line['type']) : undefined
  const field = type === undefined || !Object.hasOwn(fields, type) ? undefined : fields[type]
  const text = field === undefined ? undefined : textOf(line?.[field])
  return field === undefined || text === undefined ? undefined : { field, text }
}
