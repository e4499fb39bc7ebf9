// TM24: `!command` in the terminal, run by a real shell.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, test } from 'vitest'
import { settled } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { openTerminal } from './open-terminal.ts'
import { running } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

const claude = { name: 'claude', label: 'Claude Code', sign: '>' }

async function withAgent(size: readonly [number, number] = [80, 24]) {
  const directory = temporaryFolder()
  const opened = await openTerminal({ size, environment: { TERM: 'xterm-256color', PATH: '/usr/bin:/bin' } })
  opened.connection.live({ agent: claude, directory })
  await opened.terminal.until('idle')
  return { ...opened, directory }
}

test('TM24 it runs in the directory, sends nothing, and what it printed goes along with the next message, once', async () => {
  const { terminal, connection, line, directory } = await withAgent()
  writeFileSync(join(directory, 'beans.txt'), '')
  line('!ls; exit 3')
  await terminal.until(/! ls; exit 3\n {2}beans\.txt\n {2}exit 3/)
  await terminal.until(/! ls; exit 3 {2}with your next message/)
  expect(connection.made).toEqual([])
  line('what is there?')
  expect(connection.prompts()).toEqual(['what is there?\n\nI ran `ls; exit 3` here (exit 3):\n```\nbeans.txt\n```'])
  await terminal.until((text) => !text.includes('with your next message'))
  line('and now?')
  expect(connection.prompts().at(-1)).toBe('and now?')
})

test('TM24 several go along in order, and a fence in one does not end it', async () => {
  const { terminal, connection, line } = await withAgent()
  line('!true')
  await terminal.until('with your next message')
  line("!printf '```'")
  await terminal.until(/(with your next message[\s\S]*){2}/)
  line('look')
  expect(connection.prompts()).toEqual([
    "look\n\nI ran `true` here; it printed nothing.\n\nI ran `printf '```'` here:\n````\n```\n````",
  ])
})

test('TM24 what could not be sent keeps it for the message after', async () => {
  const { terminal, connection, line } = await withAgent()
  line('!echo beans')
  await terminal.until('with your next message')
  line('look')
  connection.madeCalls('prompt')[0]?.fail('queue_full', 'Fifty wait already.')
  await terminal.until(/Not sent[\s\S]*> look/)
  terminal.press(keys.enter)
  expect(connection.prompts()[1]).toBe(connection.prompts()[0])
  expect(connection.prompts()[1]).toContain('beans')
})

it.each([
  ['Esc', keys.escape],
  ['Ctrl-C', keys.ctrlC],
])('TM24 %s stops it with all that it began, and neither the agent nor carryon', async (_, key) => {
  const { terminal, connection, line, directory } = await withAgent()
  connection.state({ activity: running() })
  line('!echo begun; (sleep 30; touch late) & sleep 30')
  await terminal.until('│ begun')
  await terminal.until('runs here · Esc stops it')
  line('!echo second')
  await terminal.until('One command at a time')
  terminal.press(key)
  await terminal.until(/begun\n {2}stopped/)
  expect(connection.madeCalls('cancel')).toEqual([])
  terminal.press(keys.escape)
  expect(connection.madeCalls('cancel')).toHaveLength(1)
  expect(existsSync(join(directory, 'late'))).toBe(false)
})

test('TM24 one that does not heed it is ended by the second Esc', async () => {
  const { terminal, line } = await withAgent()
  line("!trap '' TERM; echo deaf; while :; do sleep 0.05; done")
  await terminal.until('│ deaf')
  terminal.press(keys.escape, keys.escape)
  await terminal.until(/deaf\n {2}stopped/)
})

test.skipIf(process.platform !== 'linux')(
  'TM24 what went its own way and holds on to the output is not waited for',
  async () => {
    const { terminal, line, directory } = await withAgent()
    line('!setsid sh -c \'echo "$$" > id; echo away; sleep 20\' & echo here')
    await terminal.until(/│ away/)
    onTestFinished(() => void process.kill(Number(readFileSync(join(directory, 'id'), 'utf8'))))
    terminal.press(keys.escape)
    await settled()
    expect(terminal.screen.text()).toContain('runs here')
    terminal.press(keys.escape)
    await terminal.until(/away\n[\s\S]*stopped/)
    await terminal.until((text) => !text.includes('runs here'))
  },
)

test('TM24 a long output is cut in its middle, and no code in it reaches the screen or the agent', async () => {
  const { terminal, connection, line } = await withAgent()
  line("!printf '\\033[31mred\\033]0;title\\007\\n'; seq 1 20000")
  await terminal.until('with your next message')
  line('look')
  const [sent = ''] = connection.prompts()
  expect(sent).toMatch(/```\nred\n1\n2\n[\s\S]*\n… [\d,]+ characters left out …\n[\s\S]*\n19999\n20000\n```/)
  expect(sent.length).toBeLessThan(20_000)
})

test('TM24 ! alone has it not go along', async () => {
  const { terminal, connection, line } = await withAgent()
  line('!')
  await terminal.until('as in !git status')
  line('!echo secret')
  await terminal.until('with your next message')
  line('!')
  await terminal.until('does not go with your next message')
  line('look')
  expect(connection.prompts()).toEqual(['look'])
})

test('TM24 a space before it, or a shell that answers, has it sent as it is', async () => {
  const { connection, line } = await withAgent()
  line(' !important')
  connection.state({ agent: { name: 'shell', label: 'sh, no AI', sign: '$' } })
  line('! false')
  expect(connection.prompts()).toEqual(['!important', '! false'])
})

test('TM24 whoever leaves leaves nothing running, and a directory that is gone is said', async () => {
  const { terminal, connection, line, end, directory } = await withAgent([40, 24])
  connection.state({ directory: join(directory, 'gone') })
  line('!ls')
  await terminal.until('ENOENT')
  connection.state({ directory })
  line('!echo "$$" > id; echo here; sleep 30')
  await terminal.until('│ here')
  expect(
    terminal.screen
      .text()
      .split('\n')
      .every((row) => row.length <= 40),
  ).toBe(true)
  terminal.press(keys.ctrlD)
  await end
  const id = Number(readFileSync(join(directory, 'id'), 'utf8'))
  await expect.poll(() => isAlive(id)).toBe(false)
})

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0)
    return true
  } catch {
    return false
  }
}
