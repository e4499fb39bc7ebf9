// `carryon agents`: which coding agents are on this machine, and how to get the others.

import { type ListedAgent, listAgents } from '../agents/list-agents.ts'
import { readConfig } from '../store/config.ts'
import { carryonHome, type Machine } from './machine.ts'

/** Prints the list, for people or as JSON for programs. */
export async function printAgents(json: boolean, machine: Machine): Promise<void> {
  const { agent: preferred } = readConfig(carryonHome(machine))
  const agents = await listAgents(machine.environment, machine.directory)
  const text = json
    ? JSON.stringify({ default: preferred ?? null, agents }, undefined, 2)
    : forPeople(agents, preferred)
  await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()))
}

function forPeople(agents: readonly ListedAgent[], preferred: string | undefined): string {
  const width = Math.max(...agents.map(({ name }) => name.length))
  const indent = ' '.repeat(width + 2)
  const lines = agents.flatMap(({ name, label, path, version, install, signIn, note }) => {
    const first = path === null ? `not found. Get it: ${install}` : `${version ?? 'found'}, ${path}`
    const more = path === null ? note : `To sign in: ${signIn}.`
    return [`${name.padEnd(width)}  ${label}: ${first}`, ...(more ? [indent + more] : [])]
  })
  const shell = `${'shell'.padEnd(width)}  your own shell, always there; no AI`
  const which =
    preferred === undefined
      ? 'Without --agent the first one found is taken. Set another default in config.json: {"agent": "…"}'
      : `Your default is ${preferred}, set in config.json.`
  return [...lines, shell, '', which, 'Anything else that speaks ACP: --agent "<its command>"'].join('\n')
}
