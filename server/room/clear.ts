// A fresh conversation in the same room: an empty transcript takes the old one's place, and the agent begins anew.

import type { Person } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { RoomState } from '../../shared/room-state.ts'
import type { AgentLife } from './agent-life.ts'
import type { History } from './history.ts'
import type { Turns } from './turns.ts'

interface ClearParts {
  readonly history: History
  readonly turns: Turns
  readonly life: AgentLife
  readonly newId: () => string
  readonly turnTo: (id: TranscriptId, cleared: RoomState['cleared']) => Promise<void>
}

/**
 * Answers with the transcript of what was said before, which stays as it is; the agent is still starting then. Throws
 * `CallRefused` while a turn runs.
 */
export async function clear(parts: ClearParts, by: Person): Promise<{ readonly before: TranscriptId }> {
  const { history, turns, life, newId, turnTo } = parts
  const before = history.log.id
  if (!history.begun) return { before }
  await turns.apart(async () => {
    history.note({ t: 'cleared', transcript: before, by })
    await history.sync()
    await turnTo(newId() as TranscriptId, { before, by })
    void life.again()
  })
  return { before }
}
