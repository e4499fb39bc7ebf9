// What a command line wants the agent set to, its mode and its model, in people's words: which of what is offered that is.

import type { AgentOption, OptionChoice } from './agent-board.ts'

export interface StartingOptions {
  readonly mode?: string
  readonly model?: string
}

export type StartingCategory = keyof StartingOptions

/** Agents have their own names for what Claude Code's users know. */
const alsoCalled: { readonly [mode: string]: string } = { acceptEdits: 'autoEdit', bypassPermissions: 'yolo' }

/** By its value or its name, or by a part of them that no other has. */
export function choiceMeant({ choices }: AgentOption, wanted: string): OptionChoice | undefined {
  const word = wanted.toLowerCase()
  const words = (choice: OptionChoice): string[] => [choice.value.toLowerCase(), choice.name.toLowerCase()]
  const tests: ((text: string) => boolean)[] = [
    (text) => text === word,
    (text) => text.startsWith(word),
    (text) => text.includes(word),
  ]
  for (const test of tests) {
    const found = choices.filter((choice) => words(choice).some(test))
    if (found.length > 0) return found.length === 1 ? found[0] : undefined
  }
  return undefined
}

/** The same, also by the name that Claude Code has for it. */
export function startingChoice(option: AgentOption, wanted: string): OptionChoice | undefined {
  const called = choiceMeant(option, wanted)
  const other = alsoCalled[wanted]
  return called || other === undefined ? called : choiceMeant(option, other)
}

/** A sentence for a wish that the agent has no choice for, with what there is. */
export function notOffered(
  agent: string,
  category: StartingCategory,
  wanted: string,
  option: AgentOption | undefined,
): string {
  const has = option
    ? `It has: ${option.choices.map(({ value }) => value).join(', ')}.`
    : `It offers no ${category}s to choose from.`
  return `${agent} has no ${category} “${wanted}”. ${has}`
}
