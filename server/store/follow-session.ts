// A transcript as it grows, for programs: first its newest page, then every batch that comes, until nobody listens.

import type { Entry } from '../../shared/entries.ts'
import { openTranscript } from './open-transcript.ts'
import type { LogBatch } from './transcript-log.ts'

export interface SessionGrowth {
  readonly entries: readonly Entry[]
  /** After a rewind: keep what came up to this entry's id, null for nothing. The first one begins with null. */
  readonly keep?: string | null
  /** Where the page before these begins, where these begin anew; null at the beginning. */
  readonly before?: number | null
}

export interface FollowOptions {
  /** How many of the newest entries to begin with. Default 50. */
  readonly limit?: number
  /** Ends it. */
  readonly signal?: AbortSignal
}

/** Throws `StorageFailed` where the file is not there. */
export async function* followed(path: string, options: FollowOptions): AsyncGenerator<SessionGrowth, void> {
  const { limit = 50, signal } = options
  const log = openTranscript({ path, directory: '', version: '', limits: { entryText: Number.POSITIVE_INFINITY } })
  const waiting: LogBatch[] = []
  let wake = () => {}
  const end = () => wake()
  log.onBatch((batch) => {
    waiting.push(batch)
    wake()
  })
  signal?.addEventListener('abort', end)
  try {
    const { entries, before } = log.page(undefined, limit)
    yield { entries, before, keep: null }
    while (!signal?.aborted) {
      const batch = waiting.shift()
      if (batch) {
        const { entries: added, keep, before: anew } = batch
        if (added.length > 0 || keep !== undefined) yield { entries: added, keep, before: anew }
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    signal?.removeEventListener('abort', end)
    log.close()
  }
}
