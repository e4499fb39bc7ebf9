// The whole of a diff that was cut, by pieces: of an edit that is asked about or runs, or of one in the transcript.

import type { Limits } from '../../shared/limits.ts'
import type { Results } from '../../shared/protocol.ts'
import type { FileInCall } from '../store/transcript-log.ts'
import { CallRefused } from './call-refused.ts'
import type { Conversation } from './conversation.ts'
import type { History } from './history.ts'

interface DiffParts {
  readonly history: History
  readonly conversation: Conversation
  readonly limits: Limits
}

/** From the `from`th unit on. Throws `CallRefused`. */
export function diffPiece({ history, conversation, limits }: DiffParts, of: FileInCall, from: number): Results['read'] {
  const change = conversation.diff(of, limits.wholeDiff) ?? history.diff(of, limits.wholeDiff)
  if (!change) throw new CallRefused('not_found', 'That change is not in this transcript.')
  const { diff, omitted } = change
  if (diff === '' && omitted)
    throw new CallRefused('too_large', 'That file is too large to be compared; look at it where it is.')
  return { text: diff.slice(from, from + limits.readPiece), total: diff.length, omitted }
}
