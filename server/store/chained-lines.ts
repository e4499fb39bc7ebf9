// New lines of ours as the text that is appended: each follows the one before, the first what the conversation ends with.

import { randomUUID } from 'node:crypto'
import { type LineOrigin, lineRecord } from './new-lines.ts'
import type { NewLine } from './transcript-log.ts'

/** `leaf` is the uuid that the first follows, `at` their time (ISO 8601, UTC). Every line ends with its newline. */
export function chainedLines(
  lines: readonly NewLine[],
  origin: LineOrigin,
  leaf: string | undefined,
  at: string,
): string {
  let parent = leaf ?? null
  let text = ''
  for (const line of lines) {
    const uuid = line.kind === 'prompt' ? line.uuid : randomUUID()
    text += `${JSON.stringify(lineRecord(line, origin, { uuid, parent, at }))}\n`
    if (line.kind !== 'title' && line.kind !== 'tag' && line.kind !== 'spent') parent = uuid
  }
  return text
}
