// The agent's own session of a conversation, where it knows all that the transcript says; else it has to be told.

import type { TranscriptId } from '../../shared/ids.ts'
import type { JournalRecord } from '../store/journal.ts'

/** Undefined where it never took part, another has answered since, or what it knows was summed up. */
export function knownSession(
  records: readonly JournalRecord[],
  transcript: TranscriptId,
  agent: string,
): string | undefined {
  let session: string | undefined
  for (const record of records) {
    switch (record.t) {
      case 'opened':
      case 'agent':
        if (record.transcript === transcript && record.agent !== agent) session = undefined
        break
      case 'session':
        if (record.transcript === transcript) session = record.agent === agent ? record.session : undefined
        break
      case 'compacted':
        if (record.transcript === transcript && !record.own) session = undefined
        break
    }
  }
  return session
}
