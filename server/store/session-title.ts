// A session's title: the one somebody gave it, else its first prompt; read from the file's two ends.

import { entriesOfLine } from './entries-of-line.ts'
import { parsedRecord, textOf } from './record.ts'
import type { TranscriptFile } from './transcript-file.ts'

/** How much is read at each end, in bytes. */
const endBytes = 64 * 1024
const titleUnits = 200

export function sessionTitle(file: TranscriptFile, end: number): string | undefined {
  return givenTitle(file, end) ?? firstPrompt(file, end)
}

function givenTitle(file: TranscriptFile, end: number): string | undefined {
  const field = Buffer.from('"custom-title"')
  for (const { bytes, start } of file.backward(end)) {
    if (bytes.includes(field)) {
      const line = parsedRecord(bytes)
      const title = line?.['type'] === 'custom-title' ? textOf(line['customTitle']) : undefined
      if (title) return title
    }
    if (end - start > endBytes) return undefined
  }
  return undefined
}

function firstPrompt(file: TranscriptFile, end: number): string | undefined {
  for (const { bytes, start } of file.forward(0, end)) {
    if (start > endBytes) return undefined
    const line = parsedRecord(bytes)
    if (line?.['type'] !== 'user' || line['isSidechain'] === true) continue
    for (const entry of entriesOfLine(line, { most: titleUnits * 10, block: 0 })) {
      if (entry.kind !== 'prompt') continue
      const text = entry.text.replace(/\s+/g, ' ').trim()
      if (text !== '') return text.length > titleUnits ? `${text.slice(0, titleUnits)}…` : text
    }
  }
  return undefined
}
