// What the command line wants the agent set to, its mode and its model: chosen once it has started.

import { type AgentOption, type OptionChoice, optionOf } from '../shared/agent-board.ts'
import type { RoomState } from '../shared/room-state.ts'
import { choiceMeant } from './commands/agent-options.ts'
import type { Connection } from './connection.ts'

export interface StartingOptions {
  readonly mode?: string
  readonly model?: string
}

/** Agents have their own names for what Claude Code's users know. */
const alsoCalled: { readonly [mode: string]: string } = { acceptEdits: 'autoEdit', bypassPermissions: 'yolo' }

/** Resolves once the agent is set so; with a sentence where it offers no such thing. Rejects where it does not take it. */
export async function chooseAtStart(
  connection: Connection,
  category: 'mode' | 'model',
  wanted: string,
): Promise<string | undefined> {
  const { state } = connection.view
  const option = state && optionOf(state, category)
  const choice = option && meant(option, wanted)
  if (!choice)
    return `${state?.agent.label ?? 'The agent'} has no ${category} “${wanted}”. ${offered(option, category)}`
  if (choice.value !== option.current) await connection.call('configure', { option: option.id, value: choice.value })
  return undefined
}

function meant(option: AgentOption, wanted: string): OptionChoice | undefined {
  const called = choiceMeant(option, wanted)
  const other = alsoCalled[wanted]
  return called || other === undefined ? called : choiceMeant(option, other)
}

function offered(option: AgentOption | undefined, category: 'mode' | 'model'): string {
  if (!option) return `It offers no ${category}s to choose from.`
  return `It has: ${option.choices.map(({ value }) => value).join(', ')}.`
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
