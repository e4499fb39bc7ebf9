// Completes slash commands in the editor.

import type { CommandWords } from '../commands/command.ts'
import { completionsOf } from '../commands/completion.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import type { AutocompleteItem, AutocompleteProvider, AutocompleteSuggestions } from './screen.ts'

export class SlashCompletion implements AutocompleteProvider {
  readonly #commands: () => readonly CommandWords[]
  readonly #connection: Connection

  constructor(commands: () => readonly CommandWords[], connection: Connection) {
    this.#commands = commands
    this.#connection = connection
  }

  async getSuggestions(lines: string[], line: number, column: number): Promise<AutocompleteSuggestions | null> {
    if (line > 0 || lines.length > 1) return null
    const typed = (lines[line] ?? '').slice(0, column)
    const found = completionsOf(typed, this.#commands(), this.#connection.view.state)
    if (!found) return null
    const items = found.items.map(({ value, label, description }) => ({
      value,
      label: plainLine(label),
      description: description && plainLine(description),
    }))
    return { items, prefix: found.prefix }
  }

  applyCompletion(lines: string[], cursorLine: number, cursorCol: number, item: AutocompleteItem, prefix: string) {
    const line = lines[cursorLine] ?? ''
    const begin = cursorCol - prefix.length
    // The list may be of what was typed a moment ago.
    if (line.slice(begin, cursorCol) !== prefix || !item.value.toLowerCase().startsWith(prefix.toLowerCase()))
      return { lines, cursorLine, cursorCol }
    const completed = line.slice(0, begin) + item.value + line.slice(cursorCol)
    return { lines: lines.with(cursorLine, completed), cursorLine, cursorCol: begin + item.value.length }
  }

  /** Tab completes slash commands only. */
  shouldTriggerFileCompletion(): boolean {
    return false
  }
}
