// What could follow what was typed: names of commands after the slash, then what a command takes.

import type { RoomState } from '../../shared/room-state.ts'
import type { CommandWords } from './command.ts'

export interface Completion {
  /** Stands in place of what was typed. */
  readonly value: string
  readonly label: string
  readonly description?: string
}

export interface Completions {
  readonly items: readonly Completion[]
  /** The end of what was typed that an item replaces. */
  readonly prefix: string
}

/** Undefined where nothing fits. `typed` is what stands before the cursor. */
export function completionsOf(
  typed: string,
  commands: readonly CommandWords[],
  state: RoomState | undefined,
): Completions | undefined {
  const [, name = '', space, argument = ''] = /^\/([\w:.-]*)(?:( +)(\S*))?$/.exec(typed) ?? []
  if (!typed.startsWith('/')) return undefined
  if (space === undefined) return typed === `/${name}` ? found(named(name, commands), typed) : undefined
  const choices = commands.find((command) => command.name === name)?.choices?.(state) ?? []
  const fitting = choices.filter(({ value }) => value.toLowerCase().startsWith(argument.toLowerCase()))
  return found(
    fitting.map(({ value, description }) => ({ value, label: value, description })),
    argument,
  )
}

const named = (beginning: string, commands: readonly CommandWords[]): Completion[] =>
  commands
    .filter(({ name }) => name.startsWith(beginning))
    .map(({ name, argument, description }) => ({
      value: `/${name}`,
      label: argument ? `/${name} ${argument}` : `/${name}`,
      description,
    }))

const found = (items: readonly Completion[], prefix: string): Completions | undefined =>
  items.length > 0 ? { items, prefix } : undefined
