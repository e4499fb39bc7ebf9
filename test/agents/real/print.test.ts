// `carryon --print` with the real Claude Code, offline: text and JSON, allowed and refused, planned, gone on with.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Install, install } from '../../harness/install.ts'
import { linesOf, printed } from '../../harness/printing.ts'
import { askingClaude, claudeEnvironment } from './agent-machines.ts'
import { isInstalled, programsOf } from './agent-room.ts'
import { fakeMessagesApi } from './fake-messages-api.ts'
import type { Model } from './played-model.ts'
import { processesIn } from './processes.ts'

const claude = 'claude-agent-acp'
const it = test.skipIf(!isInstalled(claude))

async function machine(model: Model) {
  const api = await fakeMessagesApi(model)
  const where = install()
  askingClaude(where.configFolder)
  const PATH = `${programsOf(claude)}:${join(process.execPath, '..')}:${where.environment.PATH}`
  const environment = { ...where.environment, ...claudeEnvironment(api.url), PATH, CARRYON_AGENT: 'claude' }
  return { api, where: { ...where, environment } satisfies Install }
}

const echo: Model = ({ prompt, result }) => {
  if (prompt.includes('mkdir') && result === undefined) {
    return [{ text: 'I will make it.' }, { tool: 'Bash', input: { command: 'mkdir made', description: 'Make it' } }]
  }
  return result === undefined ? [{ text: `You said: ${prompt}` }] : [{ text: 'That is that.' }]
}

it('TK1 TK2 text, then JSON in the same session, with what it cost; nothing is left running', async () => {
  const { where, api } = await machine(echo)
  const first = await printed(where, ['-p', 'the word is heron'])
  expect(first).toEqual({ code: 0, signal: null, stdout: 'You said: the word is heron\n', stderr: '' })
  const second = await printed(where, ['-p', '--continue', 'and now?', '--output-format', 'json'])
  expect(JSON.parse(second.stdout)).toMatchObject({
    subtype: 'success',
    is_error: false,
    num_turns: 1,
    result: 'You said: and now?',
    usage: { input_tokens: 100, output_tokens: 42 },
    permission_denials: [],
  })
  expect(api.asked.at(-1)?.conversation).toContain('heron')
  await expect.poll(() => processesIn(where.configFolder), { timeout: 5000 }).toEqual([])
})

it('TK3 TK4 TK5 a command is refused, or allowed by a pattern, and the lines say so', async () => {
  const { where } = await machine(echo)
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
  expect(lines.at(-1)).toMatchObject({ result: 'That is that.', num_turns: 2, permission_denials: [] })
  expect(existsSync(join(where.project, 'made'))).toBe(true)
})

it('TK14 in its own mode for planning Claude Code is told to plan', async () => {
  const { where, api } = await machine(echo)
  const { code, stdout } = await printed(where, ['-p', 'what next?', '--permission-mode', 'plan'])
  expect([code, stdout]).toEqual([0, 'You said: what next?\n'])
  expect(api.asked.at(-1)?.conversation).toMatch(/plan mode/i)
})

it('TK3 not signed in: it fails with what to do', async () => {
  const { where } = await machine(echo)
  const environment = { ...where.environment, ANTHROPIC_API_KEY: '', ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' }
  const { code, stderr } = await printed({ ...where, environment }, ['-p', 'hello?'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/Claude Code is not signed in: run claude/)
})
