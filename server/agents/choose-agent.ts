// Which agent answers in a session, and why that one.

import type { Environment } from './environment.ts'
import { findProgram } from './find-program.ts'
import { knownAgent, knownAgents } from './known-agents.ts'

export interface AgentWishes {
  /** What the command line or `CARRYON_AGENT` says. */
  readonly given: string | undefined
  /** What answered in this session before. */
  readonly session: string | undefined
  /** What the config file says. */
  readonly configured: string | undefined
}

export interface ChosenAgent {
  readonly name: string
  /** One sentence for people, where it was not simply asked for. */
  readonly why?: string
}

const other = '--agent takes another, carryon agents lists them.'

export function chooseAgent(wishes: AgentWishes, environment: Environment, directory: string): ChosenAgent {
  const { given, session, configured } = wishes
  if (given !== undefined) return { name: given }
  if (session !== undefined && canStillAnswer(session, environment, directory)) return { name: session }
  const missing =
    session === undefined ? '' : `${labelOf(session)}, which answered here before, is not found any more. `
  if (configured !== undefined)
    return { name: configured, why: `${missing}${labelOf(configured)} is your default; ${other}` }
  const found = knownAgents.find(({ program }) => findProgram(program, environment, directory))
  if (found) return { name: found.name, why: `${missing}${found.label} is the first coding agent found here; ${other}` }
  return {
    name: 'shell',
    why: `${missing}No coding agent was found, so this is your shell. carryon agents says how to get one.`,
  }
}

const labelOf = (name: string): string => knownAgent(name)?.label ?? name

/** What is not known by name is a command of the user's own, and his to keep. */
function canStillAnswer(name: string, environment: Environment, directory: string): boolean {
  const agent = knownAgent(name)
  return agent === undefined || findProgram(agent.program, environment, directory) !== undefined
}
