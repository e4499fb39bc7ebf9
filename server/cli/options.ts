// The command line: flags as Claude Code's users know them, each also an environment variable.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { StartingOptions } from '../../shared/starting-options.ts'
import { type Proxies, parseProxies } from '../web/forwarded.ts'
import { parsePublicUrl } from '../web/origins.ts'
import { type AccessCommand, parseAccess } from './access-options.ts'
import { CommandFailed } from './failure.ts'
import { meantCommand } from './meant-command.ts'
import { type PrintFlags, type PrintOptions, printFlags, readPrint } from './print-options.ts'
import type { SessionsOptions } from './sessions.ts'
import { readSubcommand, sentence } from './subcommand.ts'

export interface CommandOptions {
  readonly firstPrompt: string | undefined
  readonly remote: boolean
  readonly host: string | undefined
  readonly port: number | undefined
  readonly publicUrl: URL | undefined
  /** Files in PEM form. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly proxies: Proxies | undefined
  /** A code lets a device in only after its number was confirmed. */
  readonly confirm: boolean
  readonly session: SessionChoice
  readonly agent: string | undefined
  readonly starting: StartingOptions
  /** A command that announces what is finished, or waits. */
  readonly notify: string | undefined
}

export type SessionChoice =
  | { readonly kind: 'new' /** Beside the session that is gone on with. */; readonly task?: boolean }
  | { readonly kind: 'continue' }
  /** An id, or what is in a title, prompt or tag. */
  | { readonly kind: 'resume'; readonly id: string }
  /** To be chosen from a list. */
  | { readonly kind: 'pick' }

type Environment = { readonly [name: string]: string | undefined }

interface Flags extends PrintFlags {
  remote?: boolean
  host?: string
  port?: number
  publicUrl?: URL
  confirm?: boolean
  tlsCert?: string
  tlsKey?: string
  trustProxy?: Proxies
  continue?: boolean
  /** True where nothing was said of which. */
  resume?: string | true
  agent?: string
  model?: string
  permissionMode?: string
  dangerouslySkipPermissions?: boolean
  notify?: string
}

export type Parsed =
  | { readonly kind: 'run'; readonly options: CommandOptions }
  | { readonly kind: 'print'; readonly options: CommandOptions; readonly print: PrintOptions }
  /** With `check` each is started, to see whether its user is signed in. */
  | { readonly kind: 'agents'; readonly json: boolean; readonly check: boolean }
  | { readonly kind: 'sessions'; readonly options: SessionsOptions }
  | AccessCommand
  | { readonly kind: 'said' }

/** Reads the arguments after the program's name. `said`: help or version was asked for and printed. Throws `CommandFailed`. */
export function parseCommand(args: readonly string[], version: string, environment: Environment): Parsed {
  if (args[0] === 'agents') return parseAgents(args.slice(1))
  if (args[0] === 'sessions') return parseSessions(args.slice(1))
  const access = parseAccess(args)
  if (access) return access === 'said' ? { kind: 'said' } : access
  const command = definition(version)
  passOverEmpty(command, environment)
  try {
    command.parse(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return { kind: 'said' }
    if (error.code === 'commander.excessArguments') {
      throw new CommandFailed('There is more than one prompt. Put a prompt of several words in quotes.', 'usage')
    }
    throw new CommandFailed(`${sentence(error.message)} Run carryon --help to see what there is.`, 'usage')
  }
  const flags = command.opts<Flags>()
  const source = (name: string): boolean => command.getOptionValueSource(name) === 'cli'
  if (flags.continue && flags.resume !== undefined && source('continue') && source('resume')) {
    throw new CommandFailed('--continue and --resume exclude each other. Give one of them.', 'usage')
  }
  const { host, port, publicUrl, agent, notify, resume } = flags
  // Commander takes any value of a flag's variable as a yes.
  const on = (name: keyof typeof variables): boolean => (source(name) ? true : isYes(environment[variables[name]]))
  const resumes = resume !== undefined && !source('continue')
  const otherwise = { kind: on('continue') ? 'continue' : 'new' } as const
  const session = resumes ? resumed(resume) : otherwise
  const starting = { mode: modeIn(flags, source), model: flags.model }
  const options = {
    firstPrompt: command.args[0],
    remote: on('remote'),
    confirm: on('confirm'),
    tls: bothOf(flags.tlsCert, flags.tlsKey),
    proxies: flags.trustProxy,
    host,
    port,
    publicUrl,
    agent,
    starting,
    notify,
    session,
  }
  const print = readPrint(flags, { prints: on('print'), source, session, starting })
  const meant = print ? undefined : meantCommand(command.args[0] ?? '')
  if (meant) {
    throw new CommandFailed(
      `There is no command ${command.args[0]}. carryon ${meant} is one; a message of that word is typed in the session.`,
      'usage',
    )
  }
  return print ? { kind: 'print', options, print } : { kind: 'run', options }
}

/** Undefined where the agent's own stands. */
function modeIn({ permissionMode, dangerouslySkipPermissions }: Flags, source: (name: string) => boolean) {
  if (!dangerouslySkipPermissions) return permissionMode
  if (source('permissionMode') && permissionMode !== 'bypassPermissions') {
    throw new CommandFailed(
      '--dangerously-skip-permissions and --permission-mode exclude each other. Give one of them.',
      'usage',
    )
  }
  return 'bypassPermissions'
}

/** A variable that is set to nothing is as good as not set; that nobody is to be told of a task is said in this very way. */
function passOverEmpty({ options }: Command, environment: Environment): void {
  for (const option of options) {
    if (option.envVar !== 'CARRYON_NOTIFY' && environment[option.envVar ?? ''] === '') option.envVar = undefined
  }
}

const resumed = (which: string | true): SessionChoice =>
  which === true ? { kind: 'pick' } : { kind: 'resume', id: which }

function parseAgents(args: readonly string[]): Parsed {
  const command = new Command('carryon agents')
    .description('Which coding agents are on this machine, and how to get the others.')
    .option('--json', 'as JSON, for programs')
    .option('--no-check', 'do not start them to see whether you are signed in')
  const read = readSubcommand<{ json?: boolean; check: boolean }>(command, args)
  return read ? { kind: 'agents', json: read.flags.json ?? false, check: read.flags.check } : { kind: 'said' }
}

function parseSessions(args: readonly string[]): Parsed {
  const command = new Command('carryon sessions')
    .description('The sessions of this directory, newest first.')
    .option('--all', 'those of every directory')
    .option('--search <text>', 'those whose title, prompt, tag or id has this')
    .option('--json', 'as JSON, for programs')
  const read = readSubcommand<{ all?: boolean; search?: string; json?: boolean }>(command, args)
  if (!read) return { kind: 'said' }
  const { all = false, search, json = false } = read.flags
  return { kind: 'sessions', options: { all, search, json } }
}

const variables = {
  remote: 'CARRYON_REMOTE',
  continue: 'CARRYON_CONTINUE',
  print: 'CARRYON_PRINT',
  confirm: 'CARRYON_CONFIRM',
} as const

const definition = (version: string): Command => {
  const command = new Command('carryon')
    .description('Start a coding-agent session here, carry on from your phone.')
    .usage('[options] [prompt]')
    .argument('[prompt]', 'the first prompt')
    .addOption(new Option('--remote', 'let your phone in: listen, and show a QR code').env('CARRYON_REMOTE'))
    .addOption(new Option('-c, --continue', "go on with this directory's newest session").env('CARRYON_CONTINUE'))
    .addOption(
      new Option('-r, --resume [session]', 'go on with the one of this id or title, or choose from a list').env(
        'CARRYON_RESUME',
      ),
    )
    .addOption(new Option('--agent <name>', 'what answers: claude, codex, …, shell, or a command').env('CARRYON_AGENT'))
    .addOption(new Option('--model <name>', 'which model answers, as /model names it').env('CARRYON_MODEL'))
    .addOption(
      new Option('--permission-mode <mode>', 'how the agent begins: plan, acceptEdits, …, as /mode names it').env(
        'CARRYON_PERMISSION_MODE',
      ),
    )
    .addOption(new Option('--dangerously-skip-permissions', 'the same as --permission-mode bypassPermissions'))
    .addOption(
      new Option(
        '--notify <command>',
        'run this when a task is finished or something waits for you; CARRYON_TASK_TITLE and others tell it',
      ).env('CARRYON_NOTIFY'),
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this')
  return reachFlags(printFlags(command.optionsGroup('One prompt, without a terminal:')))
    .addHelpText('after', others)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ optionDescription: ({ description }) => description })
}

