// The agents carryon knows by name, and how each is started; anything else given to `--agent` is a command that speaks ACP.

import { basename } from 'node:path'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { AgentProfile } from '../room/agent.ts'
import { type AgentCommand, startCommand } from './command.ts'
import { agentEnvironment, type Environment } from './environment.ts'
import { findProgram } from './find-program.ts'
import { type KnownAgent, knownAgent } from './known-agents.ts'
import type { SpawnGroup } from './process-group.ts'
import { unguardedOf } from './unguarded.ts'

export interface AgentSetting {
  readonly directory: string
  readonly environment: Environment
  readonly clock: Clock
  readonly limits: Limits
  /** Starts every process of the agent's. */
  readonly spawn: SpawnGroup
  readonly newId: () => string
  readonly version: string
  /** Why this agent, where nobody asked for it. */
  readonly why?: string
}

/** The profile for `--agent NAME`, or for a command line that speaks ACP. */
export function agentProfile(name: string, setting: AgentSetting): AgentProfile {
  if (name === 'shell') return shellProfile(setting)
  const command = commandOf(name)
  const label = { name, label: command.label, sign: '>', hint: setting.why }
  return { label, start: (listener, opening, stop) => startCommand(command, setting, listener, opening, stop) }
}

/** Why such an agent cannot be started, where its program is not there; a sentence. */
export function absentAgent(name: string, environment: Environment, directory: string): string | undefined {
  if (name === 'shell') return undefined
  const { program, absent } = commandOf(name)
  return findProgram(program, environment, directory) === undefined ? absent : undefined
}

function commandOf(name: string): AgentCommand {
  const known = knownAgent(name)
  return known ? knownCommand(known) : ownCommand(name)
}

function shellProfile(setting: AgentSetting): AgentProfile {
  const { clock, newId, directory, version, spawn } = setting
  const shell = setting.environment.SHELL || '/bin/sh'
  return {
    label: {
      name: 'shell',
      label: `${basename(shell)}, no AI`,
      sign: '$',
      hint: setting.why ?? 'This is your shell. /agent lists the coding agents that can go on with it.',
    },
    // The protocol's library is loaded only now: the QR code is on the screen before it.
    async start(listener, opening) {
      const [{ shellAgent }, { recordedModel, startAcpAgent }] = await Promise.all([
        import('./shell/shell-agent.ts'),
        import('./acp-agent.ts'),
      ])
      const environment = agentEnvironment(setting.environment)
      const { app, endLeftovers } = shellAgent({ shell, environment, clock, spawn, newId })
      const end = async (): Promise<void> => endLeftovers()
      const goneReason = async (): Promise<string> => 'The shell has ended.'
      const target = {
        connection: app,
        model: recordedModel,
        directory,
        version,
        end,
        goneReason,
        clock,
        noMemory: true,
      }
      return startAcpAgent(target, listener, opening)
    },
  }
}

function knownCommand(agent: KnownAgent): AgentCommand {
  const { program, args, label, install, signIn, environment } = agent
  return {
    program,
    args,
    label,
    environment,
    quirks: agent,
    unguarded: unguardedOf(agent.name),
    absent: `${label} is not here: ${program} was not found. Get it: ${install}`,
    notSignedIn: `${label} is not signed in: ${signIn}, then start again.`,
  }
}

function ownCommand(line: string): AgentCommand {
  const [program = line, ...args] = wordsOf(line)
  const label = programOf(line)
  return {
    program,
    args,
    label,
    unguarded: unguardedOf(program),
    absent: `${program} was not found. Is it installed and on the PATH?`,
    notSignedIn: `${label} says that it is not signed in. Sign in with its own command, then start again.`,
  }
}

/** As a shell would part them, with quotes and nothing else. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'))

export const programOf = (line: string): string => basename(wordsOf(line)[0] ?? line)
