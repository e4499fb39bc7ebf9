// Chooses one of what the agent offers: checked against the list, written down, then asked of the agent.

import { type OptionChoice, optionsIn } from '../../shared/agent-board.ts'
import type { Params } from '../../shared/protocol.ts'
import { mayAct } from '../../shared/roles.ts'
import type { Agent } from './agent.ts'
import { CallRefused } from './call-refused.ts'
import type { ChosenOptions } from './chosen-options.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'
import { type Guest, personOf } from './seat.ts'

export interface ConfigureParts {
  readonly live: LiveState
  readonly history: History
  readonly agent: Agent | undefined
  readonly chosen: ChosenOptions
}

/** Throws `CallRefused`. */
export async function configure(
  { live, history, agent, chosen }: ConfigureParts,
  { option: id, value }: Params<'configure'>,
  guest: Pick<Guest, 'device' | 'name' | 'role'>,
): Promise<Record<string, never>> {
  const { label, name } = live.value.agent
  const option = optionsIn(live.value).find((one) => one.id === id)
  if (!agent) throw new CallRefused('unavailable', `${label} is not running; start it first.`)
  if (!option || !agent.configure) {
    throw new CallRefused('unavailable', `Not available with ${label}: it offers no “${id}” to choose now.`)
  }
  const choice = option.choices.find((one) => one.value === value)
  if (!choice) {
    const some = option.choices.slice(0, 10).map((one) => one.value)
    throw new CallRefused('bad_request', `${option.name} takes one of these: ${some.join(', ')}.`)
  }
  if (choice.role && !mayAct(guest.role, choice.role)) throw tooMuch(choice)
  if (option.current === value) return {}
  history.note({ t: 'configured', option: id, value, by: personOf(guest) })
  await history.sync()
  try {
    await agent.configure(id, value)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CallRefused('unavailable', `${label} did not take ${choice.name}: ${why}`)
  }
  chosen.note(name, option, value)
  return {}
}

const tooMuch = (choice: OptionChoice): CallRefused =>
  new CallRefused(
    'not_allowed',
    `With ${choice.name} the agent asks nobody any more; only an owner’s device may choose that. Do it there.`,
  )
