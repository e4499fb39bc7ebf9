// The terminal's slash commands: add one here and it is completed, explained by /help and run.

import { shareRoles } from './share-argument.ts'
import type { SlashCommand } from './slash-commands.ts'

/** What a command can do. */
export interface Actions {
  openSession(): void
  share(argument: string): void
  links(argument: string): void
  devices(argument: string): void
  rename(title: string): void
  /** An empty tag takes away the one that is there. */
  tag(tag: string): void
  help(): void
  /** Sends a prompt that is held back; `place` counts from 1, undefined is the first that waits for a decision. */
  send(place: number | undefined): void
  /** Takes a waiting prompt out; the same. */
  drop(place: number | undefined): void
  quit(): void
  say(text: string, tone: 'info' | 'warning'): void
}

export const commands: readonly SlashCommand<Actions>[] = [
  {
    name: 'session',
    description: 'QR code and link for your phone',
    run: (actions) => actions.openSession(),
  },
  {
    name: 'share',
    argument: '[view|approve|drive]',
    choices: shareRoles,
    description: 'link for others; --expires 1h --uses 3',
    run: (actions, argument) => actions.share(argument),
  },
  {
    name: 'links',
    choices: ['revoke'],
    description: 'links that are out; revoke',
    run: (actions, argument) => actions.links(argument),
  },
  {
    name: 'devices',
    choices: ['rename', 'role', 'revoke'],
    description: 'who may come; rename, role, revoke',
    run: (actions, argument) => actions.devices(argument),
  },
  {
    name: 'rename',
    argument: '<title>',
    description: 'give this session a title',
    run: (actions, argument) => {
      if (argument === '') actions.say('/rename takes the new title: /rename Auth refactor', 'info')
      else actions.rename(argument)
    },
  },
  {
    name: 'tag',
    argument: '[tag]',
    description: 'tag this session; without a tag it has none',
    run: (actions, argument) => actions.tag(argument),
  },
  {
    name: 'send',
    argument: '[number]',
    description: 'send a prompt that is held back',
    run: (actions, argument) => withPlace(actions, 'send', argument, (place) => actions.send(place)),
  },
  {
    name: 'drop',
    argument: '[number]',
    description: 'take a waiting prompt out',
    run: (actions, argument) => withPlace(actions, 'drop', argument, (place) => actions.drop(place)),
  },
  { name: 'help', description: 'commands and keys', run: (actions) => actions.help() },
  { name: 'quit', description: 'leave; carryon --continue comes back', run: (actions) => actions.quit() },
]

function withPlace(actions: Actions, name: string, argument: string, run: (place: number | undefined) => void): void {
  const place = argument === '' ? undefined : Number(argument)
  if (place === undefined || (Number.isInteger(place) && place > 0)) run(place)
  else actions.say(`/${name} takes the number of a waiting prompt, not "${argument}".`, 'warning')
}

const keys: readonly (readonly [key: string, does: string])[] = [
  ['Shift+Enter, or \\ Enter', 'new line'],
  ['↑ ↓', 'earlier prompts'],
  ['Esc', 'interrupt what runs'],
  ['Tab', 'complete a command; go to a question that waits'],
  ['Ctrl+C twice, Ctrl+D', 'leave'],
  ['a space before the slash', 'sends the line as it is'],
]

/** Lines for /help, in two columns. */
export function helpLines(): string {
  const named = commands.map(
    ({ name, argument, description }) => [argument ? `/${name} ${argument}` : `/${name}`, description] as const,
  )
  const width = Math.max(...[...named, ...keys].map(([left]) => left.length))
  const lines = (rows: typeof keys): string => rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`).join('\n')
  return `${lines(named)}\n\n${lines(keys)}`
}
