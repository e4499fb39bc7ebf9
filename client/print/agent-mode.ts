// `--permission-mode` as the agent itself knows it: what it offers is chosen, what it lacks is answered by rules.

import { optionOf } from '../../shared/agent-board.ts'
import type { RoomState } from '../../shared/room-state.ts'
import type { Connection } from '../connection.ts'
import type { PermissionMode } from './permission-policy.ts'

/** What agents call each mode, the likeliest first. */
const names: { readonly [Mode in PermissionMode]: readonly string[] } = {
  default: ['default'],
  acceptEdits: ['acceptEdits', 'autoEdit'],
  plan: ['plan'],
  bypassPermissions: ['bypassPermissions', 'yolo'],
  dontAsk: ['dontAsk', 'default'],
}

/**
 * Resolves once the agent is in that mode, or where it is gone, which the prompt will tell; with a sentence where the
 * mode is the agent's alone and it has none such.
 */
export async function chooseMode(connection: Connection, mode: PermissionMode): Promise<string | undefined> {
  const state = await ready(connection)
  if (state?.activity.is !== 'idle') return undefined
  const option = optionOf(state, 'mode')
  const choice = names[mode].flatMap((name) => option?.choices.find(({ value }) => value === name) ?? [])[0]
  if (option && choice) {
    await connection.call('configure', { option: option.id, value: choice.value })
    return undefined
  }
  // Planning is something that an agent does; all the others are ways to answer it.
  if (mode !== 'plan') return undefined
  const offered = option ? `It has: ${option.choices.map(({ value }) => value).join(', ')}.` : 'It has no modes.'
  return `${state.agent.label} has no mode for planning, so nothing was sent. ${offered}`
}

/** The state once the agent has started, or did not; undefined where the connection ended first. */
function ready(connection: Connection): Promise<RoomState | undefined> {
  return new Promise((resolve) => {
    const look = (): void => {
      const { view, status } = connection
      const started = view.state !== undefined && view.state.activity.is !== 'starting'
      if (!started && status.is !== 'ended') return
      stop()
      resolve(started ? view.state : undefined)
    }
    const stop = connection.onChange(look)
    look()
  })
}
