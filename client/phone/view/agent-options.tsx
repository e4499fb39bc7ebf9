// What the agent lets one choose, in the sheet: its mode, its model and the rest, each as a list.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import {
  type AgentOption,
  contextUsed,
  currentChoice,
  type OptionChoice,
  optionsIn,
} from '../../../shared/agent-board.ts'
import { mayAct } from '../../../shared/roles.ts'
import { CallFailed } from '../../connection.ts'
import { plainLine } from '../../plain-text.ts'
import { useSession } from './room-context.ts'

export function AgentOptions(): JSX.Element | null {
  const state = useSession().state.value
  const options = state ? optionsIn(state) : []
  if (!state || options.length === 0) return null
  const used = contextUsed(state)
  return (
    <section class="options" aria-label="Agent">
      {options.map((option) => (
        <Option key={option.id} option={option} />
      ))}
      {used !== undefined && <p class="muted">Of its context {used} % are used.</p>}
    </section>
  )
}

function Option({ option }: { readonly option: AgentOption }): JSX.Element {
  const session = useSession()
  const id = useId()
  const problem = useSignal<string | undefined>(undefined)
  const busy = useSignal(false)
  const role = session.self.value?.role ?? 'view'
  const may = mayAct(role, 'drive')
  const choose = async (value: string): Promise<void> => {
    busy.value = true
    problem.value = undefined
    try {
      await session.connection.call('configure', { option: option.id, value })
    } catch (error) {
      problem.value = error instanceof CallFailed ? error.message : 'That did not work. Try again.'
    }
    busy.value = false
  }
  const words = currentChoice(option)?.description ?? option.description
  const one = (choice: OptionChoice): JSX.Element => {
    const barred = choice.role !== undefined && !mayAct(role, choice.role)
    return (
      <option key={choice.value} value={choice.value} disabled={barred}>
        {plainLine(choice.name) + (barred ? ' (an owner’s device only)' : '')}
      </option>
    )
  }
  return (
    <div class="option">
      <label for={id}>{plainLine(option.name)}</label>
      <select
        class="box"
        id={id}
        value={option.current}
        disabled={!may || busy.value}
        onChange={(event) => {
          const { value } = event.currentTarget
          // What is chosen is what the agent says, not what was tapped.
          event.currentTarget.value = option.current
          void choose(value)
        }}
      >
        {grouped(option.choices).map(([group, choices]) =>
          group === undefined ? (
            choices.map(one)
          ) : (
            <optgroup key={group} label={plainLine(group)}>
              {choices.map(one)}
            </optgroup>
          ),
        )}
      </select>
      {words && <p class="muted">{plainLine(words)}</p>}
      {!may && <p class="muted">This device may not change it.</p>}
      {problem.value && (
        <p class="error" role="alert">
          {problem.value}
        </p>
      )}
    </div>
  )
}

/** Neighbours of one group together. */
function grouped(choices: readonly OptionChoice[]): [string | undefined, OptionChoice[]][] {
  const groups: [string | undefined, OptionChoice[]][] = []
  for (const choice of choices) {
    const last = groups.at(-1)
    if (last && last[0] === choice.group) last[1].push(choice)
    else groups.push([choice.group, [choice]])
  }
  return groups
}
