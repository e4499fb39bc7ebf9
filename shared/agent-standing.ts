// What every device says of the agent, worked out in one place: its state, and what it waits for.

import { openAsks, type RoomState } from './room-state.ts'

/** Times are ISO 8601. */
export type AgentStanding =
  | { readonly is: 'starting' }
  | { readonly is: 'idle' }
  /** `unasked`: it began by itself. */
  | { readonly is: 'running'; readonly since: string; readonly unasked?: true }
  | { readonly is: 'needs-you' | 'stopping'; readonly since: string }
  /** Nothing was heard since; `in` is the tool that runs, where one does. */
  | { readonly is: 'stalled'; readonly since: string; readonly in?: string }
  | { readonly is: 'gone'; readonly reason: string }

/** Its word for people. */
export const standingWord = (is: AgentStanding['is']): string => is.replace('-', ' ')

export const runningWord = ({ unasked }: Extract<AgentStanding, { is: 'running' }>): string =>
  unasked ? 'working by itself' : standingWord('running')

type Known = Pick<RoomState, 'activity' | 'permissions' | 'questions'>

export function standingOf(state: Known): AgentStanding {
  const { activity } = state
  if (activity.is !== 'running') return activity
  const { since, stopping, stalled, unasked } = activity
  if (stopping) return { is: 'stopping', since }
  if (needsYou(state)) return { is: 'needs-you', since }
  return stalled ? { is: 'stalled', ...stalled } : { is: 'running', since, unasked }
}

/** The agent waits for a person. */
export const needsYou = (state: Omit<Known, 'activity'>): boolean => openAsks(state).length > 0
