// `/plan`: switches to the mode in which the agent only plans, and `/plan off` back to the one before.

import { type AgentOption, currentChoice, type OptionChoice } from '../../shared/agent-board.ts'
import { choose, offeredOption } from './agent-options.ts'
import type { DeviceCommand } from './command.ts'

export const plan: DeviceCommand = {
  name: 'plan',
  argument: '[off]',
  description: 'plan first, change nothing; off goes back',
  role: 'drive',
  choices: () => [{ value: 'off', description: 'back to the mode before' }],
  async run(here, argument) {
    const { connection, say } = here
    if (argument !== '' && argument !== 'off') return say('/plan takes nothing, or off: /plan off', 'warning')
    const option = offeredOption(here, 'mode')
    if (!option) return
    const planning = option.choices.find(plans)
    if (!planning) {
      const { label } = connection.view.state?.agent ?? { label: 'the agent' }
      return say(`Not available with ${label}: none of its modes is one for planning.`, 'warning')
    }
    if (argument === '') return choose(here, option, planning)
    const now = currentChoice(option)
    if (now && !plans(now)) return say(`It is not planning: ${option.name} is ${now.name}.`)
    const back = modeBefore(option)
    if (back) await choose(here, option, back)
    else say(`There is no other mode than ${planning.name}.`, 'warning')
  },
}

const plans = ({ value, name }: OptionChoice): boolean =>
  /\bplan(ning)?\b/i.test(value) || /\bplan(ning)?\b/i.test(name)

/** The one before, unless going back to it would take more than leaving it did. */
function modeBefore(option: AgentOption): OptionChoice | undefined {
  const others = option.choices.filter((choice) => !plans(choice) && !choice.role)
  return others.find(({ value }) => value === option.before) ?? others[0]
}
