// /background and /tasks in the terminal, the word in the status line, and leaving while a task runs.

import { expect, it } from 'vitest'
import { someTask, tasksFrame } from '../harness/some-tasks.ts'
import { openTerminal } from './open-terminal.ts'

async function opened() {
  const it = await openTerminal()
  it.connection.live()
  return it
}

it('TK13 /background starts a task, and says how to look at it', async () => {
  const { terminal, connection, line } = await opened()
  line('/background Fix the failing tests')
  expect(connection.asked('background')).toEqual([{ text: 'Fix the failing tests' }])
  connection.madeCalls('background')[0]?.answer({ task: 'x' })
  await terminal.until('It runs in a session of its own')
  line('/background')
  await terminal.until('/background takes a prompt')
  expect(connection.asked('background')).toHaveLength(1)
})

it('TK13 /tasks lists them with numbers that mean the list that was shown, to open and to stop', async () => {
  const { terminal, connection, line } = await opened()
  line('/tasks')
  await terminal.until('Nothing runs beside this session')
  const [first, second] = [
    someTask('1', { state: 'needs_you', last: 'May I?' }),
    someTask('2', { title: 'ci\u001b[2J run', by: 'print', agent: 'sh, no AI' }),
  ]
  connection.frame(tasksFrame([first, second]))
  line('/tasks')
  await terminal.until('1  fix the flaky upload test · needs you 2m 05s · Claude Code')
  await terminal.until('May I?')
  await terminal.until('2  ci run · running 2m 05s · sh, no AI · carryon --print, process 4711')
  connection.frame(tasksFrame([second, first]))
  line('/tasks open 1')
  line('/tasks stop 2')
  expect(connection.asked('open')).toEqual([{ session: first.session }])
  expect(connection.asked('stopTask')).toEqual([{ task: second.id }])
  line('/tasks stop 7')
  await terminal.until('Look at the list first')
  line('/tasks burn 1')
  await terminal.until('/tasks takes open or stop')
})

it('TK13 the status line counts them, and says when one waits; an end is told in the conversation', async () => {
  const { terminal, connection } = await opened()
  const task = someTask('1')
  connection.frame(tasksFrame([task, someTask('2')]))
  await terminal.until(/2 tasks/)
  connection.frame(tasksFrame([{ ...task, state: 'needs_you' }, someTask('2')]))
  await terminal.until(/a task needs you/)
  await terminal.until(/needs you\. \/tasks opens it/)
  connection.frame(tasksFrame([{ ...task, state: 'done', last: 'All pass.' }]))
  await terminal.until('Task “fix the flaky upload test” is done: All pass.')
  await terminal.until((text) => !/\d tasks?\b/.test(text.split('\n').at(-1) ?? ''))
})

it('TK13 leaving while a task runs here takes a second word; one of another process goes on', async () => {
  const { terminal, connection, line, end } = await opened()
  connection.frame(tasksFrame([someTask('1')]))
  line('/quit')
  await terminal.until('Once more leaves and stops a task')
  line('/quit')
  expect(await end).toEqual({ reason: 'quit' })

  const other = await opened()
  other.connection.frame(tasksFrame([someTask('1', { by: 'print' })]))
  other.line('/quit')
  expect(await other.end).toEqual({ reason: 'quit' })
})

it('BW1 BW5 BW7 /tasks lists what the agent runs by itself, opens and stops it; leaving takes a second word then', async () => {
  const { terminal, connection, line, end } = await opened()
  const since = '2026-11-23T08:57:55.000Z'
  const command = {
    order: 1,
    kind: 'command',
    title: 'ser\u001b[2Jve',
    standing: 'running',
    since,
    calls: 0,
    apart: true,
  } as const
  const agent = {
    order: 2,
    kind: 'agent',
    call: 't1',
    title: 'Look',
    standing: 'running',
    since,
    calls: 2,
    stops: true,
  } as const
  connection.live({ work: { b: { ...command, prints: true, last: 'ready' }, a: agent } })
  await terminal.until('1 command in the background')
  line('/tasks')
  await terminal.until('1  serve · running 2m 05s · command in the background')
  await terminal.until('2  Look · running 2m 05s · sub-agent, 2 calls')
  line('/tasks open 1')
  await expect.poll(() => connection.asked('output')).toEqual([{ work: 'b' }])
  connection.madeCalls('output')[0]?.answer({ text: 'listening\u001b[2J\nready\n', size: 20 })
  await terminal.until(/listening\s*\n\s*ready/)
  line('/tasks open 2')
  await expect.poll(() => connection.asked('within')).toEqual([{ of: 't1' }])
  const bash = { kind: 'tool', id: 'c1', at: since, name: 'Bash', title: 'ls', input: '' }
  connection.madeCalls('within')[0]?.answer({ entries: [bash], before: null })
  await terminal.until('● Bash  ls')
  line('/tasks stop 2')
  expect(connection.asked('stopWork')).toEqual([{ work: 'a' }])
  connection.state({ work: { b: { ...command, standing: 'stopped', ended: since } } })
  await terminal.until('In the background “serve” was stopped.')
  connection.state({ work: { c: { ...command, order: 3 } } })
  connection.state({
    work: { c: { ...command, order: 3, standing: 'done', ended: since }, d: { ...command, order: 4 } },
  })
  line('/quit')
  // Of any other end the agent itself has a word in the conversation.
  expect(await terminal.until('Once more leaves and stops what runs in the background.')).not.toContain('is done')
  line('/quit')
  expect(await end).toEqual({ reason: 'quit' })
})
