// `carryon --print` with real agents, offline: text and JSON, allowed and refused, planned, gone on with.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Machine } from '../../../server/cli/machine.ts'
import type { Install } from '../../harness/install.ts'
import { linesOf, printed } from '../../harness/printing.ts'
import { claudeMachine, realAgents } from './agent-machines.ts'
import { isInstalled } from './agent-room.ts'
import type { Block, Model } from './played-model.ts'
import { processesIn } from './processes.ts'

const it = test.skipIf(!isInstalled('claude-agent-acp'))

/** The machine as the command is told of it. */
function installed({ home, directory, environment }: Machine, agent: string): Install {
  const known = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const carryonHome = join(home, '.carryon')
  return {
    project: directory,
    configFolder: environment['CLAUDE_CONFIG_DIR'] ?? '',
    carryonHome,
    environment: { ...Object.fromEntries(known), CARRYON_HOME: carryonHome, CARRYON_AGENT: agent },
  }
}

const command: { readonly [agent: string]: string } = { claude: 'Bash', opencode: 'bash', gemini: 'run_shell_command' }

/** Says what it was told, and makes a folder where it is asked to, by the agent's tool for commands. */
const echo =
  (agent: string): Model =>
  ({ prompt, result }) => {
    const said = prompt.split('\n').at(-1) ?? ''
    const make: Block = { tool: command[agent] ?? '', input: { command: 'mkdir made', description: 'Make it' } }
    if (said.includes('mkdir') && result === undefined) return [{ text: 'I will make it.' }, make]
    return result === undefined ? [{ text: `You said: ${said}` }] : [{ text: 'That is that.' }]
  }

for (const { agent, folder, machine: machineFor } of realAgents) {
  describe.skipIf(!isInstalled(folder))(agent, () => {
    test('TK1 TK2 text, then JSON in the same session, with what it cost; nothing is left running', async () => {
      const { machine, api } = await machineFor(echo(agent))
      const where = installed(machine, agent)
      const first = await printed(where, ['-p', 'the word is heron'])
      expect(first).toEqual({ code: 0, signal: null, stdout: 'You said: the word is heron\n', stderr: '' })
      const second = await printed(where, ['-p', '--continue', 'and now?', '--output-format', 'json'])
      expect(JSON.parse(second.stdout)).toMatchObject({
        subtype: 'success',
        is_error: false,
        num_turns: 1,
        result: 'You said: and now?',
        usage: { output_tokens: 42 },
        permission_denials: [],
      })
      expect(api.asked.at(-1)?.conversation).toContain('heron')
      await expect.poll(() => processesIn(where.configFolder)).toEqual([])
    }, 120_000)

    test('TK3 TK4 TK5 a command is refused, or allowed by a pattern, and the lines say so', async () => {
      const { machine } = await machineFor(echo(agent))
      const where = installed(machine, agent)
      const ask = ['-p', 'mkdir please', '--output-format', 'stream-json']
      const refused = await printed(where, ask)
      expect(refused.code).toBe(3)
      expect(refused.stderr).toContain("--allow 'Bash(mkdir made)'")
      expect(linesOf(refused.stdout).at(-1)).toMatchObject({
        permission_denials: [{ tool_name: 'Bash', tool_input: { command: 'mkdir made' } }],
      })
      expect(existsSync(join(where.project, 'made'))).toBe(false)

      const allowed = await printed(where, [...ask, '--allow', 'Bash(mkdir *)'])
      expect([allowed.code, allowed.stderr]).toEqual([0, ''])
      const lines = linesOf(allowed.stdout)
      expect(lines.map(({ type }) => type)).toEqual(['system', 'assistant', 'assistant', 'user', 'assistant', 'result'])
      expect(lines.at(-1)).toMatchObject({ result: 'That is that.', permission_denials: [] })
      expect(existsSync(join(where.project, 'made'))).toBe(true)
    }, 120_000)
  })
}

it('TK14 in its own mode for planning Claude Code is told to plan', async () => {
  const { machine, api } = await claudeMachine(echo('claude'))
  const where = installed(machine, 'claude')
  const { code, stdout } = await printed(where, ['-p', 'what next?', '--permission-mode', 'plan'])
  expect([code, stdout]).toEqual([0, 'You said: what next?\n'])
  expect(api.asked.at(-1)?.conversation).toMatch(/plan mode/i)
})

it('TK3 not signed in: it fails with what to do', async () => {
  const { machine } = await claudeMachine(echo('claude'))
  const where = installed(machine, 'claude')
  const environment = { ...where.environment, ANTHROPIC_API_KEY: '', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }
  const { code, stderr } = await printed({ ...where, environment }, ['-p', 'hello?'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/Claude Code is not signed in: run claude/)
})

it('TK15 what it runs in the background is waited for, and the answer to its end is the answer', async () => {
  const { machine } = await claudeMachine(({ prompt, conversation, result }) => {
    if (conversation.includes('</task-notification>')) return [{ text: 'It is built.' }]
    if (result !== undefined || !prompt.includes('build')) return [{ text: 'It builds.' }]
    return [{ tool: 'Bash', input: { command: 'sleep 1; touch built', description: 'Build', run_in_background: true } }]
  })
  const done = await printed(installed(machine, 'claude'), ['-p', 'build', '--allow', 'Bash'])
  expect(done).toEqual({ code: 0, signal: null, stdout: 'It is built.\n', stderr: '' })
  expect(existsSync(join(machine.directory, 'built'))).toBe(true)
})
