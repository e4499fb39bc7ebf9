// The real Claude Code, offline: what it runs in the background is listed with what it prints, and how it ended.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AgentWork } from '../../../shared/agent-work.ts'
import { claudeMachine } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { answer, fileScreen, idle, until } from './device-turns.ts'

const it = test.skipIf(!isInstalled('claude-agent-acp'))

const waits = 'while [ ! -e go ]; do sleep 0.1; done'
const counts = `echo one; sleep 1; echo two; ${waits}; echo three`

/** Runs whatever command the prompt holds in the background. */
const inBackground = () =>
  claudeMachine(({ prompt, conversation, result }) => {
    // One that is over at once is told of with the answer that it has begun.
    const told = conversation.lastIndexOf('</task-notification>')
    if (told > conversation.lastIndexOf('run: ')) return [{ text: 'It has ended.' }]
    if (result !== undefined) return [{ text: 'Started.' }]
    const command = prompt.slice('run: '.length)
    return [{ tool: 'Bash', input: { command, description: 'Count', run_in_background: true } }]
  })

const only = (all: readonly AgentWork[]): AgentWork => {
  const [work, ...more] = all
  if (!work || more.length > 0) throw new Error(`There is not one: ${JSON.stringify(all)}`)
  return work
}

it('BW1 BW2 a command in the background is listed with the last line of what it prints, beside the conversation, until it is over', async () => {
  const { machine } = await inBackground()
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  const work = () => Object.values(phone.view.state?.work ?? {})
  await phone.ok('prompt', { text: `run: ${counts}` })
  await until(phone, () => work()[0]?.last === 'two')
  await idle(phone)
  const calls = phone.view.entries.flatMap((entry) => (entry.kind === 'tool' ? entry.id : []))
  expect(only(work())).toMatchObject({
    kind: 'command',
    title: 'Count',
    call: calls[0],
    standing: 'running',
    apart: true,
    prints: true,
  })
  expect(only(work())).not.toHaveProperty('stops')
  writeFileSync(join(machine.directory, 'go'), '')
  await until(phone, () => work()[0]?.standing === 'done' && work()[0]?.last === 'three')
  await until(phone, () => phone.screen.includes('notice Background command "Count" completed (exit code 0)'))
  await idle(phone)
  expect(phone.screen).toEqual(fileScreen(room.path))
  expect(phone.faults).toEqual([])
})

it('BW2 one that fails says why, also of an agent that goes on with a session', async () => {
  const { machine } = await inBackground()
  const first = await agentRoom(machine, 'claude')
  const before = first.join()
  await before.ok('prompt', { text: 'run: true' })
  await until(before, () => before.screen.includes('reply It has ended.'))
  await idle(before)
  const id = first.room.state.transcript
  await first.close()

  const room = await agentRoom(machine, 'claude', { kind: 'resume', id })
  const phone = room.join()
  const work = () => Object.values(phone.view.state?.work ?? {})
  // Of a command that is over at once Claude Code now and then keeps nothing that it printed.
  await phone.ok('prompt', { text: `run: echo bad; ${waits}; exit 3` })
  await answer(phone, 'allow_once')
  await until(phone, () => work()[0]?.last === 'bad')
  writeFileSync(join(machine.directory, 'go'), '')
  await until(phone, () => work()[0]?.standing === 'failed')
  expect(only(work())).toMatchObject({
    last: 'bad',
    reason: 'Background command "Count" failed with exit code 3',
    ended: expect.any(String),
  })
})
