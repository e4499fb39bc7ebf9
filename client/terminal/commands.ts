// The slash commands that only the terminal has; what runs on phones as well is in `client/commands`.

import type { Choice, CommandWords } from '../commands/command.ts'
import { wrapped } from './columns.ts'
import { indent } from './rows.ts'
import { shareRoles } from './share-argument.ts'

export interface TerminalCommand extends CommandWords {
  run(actions: Actions, argument: string): void
}

/** What a command can do. */
export interface Actions {
  openSession(): void
  share(argument: string): void
  links(argument: string): void
  devices(argument: string): void
  help(): void
  /** Sends a prompt that is held back; `place` counts from 1, undefined is the first that waits for a decision. */
  send(place: number | undefined): void
  /** Puts a waiting prompt into the editor, to be changed; undefined is the last. */
  edit(place: number | undefined): void
  /** Takes a waiting prompt out; the same. */
  drop(place: number | undefined): void
  /** A picture for the next prompt. */
  image(path: string): void
  /** The `place`th newest edit in full. */
  diff(place: number): void
  /** All of what the `place`th newest call printed. */
  output(place: number): void
  /** Lists the prompts of the conversation, to go back to before one. */
  rewind(): void
  quit(): void
  say(text: string, tone: 'info' | 'warning'): void
}

const oneOf = (values: readonly string[]) => (): readonly Choice[] => values.map((value) => ({ value }))

export const terminalCommands: readonly TerminalCommand[] = [
  {
    name: 'session',
    description: 'QR code and link for your phone',
    run: (actions) => actions.openSession(),
  },
  {
    name: 'share',
    argument: '[view|approve|drive]',
    choices: oneOf(shareRoles),
    description: 'link for others; --expires 1h --uses 3',
    run: (actions, argument) => actions.share(argument),
  },
  {
    name: 'links',
    choices: oneOf(['revoke']),
    description: 'links that are out; revoke',
    run: (actions, argument) => actions.links(argument),
  },
  {
    name: 'devices',
    choices: oneOf(['rename', 'role', 'revoke']),
    description: 'who may come; rename, role, revoke',
    run: (actions, argument) => actions.devices(argument),
  },
  {
    name: 'image',
    argument: '<path>',
    description: 'a picture for your message; or drop its file here',
    run: (actions, argument) => {
      if (argument === '') actions.say('/image takes the path of a picture: /image ~/shot.png', 'info')
      else actions.image(argument)
    },
  },
  {
    name: 'diff',
    argument: '[number]',
    description: 'an edit in full: the one asked about, or the newest',
    run: (actions, argument) => ago(actions, 'diff', 'edits', argument, (place) => actions.diff(place)),
  },
  {
    name: 'output',
    argument: '[number]',
    description: 'all of what the newest call printed',
    run: (actions, argument) => ago(actions, 'output', 'outputs', argument, (place) => actions.output(place)),
  },
  {
    name: 'rewind',
    description: 'back to before an earlier message, to change it',
    run: (actions) => actions.rewind(),
  },
  {
    name: 'send',
    argument: '[number]',
    description: 'send a prompt that is held back',
    run: (actions, argument) => withPlace(actions, 'send', argument, (place) => actions.send(place)),
  },
  {
    name: 'edit',
    argument: '[number]',
    description: 'change a prompt that waits',
    run: (actions, argument) => withPlace(actions, 'edit', argument, (place) => actions.edit(place)),
  },
  {
    name: 'drop',
    argument: '[number]',
    description: 'take a waiting prompt out',
    run: (actions, argument) => withPlace(actions, 'drop', argument, (place) => actions.drop(place)),
  },
  { name: 'help', description: 'commands and keys', run: (actions) => actions.help() },
  { name: 'exit', description: 'leave; carryon --continue comes back', run: (actions) => actions.quit() },
  { name: 'quit', description: 'the same', run: (actions) => actions.quit() },
]

function ago(actions: Actions, name: string, what: string, argument: string, run: (place: number) => void): void {
  const place = argument === '' ? 1 : Number(argument)
  if (Number.isInteger(place) && place > 0) run(place)
  else
    actions.say(
      `/${name} takes how many ${what} ago, not "${argument}": /${name} 2 is the one before the last.`,
      'warning',
    )
}

function withPlace(actions: Actions, name: string, argument: string, run: (place: number | undefined) => void): void {
  const place = argument === '' ? undefined : Number(argument)
  if (place === undefined || (Number.isInteger(place) && place > 0)) run(place)
  else actions.say(`/${name} takes the number of a waiting prompt, not "${argument}".`, 'warning')
}

const keys: readonly (readonly [key: string, does: string])[] = [
  ['Shift+Enter, or \\ Enter', 'new line'],
  ['↑ ↓', 'prompts of yours that wait, to be changed; earlier ones'],
  ['Ctrl+R', 'look for an earlier prompt, of other sessions here, too; again for an older one'],
  ['Esc, Ctrl+C', 'interrupt what runs; yours that wait are taken back'],
  ['Esc twice', 'clear what is written, or go back to before an earlier message'],
  ['Shift+Tab', 'the next mode of the agent'],
  ['!command', 'runs here; what it prints goes with your next message'],
  ['@', 'names of files, to be completed'],
  ['Tab', 'complete a command; go to a question that waits'],
  ['Ctrl+X', 'take back the access of the device just named'],
  ['Ctrl+C twice, Ctrl+D', 'leave'],
  ['a space before the slash', 'sends the line as it is'],
]

/** A window this narrow has no room for two columns. */
const narrow = 64

/** What is longer stands on a line of its own: agents have commands that take much. */
const widestName = 28

/** Lines for /help, in two columns; in a narrow window what a command does stands under it. */
export function helpLines(commands: readonly CommandWords[], columns: number): string {
  const named = commands.map(
    ({ name, argument, description }) => [argument ? `/${name} ${argument}` : `/${name}`, description] as const,
  )
  const width = Math.min(Math.max(...[...named, ...keys].map(([left]) => left.length)), widestName)
  const beside = ' '.repeat(width + 2)
  const line = (left: string, right: string): string => {
    if (columns < narrow) {
      const under = wrapped(right, columns - 2 * indent.length).map((row) => indent + row)
      return [left, ...under].join('\n')
    }
    const [first = '', ...more] = wrapped(right, columns - indent.length - beside.length)
    const begin = left.length > width ? `${left}\n${beside}${first}` : `${left.padEnd(width)}  ${first}`
    return [begin, ...more.map((row) => beside + row)].join('\n')
  }
  const lines = (rows: typeof keys): string => rows.map(([left, right]) => line(left, right)).join('\n')
  return `${lines(named)}\n\n${lines(keys)}`
}
