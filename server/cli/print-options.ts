// The flags of `--print`: what is printed, and what is allowed where nobody is there to be asked.

import { type Command, InvalidArgumentError, Option } from 'commander'
import { type AllowRule, parseAllowRule } from '../../client/print/allow-rules.ts'
import { type PermissionMode, type PermissionPolicy, permissionModes } from '../../client/print/permission-policy.ts'
import type { StartingOptions } from '../../shared/starting-options.ts'
import { CommandFailed } from './failure.ts'
import type { SessionChoice } from './options.ts'

const outputFormats = ['text', 'json', 'stream-json'] as const
type OutputFormat = (typeof outputFormats)[number]

export interface PrintOptions {
  readonly format: OutputFormat
  readonly policy: PermissionPolicy
  readonly model: string | undefined
}

export interface PrintFlags {
  print?: boolean
  outputFormat?: OutputFormat
  allow?: readonly AllowRule[]
}

export const printFlags = (command: Command): Command =>
  command
    .addOption(new Option('-p, --print', 'answer one prompt and end; needs no terminal').env('CARRYON_PRINT'))
    .addOption(
      new Option('--output-format <format>', 'text, json or stream-json')
        .env('CARRYON_OUTPUT_FORMAT')
        .choices(outputFormats),
    )
    .addOption(
      new Option('--allow <pattern>', "a tool, or 'Bash(npm run *)'; may be given more than once")
        .env('CARRYON_ALLOW')
        .argParser(rulesOf),
    )

interface Around {
  readonly prints: boolean
  /** The flag was given on the command line. */
  readonly source: (name: string) => boolean
  readonly session: SessionChoice
  readonly starting: StartingOptions
}

/** Undefined where nothing is to be printed. Throws `CommandFailed`. */
export function readPrint(flags: PrintFlags, { prints, source, session, starting }: Around): PrintOptions | undefined {
  if (!prints) {
    for (const [name, flag] of Object.entries(onlyPrinting)) {
      if (source(name)) throw new CommandFailed(`${flag} goes with --print only. Add -p, or leave it out.`, 'usage')
    }
    return undefined
  }
  if (source('remote')) {
    throw new CommandFailed(
      '--print lets no device in, so --remote does not go with it. Leave one of them out; carryon --continue --remote goes on with it on a phone.',
      'usage',
    )
  }
  if (session.kind === 'pick') {
    throw new CommandFailed('With --print, --resume needs to be told which: its id, or words of its title.', 'usage')
  }
  const { outputFormat = 'text', allow = [] } = flags
  const mode = starting.mode === undefined ? undefined : permissionMode(starting.mode)
  return { format: outputFormat, policy: { mode, rules: allow }, model: starting.model }
}

/** Rules answer in each of these; what another mode of an agent's lets through nobody here knows. */
function permissionMode(wanted: string): PermissionMode {
  const mode = permissionModes.find((one) => one === wanted)
  if (mode) return mode
  throw new CommandFailed(
    `--print has no permission mode “${wanted}”. There are: ${permissionModes.join(', ')}.`,
    'usage',
  )
}

const onlyPrinting = {
  outputFormat: '--output-format',
  allow: '--allow',
} as const

/** One on the command line; the variable may hold several, one a line. */
function rulesOf(text: string, before: readonly AllowRule[] = []): readonly AllowRule[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return [...before, ...lines.flatMap(ruleOf)]
}

function ruleOf(text: string): AllowRule[] {
  const rule = parseAllowRule(text)
  if (rule) return rule
  throw new InvalidArgumentError(
    `It takes a tool's name, or a pattern for a command: Edit, 'Bash(git status)', 'Bash(npm run *)'.`,
  )
}
