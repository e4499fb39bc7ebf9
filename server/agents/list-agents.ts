// What is known about each agent on this machine: found or not, its version, how to get it.

import { execFile } from 'node:child_process'
import { agentEnvironment, type Environment } from './environment.ts'
import { findProgram } from './find-program.ts'
import { type KnownAgent, knownAgents } from './known-agents.ts'

export interface ListedAgent {
  readonly name: string
  readonly label: string
  /** The command that speaks ACP. */
  readonly command: string
  /** Where its program is; null where it was not found. */
  readonly path: string | null
  /** As the program says it; null where it says none in time. */
  readonly version: string | null
  readonly install: string
  readonly signIn: string
  /** What others do and it does not. */
  readonly lacks: KnownAgent['lacks']
  /** What is in the way, where something of it is there already. */
  readonly note?: string
}

/** A program that has not told its version by then is listed without, in milliseconds. */
const patience = 10_000

export function listAgents(environment: Environment, directory: string): Promise<ListedAgent[]> {
  return Promise.all(knownAgents.map((agent) => listed(agent, environment, directory)))
}

async function listed(agent: KnownAgent, environment: Environment, directory: string): Promise<ListedAgent> {
  const { name, label, program, args, install, signIn, lacks = [], without } = agent
  const path = findProgram(program, environment, directory) ?? null
  const version = path === null ? null : await versionOf(path, environment, directory)
  const half = path === null && without !== undefined && findProgram(without, environment, directory) !== undefined
  const note = half ? `${without} is here, but not ${program}, through which others speak with it.` : undefined
  return { name, label, command: [program, ...args].join(' '), path, version, install, signIn, lacks, note }
}

function versionOf(path: string, environment: Environment, directory: string): Promise<string | null> {
  const options = { env: agentEnvironment(environment), cwd: directory, timeout: patience, encoding: 'utf8' as const }
  return new Promise((resolve) => {
    const child = execFile(path, ['--version'], { ...options, killSignal: 'SIGKILL' }, (error, output) =>
      resolve(error ? null : (/\d+\.\d+[\w.+-]*/.exec(output)?.[0] ?? null)),
    )
    // An adapter that knows no such flag waits for its client to speak; there is none.
    child.stdin?.end()
  })
}
