// What every device says of the agent, worked out in one place: its state, and what it waits for.

import type { RoomState } from './room-state.ts'

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
export const standingWords: { readonly [Is in AgentStanding['is']]: string } = {
  starting: 'starting',
  idle: 'idle',
  running: 'running',
  'needs-you': 'needs you',
  stopping: 'stopping',
  stalled: 'stalled',
  gone: 'gone',
}

export const runningWord = ({ unasked }: Extract<AgentStanding, { is: 'running' }>): string =>
  unasked ? 'working by itself' : standingWords.running

type Known = Pick<RoomState, 'activity' | 'permissions'>

export function standingOf(state: Known): AgentStanding {
  const { activity } = state
  if (activity.is !== 'running') return activity
  const { since, stopping, stalled, unasked } = activity
  if (stopping) return { is: 'stopping', since }
  if (needsYou(state)) return { is: 'needs-you', since }
  return stalled ? { is: 'stalled', ...stalled } : { is: 'running', since, unasked }
}

/** The agent waits for a person. */
export const needsYou = ({ permissions }: Pick<Known, 'permissions'>): boolean => Object.keys(permissions).length > 0
