// A transcript in a temporary folder, for tests of a room that need the real file: its time is a fake clock's.

import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { createTranscript } from '../../server/store/open-transcript.ts'
import type { TranscriptLog } from '../../server/store/transcript-log.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from './clock.ts'
import { quickDisk } from './quick-disk.ts'
import { temporaryFolder } from './temp.ts'

export function diskLog(): TranscriptLog {
  const log = createTranscript({
    configFolder: temporaryFolder(),
    id: randomUUID() as TranscriptId,
    directory: '/p',
    version: '0',
    limits: defaultLimits,
    clock: new FakeClock(),
    disk: quickDisk,
  })
  onTestFinished(() => log.close())
  return log
}
