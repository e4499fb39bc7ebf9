// The real Claude Code through its ACP adapter, offline: its own transcript is followed, and every device shows it once.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claudeMachine } from './agent-machines.ts'
import { agentMachine, agentRoom, isInstalled } from './agent-room.ts'
import { answer, everyScreen, fileScreen, idle, settledTurn, until } from './device-turns.ts'
import type { Model } from './played-model.ts'

const claude = 'claude-agent-acp'
const it = test.skipIf(!isInstalled(claude))

it('AG2 AG3 text and thinking are live, then the file’s own lines; a prompt keeps its id; all is there once', async () => {
  // The reply ends once it was seen being written: else the file may be as quick as the words.
  let end: () => void = () => {}
  const seen = new Promise<void>((resolve) => {
    end = resolve
  })
  const hello: Model = () => [{ thinking: 'Let me see.' }, { text: 'Hello from the model.', until: seen }]
  const { machine } = await claudeMachine(hello)
  const room = await agentRoom(machine, 'claude')
  const [phone, laptop] = [room.join('phone'), room.join('laptop')]
  const id = crypto.randomUUID()
  await phone.ok('prompt', { text: 'say hello' }, id)
  await until(phone, () => phone.screen.some((row) => row.startsWith('writing Hello')))
  end()
  await until(phone, () => phone.screen.includes('reply Hello from the model.'))
  await idle(phone)
  expect(phone.screen).toEqual(['prompt say hello', 'thought Let me see.', 'reply Hello from the model.'])
  expect(laptop.screen).toEqual(phone.screen)
  expect(fileScreen(room.path)).toEqual(phone.screen)
  expect(phone.view.entries[0]?.id).toBe(id)
  expect(phone.view.marks.get(id)?.by?.name).toBe('phone')
  const screens = everyScreen(phone)
  for (const screen of screens) expect(screen, 'nothing twice').toEqual([...new Set(screen)])
  expect(room.path).toContain(room.room.state.transcript)
  expect(phone.faults).toEqual([])
})

const bash: Model = ({ result }) =>
  result === undefined
    ? [{ text: 'I will make it.' }, { tool: 'Bash', input: { command: 'mkdir made', description: 'Make it' } }]
    : [{ text: 'That is that.' }]

it('AG2 a tool asks on every device; allowed it runs, rejected it does not', async () => {
  const { machine } = await claudeMachine(bash)
  const room = await agentRoom(machine, 'claude')
  const [phone, laptop] = [room.join('phone'), room.join('laptop')]
  for (const [word, made] of [
    ['Reject', false],
    ['Allow', true],
  ] as const) {
    await phone.ok('prompt', { text: `make it (${word})` })
    await answer(laptop, made ? 'allow_once' : 'reject_once')
    await idle(phone)
    expect(existsSync(join(machine.directory, 'made'))).toBe(made)
  }
  expect(phone.screen.filter((line) => line.startsWith('tool mkdir made')).map((line) => line.split(':')[0])).toEqual([
    'tool mkdir made failed',
    'tool mkdir made done',
  ])
  expect(phone.screen).toEqual(laptop.screen)
  expect(phone.screen).toEqual(fileScreen(room.path))
})

it('AG3 a turn is stopped, prompts queue, and after a restart Claude goes on with what it knows', async () => {
  const { machine, api } = await claudeMachine(({ prompt }) =>
    prompt.includes('slowly')
      ? [{ text: 'slow '.repeat(2000), slowly: 20 }]
      : [{ text: `You said: ${prompt.split('\n').at(-1)}` }],
  )
  const first = await agentRoom(machine, 'claude')
  const phone = first.join()
  const slow = crypto.randomUUID()
  await phone.ok('prompt', { text: 'talk slowly' }, slow)
  await until(phone, () => phone.screen.some((line) => line.startsWith('writing slow slow')))
  await phone.ok('prompt', { text: 'and then?' })
  await phone.ok('cancel', {})
  await until(phone, () => phone.screen.some((line) => line === 'reply You said: and then?'))
  await idle(phone)
  expect(phone.view.marks.get(slow)?.outcome).toBe('cancelled')
  expect(phone.screen.filter((line) => line.startsWith('prompt '))).toEqual(['prompt talk slowly', 'prompt and then?'])
  const transcript = first.room.state.transcript
  const before = phone.screen
  await first.close()

  const second = await agentRoom(machine, 'claude', { kind: 'continue' })
  expect(second.room.state.activity).toEqual({ is: 'idle' })
  expect(second.room.state.transcript).toBe(transcript)
  const again = second.join()
  await until(again, () => again.view.state !== undefined)
  expect(again.screen).toEqual(before)
  await settledTurn(second, again, 'the third')
  expect(again.screen.slice(before.length)).toEqual(['prompt the third', 'reply You said: the third'])
  expect(api.asked.at(-1)?.conversation).toContain('and then?')
  expect(again.screen).toEqual(fileScreen(second.path))
})

it('AG4 a session that the shell began is carried on by Claude with all that was said', async () => {
  const { machine, api } = await claudeMachine(() => [{ text: 'I see what you did.' }])
  const shell = await agentRoom(machine, 'shell')
  const terminal = shell.join('terminal')
  await settledTurn(shell, terminal, 'echo the-word-is-heron')
  await shell.close()
  const room = await agentRoom(machine, 'claude', { kind: 'continue' })
  const phone = room.join()
  await settledTurn(room, phone, 'what was the word?')
  expect(api.asked.at(-1)?.conversation).toContain('the-word-is-heron')
  expect(phone.screen).toEqual([
    'prompt echo the-word-is-heron',
    'tool echo the-word-is-heron done: the-word-is-heron\n',
    'notice From here on Claude Code answers; before: shell.',
    'prompt what was the word?',
    'reply I see what you did.',
  ])
})

it('an edit asks with its difference, and nothing is left running at the end', async () => {
  const { machine } = await claudeMachine(({ result, prompt }) =>
    result === undefined
      ? [
          {
            tool: 'Write',
            input: { file_path: join(prompt.split(' ')[1] ?? '', 'hello.txt'), content: 'hello\nworld\n' },
          },
        ]
      : [{ text: 'Written.' }],
  )
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  await phone.ok('prompt', { text: `write ${machine.directory}` })
  await answer(phone, 'allow_once')
  await idle(phone)
  expect(readFileSync(join(machine.directory, 'hello.txt'), 'utf8')).toBe('hello\nworld\n')
  expect(phone.screen).toEqual(fileScreen(room.path))
})

it('AG5 not signed in: the prompt fails with what to do, and stays on the screen', async () => {
  const machine = agentMachine([claude], { DISABLE_AUTOUPDATER: '1', DISABLE_TELEMETRY: '1' })
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  const id = crypto.randomUUID()
  await phone.ok('prompt', { text: 'hello?' }, id)
  await until(phone, () => phone.view.marks.get(id)?.outcome === 'failed')
  expect(phone.view.marks.get(id)?.reason).toMatch(/Claude Code is not signed in: run claude/)
  expect(phone.screen).toContain('prompt hello?')
})
