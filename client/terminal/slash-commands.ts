// What a line that begins with a slash means, and what completes it.

import type { AutocompleteItem, AutocompleteProvider, AutocompleteSuggestions } from './screen.ts'

export interface SlashCommand<Actions> {
  readonly name: string
  /** What may follow, as shown: "[view|approve|drive]". */
  readonly argument?: string
  /** Where only these may follow. */
  readonly choices?: readonly string[]
  readonly description: string
  run(actions: Actions, argument: string): void
}

export type Line<Actions> =
  | { readonly is: 'prompt'; readonly text: string }
  | { readonly is: 'command'; readonly command: SlashCommand<Actions>; readonly argument: string }
  | { readonly is: 'unknown'; readonly name: string }

/**
 * Only a known name, or one word after the slash that could be a name, is a command: `/bin/ls` and `// note` are
 * prompts, and so is everything that begins with a space (`literal`).
 */
export function readLine<A>(text: string, literal: boolean, commands: readonly SlashCommand<A>[]): Line<A> {
  const word = /^\/([A-Za-z][\w-]*)(?:\s+([\s\S]*))?$/.exec(text)
  if (literal || !word) return { is: 'prompt', text }
  const [, name = '', argument = ''] = word
  const command = commands.find((known) => known.name === name)
  return command ? { is: 'command', command, argument: argument.trim() } : { is: 'unknown', name }
}

export class SlashCompletion<Actions> implements AutocompleteProvider {
  readonly #commands: readonly SlashCommand<Actions>[]

  constructor(commands: readonly SlashCommand<Actions>[]) {
    this.#commands = commands
  }

  async getSuggestions(lines: string[], line: number, column: number): Promise<AutocompleteSuggestions | null> {
    const typed = (lines[line] ?? '').slice(0, column)
    if (line > 0 || lines.length > 1) return null
    const word = /^\/([\w-]*)(?:( +)(\w*))?$/.exec(typed)
    if (!word) return null
    const [, name = '', space, argument = ''] = word
    if (space === undefined) return found(this.#named(name), typed)
    const choices = this.#commands.find((command) => command.name === name)?.choices ?? []
    return found(
      choices.filter((choice) => choice.startsWith(argument)).map((choice) => ({ value: choice, label: choice })),
      argument,
    )
  }

  applyCompletion(lines: string[], cursorLine: number, cursorCol: number, item: AutocompleteItem, prefix: string) {
    const line = lines[cursorLine] ?? ''
    const begin = cursorCol - prefix.length
    // The list may be of what was typed a moment ago.
    if (line.slice(begin, cursorCol) !== prefix || !item.value.startsWith(prefix))
      return { lines, cursorLine, cursorCol }
    const completed = line.slice(0, begin) + item.value + line.slice(cursorCol)
    return { lines: lines.with(cursorLine, completed), cursorLine, cursorCol: begin + item.value.length }
  }

  /** Tab completes slash commands only. */
  shouldTriggerFileCompletion(): boolean {
    return false
  }

  #named(beginning: string): AutocompleteItem[] {
    return this.#commands
      .filter(({ name }) => name.startsWith(beginning))
      .map(({ name, argument, description }) => ({
        value: `/${name}`,
        label: argument ? `/${name} ${argument}` : `/${name}`,
        description,
      }))
  }
}

const found = (items: AutocompleteItem[], prefix: string): AutocompleteSuggestions | null =>
  items.length > 0 ? { items, prefix } : null
