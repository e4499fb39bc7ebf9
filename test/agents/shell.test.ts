// The built-in shell agent over ACP, with real processes.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { spawnGroup } from '../../server/agents/process-group.ts'
import { agentProfile } from '../../server/agents/profiles.ts'
import type { Agent, AgentQuestion, AgentUpdate } from '../../server/room/agent.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { newSession } from '../harness/new-session.ts'
import { isAlive } from '../harness/processes.ts'
import { newCallId } from '../harness/room-device.ts'
import { temporaryFolder } from '../harness/temp.ts'

interface Session {
  readonly agent: Agent
  readonly directory: string
  readonly updates: AgentUpdate[]
  readonly questions: AgentQuestion[]
  /** What the next question is answered with. */
  answer: string | undefined
  /** Everything the last command printed. */
  readonly output: string
  readonly exit: unknown
  /** Resolves once the output has this in it. */
  printed(text: string): Promise<void>
}

async function started(environment: Record<string, string> = {}): Promise<Session> {
  const directory = temporaryFolder()
  const updates: AgentUpdate[] = []
  const questions: AgentQuestion[] = []
  const heard = new Set<() => void>()
  const tools = () => updates.flatMap((update) => (update.is === 'tool' ? [update] : []))
  const lastTool = () => tools().filter((tool) => tool.id === tools().at(-1)?.id)
  const profile = agentProfile('shell', {
    directory,
    environment: { PATH: process.env.PATH, HOME: directory, SHELL: '/bin/sh', ...environment },
    clock: systemClock,
    limits: defaultLimits,
    spawn: spawnGroup,
    newId: newCallId,
    version: 'test',
  })
  const agent = await profile.start(
    {
      update(update) {
        updates.push(update)
        for (const look of heard) look()
      },
      inquire: async () => undefined,
      async ask(question) {
        questions.push(question)
        return session.answer
      },
      gone() {},
    },
    newSession,
  )
  onTestFinished(() => agent.end())
  const session: Session = {
    agent,
    directory,
    updates,
    questions,
    answer: undefined,
    get output() {
      return lastTool()
        .map(({ output }) => (output === undefined ? '' : 'append' in output ? output.append : output.whole))
        .join('')
    },
    get exit() {
      return lastTool().at(-1)?.structured
    },
    printed(text: string): Promise<void> {
      return new Promise((resolve) => {
        const look = (): void => {
          const all = tools().map(({ output }) => (output && 'append' in output ? output.append : ''))
          if (!all.join('').includes(text)) return
          heard.delete(look)
          resolve()
        }
        heard.add(look)
        look()
      })
    },
  }
  return session
}

const typed = (text: string) => ({ text, fromTerminal: true })
const fromPhone = (text: string) => ({ text, fromTerminal: false })

test('SH1 SH4 a prompt is a command in the session’s directory; output and exit code are told', async () => {
  const shell = await started()
  expect(await shell.agent.prompt(typed('pwd; echo oops >&2; exit 3'))).toBe('done')
  expect(shell.output).toContain(shell.directory)
  expect(shell.output).toContain('oops')
  expect(shell.exit).toMatchObject({ exitCode: 3 })
  expect(shell.updates.at(-1)).toMatchObject({ status: 'failed' })
  expect(shell.updates[0]).toMatchObject({
    name: 'Bash',
    title: 'pwd; echo oops >&2; exit 3',
    input: { command: 'pwd; echo oops >&2; exit 3' },
  })
})

test('SH1 a line that would change only its own shell says that this ends with it', async () => {
  const shell = await started()
  await shell.agent.prompt(typed('cd /'))
  expect(shell.output).toBe(
    `Each line runs in a shell of its own, in ${shell.directory}. Join what belongs together: cd / && …`,
  )
  await shell.agent.prompt(typed('cd / && pwd'))
  expect(shell.output).toBe('/\n')
  await shell.agent.prompt(typed('cd nowhere'))
  expect(shell.output).not.toContain('Each line')
})

test('SH1 a command that reads its input finds it empty and does not wait', async () => {
  const shell = await started()
  await shell.agent.prompt(typed('cat; echo done'))
  expect(shell.output).toBe('done\n')
})

test('SH4 output is told while the command runs', async () => {
  const shell = await started()
  const fifo = join(shell.directory, 'go')
  const turn = shell.agent.prompt(typed(`mkfifo go; echo first; cat go; echo second`))
  await shell.printed('first')
  expect(shell.output).toBe('first\n')
  writeFileSync(fifo, '')
  await turn
  expect(shell.output).toBe('first\nsecond\n')
})

