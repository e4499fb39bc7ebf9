// `carryon agents`: which coding agents are on this machine, whether you are signed in, and how to get the others.

import { knownAgent } from '../agents/known-agents.ts'
import { type ListedAgent, listAgents } from '../agents/list-agents.ts'
import { recordedSpawn } from '../agents/process-records.ts'
import { type SignIn, signInOf } from '../agents/sign-in.ts'
import { readConfig } from '../store/config.ts'
import { carryonHome, type Machine } from './machine.ts'

/** How long an agent that is only asked whether it is ready may take to be, in milliseconds. */
const patience = 20_000

interface Row extends ListedAgent {
  /** Undefined of one that is not here or was not asked. */
  readonly signedIn?: SignIn
}

interface Asked {
  readonly json: boolean
  /** Starts each that is here, to see whether its user is signed in. */
  readonly check: boolean
}

/** The list, for people or as JSON for programs. */
export async function agentsHere({ json, check }: Asked, machine: Machine): Promise<string> {
  const { agent: preferred } = readConfig(carryonHome(machine))
  const listed = await listAgents(machine.environment, machine.directory)
  const rows = check ? await Promise.all(listed.map((agent) => checked(agent, machine))) : listed
  return json ? JSON.stringify({ default: preferred ?? null, agents: rows }, undefined, 2) : forPeople(rows, preferred)
}

async function checked(listed: ListedAgent, machine: Machine): Promise<Row> {
  const agent = knownAgent(listed.name)
  if (!agent || listed.path === null) return listed
  const { environment, clock, newId, version } = machine
  const limits = { ...machine.limits, agentStart: patience }
  const spawn = recordedSpawn(carryonHome(machine))
  return { ...listed, signedIn: await signInOf(agent, { environment, clock, limits, spawn, newId, version }) }
}

function forPeople(agents: readonly Row[], preferred: string | undefined): string {
  const width = Math.max(...agents.map(({ name }) => name.length))
  const indent = ' '.repeat(width + 2)
  const lines = agents.flatMap((agent) => {
    const { name, label, path, version, install, note } = agent
    const first = path === null ? `not found · ${install}` : `${label}: ${version ?? 'found'}, ${path}`
    const more = path === null ? (note ? [note] : []) : aboutFound(agent)
    return [`${name.padEnd(width)}  ${first}`, ...more.map((line) => indent + line)]
  })
  const shell = `${'shell'.padEnd(width)}  your own shell, always there; no AI`
  const which =
    preferred === undefined
      ? 'Without --agent the first one found is taken.\nAnother default: {"agent": "…"} in config.json'
      : `Your default is ${preferred}, set in config.json.`
  return [...lines, shell, '', which, 'Anything else that speaks ACP: --agent "<its command>"'].join('\n')
}

function aboutFound({ signedIn, signIn, lacks = [] }: Row): string[] {
  return [signInWords(signedIn, signIn), ...lacks.map(({ what, why }) => `Not available: ${what}; ${why}.`)]
}

function signInWords(signedIn: SignIn | undefined, how: string): string {
  switch (signedIn?.is) {
    case 'yes':
      return 'Ready: signed in, or without need to.'
    case 'no':
      return `Not signed in: ${how}.`
    case 'unknown':
      return `Whether you are signed in is not known. ${signedIn.trouble} To sign in: ${how}.`
    case undefined:
      return `To sign in: ${how}.`
  }
}
