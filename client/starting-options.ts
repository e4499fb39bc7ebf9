// Sets the agent to what the command line wants, once it has started, where its host has not done so already.

import { optionOf } from '../shared/agent-board.ts'
import type { RoomState } from '../shared/room-state.ts'
import { notOffered, type StartingCategory, startingChoice } from '../shared/starting-options.ts'
import type { Connection } from './connection.ts'

/** Resolves once the agent is set so; with a sentence where it offers no such thing. Rejects where it does not take it. */
export async function chooseAtStart(
  connection: Connection,
  category: StartingCategory,
  wanted: string,
): Promise<string | undefined> {
  const { state } = connection.view
  const option = state && optionOf(state, category)
  const choice = option && startingChoice(option, wanted)
  if (!choice) return notOffered(state?.agent.label ?? 'The agent', category, wanted, option)
  if (choice.value !== option.current) await connection.call('configure', { option: option.id, value: choice.value })
  return undefined
}

/** The state once the agent has started, or did not; undefined where the connection ended first. */
export function started(connection: Connection): Promise<RoomState | undefined> {
  return when(connection, ({ activity }) => activity.is !== 'starting')
}

/** The state once an agent is there; undefined where the connection ended first. */
export function present(connection: Connection): Promise<RoomState | undefined> {
  return when(connection, ({ activity }) => activity.is === 'idle' || activity.is === 'running')
}

function when(connection: Connection, holds: (state: RoomState) => boolean): Promise<RoomState | undefined> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { view, status } = connection
      const state = view.state && holds(view.state) ? view.state : undefined
      if (!state && status.is !== 'ended') return
      stop()
      resolve(state)
    }
    const stop = connection.onChange(look)
    look()
  })
}
