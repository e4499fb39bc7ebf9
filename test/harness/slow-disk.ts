// A disk that takes its time: a test says when what was written so far is safe.

import type { TranscriptLog } from '../../server/store/transcript-log.ts'

/** From now on the transcript's syncs wait; each of these ends one, in order. */
export function slowly(log: Pick<TranscriptLog, 'sync'>): (() => void)[] {
  const waiting: (() => void)[] = []
  log.sync = () => new Promise((resolve) => waiting.push(resolve))
  return waiting
}