const reachFlags = (command: Command): Command =>
  command
    .optionsGroup('How devices reach it, with --remote:')
    .addOption(new Option('--host <address>', 'listen at this address only').env('CARRYON_HOST').argParser(addressOf))
    .addOption(new Option('--port <port>', 'listen at this port').env('CARRYON_PORT').argParser(portOf))
    .addOption(
      new Option('--public-url <url>', 'how others reach it through a proxy')
        .env('CARRYON_PUBLIC_URL')
        .argParser(urlOf),
    )
    .addOption(new Option('--tls-cert <file>', 'speak TLS with this certificate, in PEM form').env('CARRYON_TLS_CERT'))
    .addOption(new Option('--tls-key <file>', 'and with its key').env('CARRYON_TLS_KEY'))
    .addOption(
      new Option('--trust-proxy <addresses>', 'believe these proxies where a connection comes from')
        .env('CARRYON_TRUST_PROXY')
        .argParser(proxiesOf),
    )
    .addOption(
      new Option('--confirm', 'a scanned code lets nobody in before you confirm the number on the device').env(
        'CARRYON_CONFIRM',
      ),
    )

const others = `
Flags are environment variables as well, but for --dangerously-skip-permissions: --public-url is CARRYON_PUBLIC_URL.

Other commands:
  carryon sessions     what can be gone on with
  carryon agents       which coding agents are here, and how to get the others
  carryon devices      who may come; rename, revoke
  carryon links        links that are out; revoke
  carryon audit        who did what in a session
  carryon keys rotate  new keys; every device pairs anew`

/** Flags take no value; as environment variables `0`, `false`, `no` and nothing are off. */
const isYes = (value: string | undefined): boolean => !['', '0', 'false', 'no'].includes(value?.toLowerCase() ?? '')

/** Nothing at all would be every address there is. */
function addressOf(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('An address is one of this computer, like 127.0.0.1.')
  return value
}

function portOf(value: string): number {
  const port = Number(value)
  if (!/^\d+$/.test(value) || port > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.')
  return port
}

function bothOf(cert: string | undefined, key: string | undefined): CommandOptions['tls'] {
  if (cert && key) return { cert, key }
  if (cert || key) throw new CommandFailed('--tls-cert and --tls-key belong together. Give both of them.', 'usage')
  return undefined
}

function proxiesOf(value: string): Proxies {
  const proxies = parseProxies(value)
  if (typeof proxies === 'string') throw new InvalidArgumentError(proxies)
  return proxies
}

function urlOf(value: string): URL {
  const url = parsePublicUrl(value)
  if (typeof url === 'string') throw new InvalidArgumentError(url)
  return url
}
