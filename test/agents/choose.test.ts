// Which agent answers, and what is known of each, on machines made for it.

import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chooseAgent } from '../../server/agents/choose-agent.ts'
import { listAgents } from '../../server/agents/list-agents.ts'
import { temporaryFolder } from '../harness/temp.ts'

/** A machine on which these programs are, each printing what is given. */
function machineWith(programs: Readonly<Record<string, string>>): { PATH: string } {
  const folder = temporaryFolder()
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return { PATH: folder }
}

const nothing = { given: undefined, session: undefined, configured: undefined }
const here = '/'

test('AG1 what is asked for comes before what answered before, the default and what is found', () => {
  const machine = machineWith({ gemini: '', opencode: '' })
  const all = { given: 'shell', session: 'opencode', configured: 'gemini' }
  expect(chooseAgent(all, machine, here)).toEqual({ name: 'shell' })
  expect(chooseAgent({ ...all, given: undefined }, machine, here)).toEqual({ name: 'opencode' })
  expect(chooseAgent({ ...nothing, configured: 'opencode' }, machine, here)).toMatchObject({ name: 'opencode' })
  expect(chooseAgent(nothing, machine, here)).toEqual({
    name: 'gemini',
    why: 'Gemini CLI is the first coding agent found here; --agent takes another, carryon agents lists them.',
  })
})

test('AG1 without any coding agent it is the shell, and it says so', () => {
  const chosen = chooseAgent(nothing, machineWith({}), here)
  expect(chosen).toMatchObject({ name: 'shell', why: expect.stringMatching(/^No coding agent was found/) })
})

test('AG1 an agent that answered here before and is gone is told, not tried; a command of one’s own is kept', () => {
  const machine = machineWith({ opencode: '' })
  const gone = chooseAgent({ ...nothing, session: 'codex' }, machine, here)
  expect(gone.name).toBe('opencode')
  expect(gone.why).toMatch(/^Codex, which answered here before, is not found any more\. opencode is the first/)
  expect(chooseAgent({ ...nothing, session: 'my-agent --acp' }, machine, here)).toEqual({ name: 'my-agent --acp' })
})

test('a program is found only where it can be run, and a folder of its name is none', () => {
  const machine = machineWith({})
  writeFileSync(join(machine.PATH, 'gemini'), '')
  mkdirSync(join(machine.PATH, 'opencode'))
  expect(chooseAgent(nothing, machine, here).name).toBe('shell')
})

test('agents are listed with their version, or how to get them', async () => {
  const machine = machineWith({ gemini: 'echo gemini-cli 0.61.0', opencode: 'exit 1', claude: '', qwen: 'read x' })
  const listed = await listAgents(machine, here)
  const of = (name: string) => listed.find((agent) => agent.name === name)
  expect(of('gemini')).toMatchObject({ version: '0.61.0', path: join(machine.PATH, 'gemini'), command: 'gemini --acp' })
  expect(of('opencode')).toMatchObject({ version: null, path: join(machine.PATH, 'opencode') })
  expect(of('qwen')).toMatchObject({ version: null })
  expect(of('claude')).toMatchObject({ path: null, note: expect.stringContaining('claude is here, but not') })
  expect(of('codex')).toMatchObject({ path: null, install: expect.stringContaining('npm install -g') })
})
