// How far a prompt that was accepted has come, by the room's state alone.

import type { CallId } from './ids.ts'
import type { RoomState } from './room-state.ts'

/** `lost`: it waits, and there is no agent that it could wait for. */
export function promptStanding(
  { queue, activity }: Pick<RoomState, 'queue' | 'activity'>,
  prompt: CallId,
): 'waits' | 'lost' | 'runs' | 'over' {
  if (queue[prompt]) return activity.is === 'gone' ? 'lost' : 'waits'
  // An agent that did not stop is ended and started anew; the turn it had ends with that.
  if (activity.is === 'starting') return 'runs'
  return activity.is === 'running' && activity.prompt === prompt ? 'runs' : 'over'
}
