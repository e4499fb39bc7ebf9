// A picture in the transcript, of a prompt or of what a tool answered, whoever wrote it.

import { type Image, imageTypes } from '../../shared/images.ts'
import { contentBlocks } from './content-blocks.ts'
import { itemOf } from './item.ts'
import { isPicture, promptBlocks } from './prompt-entries.ts'
import { isRecord, type JsonRecord, textOf } from './record.ts'
import type { TranscriptFile } from './transcript-file.ts'

/** `of` is a prompt's id, or a tool call's. Undefined where there is none, or it is not in the file itself. */
export function recordedPicture(file: TranscriptFile, end: number, of: string, index: number): Image | undefined {
  const named = Buffer.from(`"${of}"`)
  for (const raw of file.backward(end)) {
    if (!raw.bytes.includes(named)) continue
    const line = itemOf(raw)?.line
    const parts = line && partsOf(line, of)
    if (!parts) continue
    const found = parts.filter(isPicture)[index]?.['source']
    if (!isRecord(found)) return undefined
    const type = imageTypes.find((known) => known === found['media_type'])
    const data = textOf(found['data'])
    return type && data !== undefined ? { type, data } : undefined
  }
  return undefined
}

function partsOf(line: JsonRecord, of: string): readonly JsonRecord[] | undefined {
  const blocks = promptBlocks(line)
  if (line['uuid'] === of) return blocks
  const result = blocks.find((block) => block['type'] === 'tool_result' && block['tool_use_id'] === of)
  return result && contentBlocks(result['content'])
}