test('SH2 what was typed at the terminal is not asked about; what came from elsewhere is, before it runs', async () => {
  const shell = await started()
  await shell.agent.prompt(typed('touch mine'))
  expect(shell.questions).toEqual([])
  shell.answer = 'reject'
  await shell.agent.prompt(fromPhone('touch theirs'))
  expect(shell.questions.map(({ options }) => options.map((option) => option.name))).toEqual([
    ['Allow once', 'Always allow this exact line', 'Reject'],
  ])
  expect(() => readFileSync(join(shell.directory, 'theirs'))).toThrow()
  expect(shell.updates.at(-1)).toMatchObject({ status: 'failed', output: { whole: 'Not run: it was rejected.' } })
  shell.answer = 'once'
  await shell.agent.prompt(fromPhone('touch theirs'))
  expect(readFileSync(join(shell.directory, 'theirs'), 'utf8')).toBe('')
})

test('SH2 always means this exact line, and is not offered for lines with shell operators', async () => {
  const shell = await started()
  shell.answer = 'always'
  await shell.agent.prompt(fromPhone('echo hi'))
  await shell.agent.prompt(fromPhone('echo hi'))
  expect(shell.questions).toHaveLength(1)
  await shell.agent.prompt(fromPhone('echo  hi'))
  expect(shell.questions).toHaveLength(2)
  for (const line of [
    'echo a; echo b',
    'echo a && echo b',
    'echo a | cat',
    'echo a > b',
    'echo $(id)',
    'echo `id`',
    'echo a &',
    'echo a\necho b',
    'echo $HOME',
  ]) {
    shell.answer = 'reject'
    await shell.agent.prompt(fromPhone(line))
    expect(
      shell.questions.at(-1)?.options.map((option) => option.id),
      line,
    ).toEqual(['once', 'reject'])
  }
})

test('SH2 a question that was withdrawn runs nothing', async () => {
  const shell = await started()
  shell.answer = undefined
  await shell.agent.prompt(fromPhone('touch never'))
  expect(() => readFileSync(join(shell.directory, 'never'))).toThrow()
})

test('SH3 cancel ends the whole process group, also one that does not listen', async () => {
  const shell = await started()
  const script = `trap '' TERM; sleep 600 & echo $! > child; echo $$ > parent; echo ready; while :; do wait; done`
  const turn = shell.agent.prompt(typed(script))
  await shell.printed('ready')
  const ids = ['child', 'parent'].map((name) => Number(readFileSync(join(shell.directory, name), 'utf8')))
  expect(ids.every(isAlive)).toBe(true)
  shell.agent.cancel()
  expect(await turn).toBe('cancelled')
  await expect.poll(() => ids.map(isAlive)).toEqual([false, false])
  expect(shell.exit).toMatchObject({ interrupted: true })
})

test('SH3 a background process does not hold the turn open, and ends with the agent', async () => {
  const shell = await started()
  await shell.agent.prompt(typed('sleep 600 & echo $! > child; echo started'))
  expect(shell.output).toBe('started\n')
  const child = Number(readFileSync(join(shell.directory, 'child'), 'utf8'))
  expect(isAlive(child)).toBe(true)
  await shell.agent.end()
  await expect.poll(() => isAlive(child)).toBe(false)
})

test('SH5 the command sees the user’s environment without what carryon, npm or an agent around it added', async () => {
  const shell = await started({ MINE: '1', CARRYON_PORT: '1', npm_config_x: '1', CLAUDECODE: '1', INIT_CWD: '/' })
  await shell.agent.prompt(typed('env'))
  expect(shell.output).toContain('MINE=1')
  expect(shell.output).not.toMatch(/CARRYON|npm_|CLAUDECODE|INIT_CWD/)
})

test('a character that comes in two pieces comes out whole; a flood does not starve the rest', async () => {
  const shell = await started()
  await shell.agent.prompt(typed(`printf '\\303'; sleep 0.05; printf '\\251\\n'`))
  expect(shell.output).toBe('é\n')
  await shell.agent.prompt(typed('head -c 3000000 /dev/zero | tr "\\0" x'))
  expect(shell.output).toHaveLength(3_000_000)
})

test('a shell that cannot be started says so', async () => {
  const shell = await started({ SHELL: '/no/such/shell' })
  expect(await shell.agent.prompt(typed('echo hi'))).toBe('done')
  expect(shell.updates.at(-1)).toMatchObject({
    status: 'failed',
    output: { whole: expect.stringContaining('could not be started') },
  })
})
