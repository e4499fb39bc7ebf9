// A picture of a prompt, found in the transcript by the prompt's id, whoever wrote it.

import { type Image, imageTypes } from '../../shared/images.ts'
import { itemOf } from './item.ts'
import { promptBlocks } from './prompt-entries.ts'
import { isRecord, textOf } from './record.ts'
import type { TranscriptFile } from './transcript-file.ts'

/** Undefined where there is none, or it is not in the file itself. */
export function promptImage(file: TranscriptFile, end: number, of: string, index: number): Image | undefined {
  const named = Buffer.from(`"${of}"`)
  for (const raw of file.backward(end)) {
    if (!raw.bytes.includes(named)) continue
    const line = itemOf(raw)?.line
    if (!line || line['uuid'] !== of) continue
    const found = promptBlocks(line).filter((block) => block['type'] === 'image')[index]?.['source']
    if (!isRecord(found)) return undefined
    const type = imageTypes.find((known) => known === found['media_type'])
    const data = textOf(found['data'])
    return type && data !== undefined ? { type, data } : undefined
  }
  return undefined
}
