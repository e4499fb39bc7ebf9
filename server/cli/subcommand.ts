// What the subcommands' command lines have in common: help, mistakes as sentences, words and flags.

import { type Command, CommanderError } from 'commander'
import { CommandFailed } from './failure.ts'

/** Undefined where help was asked for and printed. Throws `CommandFailed`. */
export function readSubcommand<Flags extends object>(
  command: Command,
  args: readonly string[],
): { readonly flags: Flags; readonly words: readonly string[] } | undefined {
  command
    .helpOption('-h, --help', 'print this')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
  try {
    const parsed = command.parse(args, { from: 'user' })
    return { flags: parsed.opts<Flags>(), words: parsed.args }
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return undefined
    throw new CommandFailed(`${sentence(error.message)} Run ${command.name()} --help to see what there is.`, 'usage')
  }
}

/** Commander says "error: unknown option '--x'"; we say it as a sentence of our own. */
export function sentence(message: string): string {
  const plain = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .trim()
  const capital = plain.charAt(0).toUpperCase() + plain.slice(1)
  return /[.?!]$/.test(capital) ? capital : `${capital}.`
}
