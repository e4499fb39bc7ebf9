// Completes what is written: slash commands, and after an `@` the names of files.

import type { Clock } from '../../shared/clock.ts'
import type { CommandWords } from '../commands/command.ts'
import { completionsOf } from '../commands/completion.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { FileNames } from './file-names.ts'
import type { AutocompleteItem, AutocompleteProvider, AutocompleteSuggestions } from './screen.ts'
import type { SessionNow } from './session-now.ts'

/** A name with spaces is in quotes, as agents take it. */
const afterAt = /(?:^|\s)(@(?:"[^"]*|[^\s"]*))$/

export interface CompletionOptions {
  readonly commands: () => readonly CommandWords[]
  readonly connection: Connection
  readonly session: SessionNow
  readonly clock: Clock
}

export class EditorCompletion implements AutocompleteProvider {
  readonly #options: CompletionOptions
  readonly #files: FileNames

  constructor(options: CompletionOptions) {
    this.#options = options
    const { session, clock } = options
    this.#files = new FileNames(
      () => session.info.directory,
      () => clock.now(),
    )
  }

  async getSuggestions(lines: string[], line: number, column: number): Promise<AutocompleteSuggestions | null> {
    const typed = (lines[line] ?? '').slice(0, column)
    const at = afterAt.exec(typed)?.[1]
    if (at !== undefined) return this.#names(at)
    return line > 0 || lines.length > 1 ? null : this.#commands(typed)
  }

  async #names(prefix: string): Promise<AutocompleteSuggestions | null> {
    const { connection } = this.#options
    // What a shell means by it is no file.
    if (connection.view.state?.agent.name === 'shell') return null
    const names = await this.#files.fitting(prefix.replace(/^@"?/, ''))
    const items = names
      // A name that would be shown otherwise than it is cannot be written.
      .filter((name) => plainLine(name) === name)
      .map((name) => ({ value: /[\s"]/.test(name) ? `@"${name}"` : `@${name}`, label: name }))
    return items.length > 0 ? { items, prefix } : null
  }

  #commands(typed: string): AutocompleteSuggestions | null {
    const { commands, connection } = this.#options
    const found = completionsOf(typed, commands(), connection.view.state)
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
    const isFile = prefix.startsWith('@')
    // The list may be of what was typed a moment ago.
    const fits = isFile || item.value.toLowerCase().startsWith(prefix.toLowerCase())
    if (line.slice(begin, cursorCol) !== prefix || !fits) return { lines, cursorLine, cursorCol }
    // Into a folder one goes on; after a file one writes on.
    const value = isFile && !item.value.endsWith('/') ? `${item.value} ` : item.value
    const completed = line.slice(0, begin) + value + line.slice(cursorCol)
    return { lines: lines.with(cursorLine, completed), cursorLine, cursorCol: begin + value.length }
  }

  /** Tab completes only what is completed while it is typed. */
  shouldTriggerFileCompletion(lines: string[], line: number, column: number): boolean {
    return afterAt.test((lines[line] ?? '').slice(0, column))
  }
}
