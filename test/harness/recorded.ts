// A session as carryon records it: prompts with an answer each.

import { randomUUID } from 'node:crypto'
import { createTranscript } from '../../server/store/open-transcript.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'

export interface Recorded {
  readonly id: TranscriptId
  readonly path: string
}

export function recorded(configFolder: string, directory: string, prompts: readonly string[]): Recorded {
  const log = createTranscript({ configFolder, directory, version: '0', limits: defaultLimits })
  for (const text of prompts) {
    const message = randomUUID()
    log.append([
      { kind: 'prompt', uuid: randomUUID(), text },
      { kind: 'reply', message, block: 0, model: 'none', text: `answer to ${text}` },
    ])
  }
  log.close()
  return { id: log.id, path: log.path }
}
