// What an agent is told where nothing has been said yet.

import type { AgentOpening } from '../../server/room/agent.ts'
import type { TranscriptId } from '../../shared/ids.ts'

export const newSession: AgentOpening = {
  transcript: '00000000-0000-4000-8000-000000000001' as TranscriptId,
  begun: false,
  session: undefined,
}
