// `carryon agents`: what is said of agents that are here, ready or signed out, and of those that are not.

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { agentsHere } from '../../server/cli/agents.ts'
import { systemClock } from '../../shared/clock.ts'
import { aMachine } from '../harness/test-host.ts'

/** A machine on which these agents are, each of which is one of the tests' scripts. */
function machineWith(scripts: Readonly<Record<string, string>>) {
  const machine = aMachine()
  const programs = join(machine.home, 'programs')
  mkdirSync(programs)
  for (const [name, script] of Object.entries(scripts)) {
    const path = join(import.meta.dirname, '..', 'agents', script)
    const version = '[ "$1" = --version ] && { echo "version 1.2.3"; exit; }'
    writeFileSync(join(programs, name), `#!/bin/sh\n${version}\nexec ${process.execPath} ${path}\n`)
    chmodSync(join(programs, name), 0o755)
  }
  const environment = { ...machine.environment, PATH: `${programs}:${machine.environment.PATH}` }
  return { machine: { ...machine, environment, clock: systemClock }, programs }
}

const agents = { opencode: 'fake-acp-agent.mjs', gemini: 'signed-out-agent.mjs refuses' }

test('AG6 each that is here is ready or signed out, and what it lacks is said; the others, how to get them', async () => {
  const { machine, programs } = machineWith(agents)
  const lines = (await agentsHere({ json: false, check: true }, machine)).split('\n')
  const about = (name: string): string[] => {
    const from = lines.findIndex((line) => line.startsWith(name))
    const end = lines.findIndex((line, at) => at > from && !line.startsWith(' '))
    return lines.slice(from, end).map((line) => line.trim())
  }
  expect(about('opencode')[0]).toBe(`opencode  opencode: 1.2.3, ${join(programs, 'opencode')}`)
  expect(about('opencode')[1]).toBe('Ready: signed in, or without need to.')
  expect(about('opencode')).toContainEqual(
    'Not available: questions with choices; its tool for asking is not there over ACP.',
  )
  expect(about('gemini')[1]).toBe('Not signed in: run gemini and sign in there, or set GEMINI_API_KEY.')
  expect(about('qwen')).toEqual(['qwen      not found · npm install -g @qwen-code/qwen-code'])
})

test('AG6 programs are told the same, and nothing is started where that is not wanted', async () => {
  const { machine } = machineWith(agents)
  const told = async (check: boolean): Promise<object[]> =>
    JSON.parse(await agentsHere({ json: true, check }, machine)).agents
  expect(await told(true)).toMatchObject([
    { name: 'claude', path: null },
    { name: 'codex', path: null },
    { name: 'gemini', version: '1.2.3', signedIn: { is: 'no' } },
    { name: 'opencode', signedIn: { is: 'yes' }, lacks: [{ what: 'questions with choices' }, {}, {}] },
    {},
    {},
    {},
  ])
  for (const agent of await told(false)) expect(agent).not.toHaveProperty('signedIn')
})
