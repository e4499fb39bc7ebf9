// `/model`, `/mode` and `/effort`: what the agent offers to choose, shown or chosen; each says so where it has none.

import {
  type AgentOption,
  currentChoice,
  type OptionCategory,
  type OptionChoice,
  optionOf,
} from '../../shared/agent-board.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { choiceMeant } from '../../shared/starting-options.ts'
import type { CommandSetting, DeviceCommand } from './command.ts'

type Chosen = Exclude<OptionCategory, 'other'>

const plurals: { readonly [C in Chosen]: string } = { mode: 'modes', model: 'models', effort: 'levels of effort' }

/** More choices than these are counted, not listed. */
const mostListed = 20

const optionCommand = (category: Chosen, description: string): DeviceCommand => ({
  name: category,
  argument: '[name]',
  description,
  role: 'drive',
  choices: (state) => {
    const choices = (state && optionOf(state, category))?.choices ?? []
    return choices.map((choice) => ({ value: choice.value, description: wordsOf(choice) }))
  },
  async run(here, wanted) {
    const option = offeredOption(here, category)
    if (!option) return
    const choice = wanted === '' ? undefined : choiceMeant(option, wanted)
    if (choice) return choose(here, option, choice)
    here.say(
      wanted === '' ? listed(option) : `“${wanted}” is none of these, or several.\n${listed(option)}`,
      wanted === '' ? 'info' : 'warning',
    )
  },
})

export const model = optionCommand('model', 'which model answers')
export const mode = optionCommand('mode', 'how the agent works, and what it asks first')
export const effort = optionCommand('effort', 'how hard the model thinks')

/** The option of this kind; without one it says why. */
export function offeredOption({ connection, say }: CommandSetting, category: Chosen): AgentOption | undefined {
  const { state } = connection.view
  const option = state && optionOf(state, category)
  if (!option) say(`Not available with ${state?.agent.label ?? 'the agent'}: ${reason(state, category)}`, 'warning')
  return option
}

function reason(state: RoomState | undefined, category: Chosen): string {
  switch (state?.activity.is) {
    case undefined:
    case 'starting':
      return 'it is still starting.'
    case 'gone':
      return 'it is not running.'
    default:
      return `it offers no ${plurals[category]} to choose from.`
  }
}

export async function choose(here: CommandSetting, option: AgentOption, choice: OptionChoice): Promise<void> {
  if (choice.value === option.current) return here.say(`${option.name} is ${choice.name} already.`)
  await here.connection.call('configure', { option: option.id, value: choice.value })
  here.say(`${option.name}: ${choice.name}.`)
}

function listed(option: AgentOption): string {
  const { choices, current } = option
  const lines = choices.slice(0, mostListed).map((choice) => {
    const name = choice.name.toLowerCase() === choice.value.toLowerCase() ? '' : `  ${choice.name}`
    return `${choice.value === current ? '●' : '○'} ${choice.value}${name}`
  })
  if (choices.length > mostListed) lines.push(`… and ${choices.length - mostListed} more`)
  return `${option.name}, now ${currentChoice(option)?.name ?? current}:\n${lines.join('\n')}`
}

const wordsOf = ({ value, name, description, role }: OptionChoice): string =>
  [
    role === 'owner' && 'only from an owner’s device',
    name.toLowerCase() !== value.toLowerCase() && name,
    description?.split('\n')[0],
  ]
    .filter(Boolean)
    .join(' · ')
