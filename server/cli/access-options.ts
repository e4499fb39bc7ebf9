// The command lines of `carryon devices`, `links`, `keys` and `audit`.

import { Command } from 'commander'
import { CommandFailed } from './failure.ts'
import { readSubcommand } from './subcommand.ts'

interface AuditCommand {
  readonly kind: 'audit'
  readonly session: string | undefined
  readonly json: boolean
}

export type DecidingCommand =
  | { readonly kind: 'devices'; readonly act: 'list'; readonly json: boolean }
  | { readonly kind: 'devices'; readonly act: 'rename'; readonly which: string; readonly name: string }
  | { readonly kind: 'devices'; readonly act: 'revoke'; readonly which: string }
  | { readonly kind: 'links'; readonly act: 'list'; readonly json: boolean }
  | { readonly kind: 'links'; readonly act: 'revoke'; readonly which: string }
  | { readonly kind: 'keys'; readonly act: 'rotate' }

export type AccessCommand = DecidingCommand | AuditCommand

const names = ['devices', 'links', 'keys', 'audit'] as const
type Name = (typeof names)[number]

/** Undefined where it is none of these; `said` where help was asked for and printed. Throws `CommandFailed`. */
export function parseAccess(args: readonly string[]): AccessCommand | 'said' | undefined {
  const name = names.find((known) => known === args[0])
  if (!name) return undefined
  const read = readSubcommand<{ json?: boolean }>(definitions[name](), args.slice(1))
  if (!read) return 'said'
  const { words, flags } = read
  return readers[name](words, flags.json ?? false)
}

const definitions: { readonly [N in Name]: () => Command } = {
  devices: () =>
    new Command('carryon devices')
      .description('Who may come: lists devices, names one, takes the access of one back.')
      .usage('[--json] | rename <device> <name> | revoke <device>')
      .argument('[words...]', 'a device is meant by its name or the beginning of its id')
      // An id may begin with a dash.
      .passThroughOptions()
      .option('--json', 'as JSON, for programs'),
  links: () =>
    new Command('carryon links')
      .description('Links that are out: lists them, takes one back with the access of all who came by it.')
      .usage('[--json] | revoke <link>')
      .argument('[words...]', 'a link is meant by the beginning of its id')
      .passThroughOptions()
      .option('--json', 'as JSON, for programs'),
  keys: () =>
    new Command('carryon keys')
      .description('rotate: makes new keys, and ends the access of every device and link.')
      .usage('rotate')
      .argument('[words...]'),
  audit: () =>
    new Command('carryon audit')
      .description(
        "Who prompted, who allowed what, who came and went in a session; without one, this directory's newest.",
      )
      .argument('[session]', 'the beginning of its id, or words of its title')
      .option('--json', 'as JSON, for programs'),
}

const readers: { readonly [N in Name]: (words: readonly string[], json: boolean) => AccessCommand } = {
  devices([act, which, ...name], json) {
    if (act === undefined) return { kind: 'devices', act: 'list', json }
    if (act === 'rename' && which !== undefined && name.length > 0) {
      return { kind: 'devices', act, which, name: name.join(' ') }
    }
    if (act === 'revoke' && which !== undefined && name.length === 0) return { kind: 'devices', act, which }
    throw wrong('devices')
  },
  links([act, which, ...more], json) {
    if (act === undefined) return { kind: 'links', act: 'list', json }
    if (act === 'revoke' && which !== undefined && more.length === 0) return { kind: 'links', act, which }
    throw wrong('links')
  },
  keys([act, ...more]) {
    if (act === 'rotate' && more.length === 0) return { kind: 'keys', act }
    throw wrong('keys')
  },
  audit: ([session], json) => ({ kind: 'audit', session, json }),
}

const wrong = (name: Name) =>
  new CommandFailed(`carryon ${name} takes other words. Run carryon ${name} --help to see them.`, 'usage')
