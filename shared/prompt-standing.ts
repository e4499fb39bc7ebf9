// How far a prompt that was accepted has come, by the room's state alone.

import { apartWork } from './agent-work.ts'
import type { CallId } from './ids.ts'
import type { RoomState } from './room-state.ts'

/**
 * `lost`: it waits, and there is no agent that it could wait for. `lingers`: its turn is over, and what the agent runs in
 * the background is not, or the agent goes on by itself.
 */
export function promptStanding(
  { queue, activity, work, waking }: Pick<RoomState, 'queue' | 'activity' | 'work' | 'waking'>,
  prompt: CallId,
): 'waits' | 'lost' | 'runs' | 'lingers' | 'over' {
  if (queue[prompt]) return activity.is === 'gone' ? 'lost' : 'waits'
  // An agent that did not stop is ended and started anew; the turn it had ends with that.
  if (activity.is === 'starting') return 'runs'
  if (activity.is === 'running' && activity.prompt === prompt) return 'runs'
  const goesOn = activity.is === 'running' ? activity.unasked : waking
  return goesOn || apartWork(work).length > 0 ? 'lingers' : 'over'
}
