// Which entries a transcript has, by its bytes alone: a prompt that is sent twice is recorded once.

import type { TranscriptFile } from './transcript-file.ts'

/** Every uuid up to byte `end`. */
export function uuidsIn(file: TranscriptFile, end: number): Set<string> {
  const field = Buffer.from('"uuid":"')
  const uuids = new Set<string>()
  for (const { bytes } of file.forward(0, end)) {
    for (let at = bytes.indexOf(field); at !== -1; at = bytes.indexOf(field, at + field.length)) {
      uuids.add(bytes.toString('latin1', at + field.length, at + field.length + 36))
    }
  }
  return uuids
}
