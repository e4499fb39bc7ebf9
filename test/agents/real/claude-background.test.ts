// The real Claude Code, offline: what it started in the background ends, and it goes on by itself.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claudeMachine } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'

const waits = 'while [ ! -e go ]; do sleep 0.1; done'
const it = test.skipIf(!isInstalled('claude-agent-acp'))

it('TU7 TU8 the turn that it begins when background work ends is shown, and is over with its cost', async () => {
  const { machine, api } = await claudeMachine(({ conversation, prompt, result }) => {
    if (prompt.includes('and now?')) return [{ text: 'Now it is morning.' }]
    if (conversation.includes('<task-notification>')) return [{ text: 'The wait is over.' }]
    if (result !== undefined) return [{ text: 'Started.' }]
    return [{ tool: 'Bash', input: { command: waits, description: 'Wait', run_in_background: true } }]
  })
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  let unasked = false
  room.room.onChange(() => {
    const { activity } = room.room.state
    unasked ||= activity.is === 'running' && activity.unasked === true
  })
  await settledTurn(room, phone, 'wait in the background')
  expect(unasked).toBe(false)
  writeFileSync(join(machine.directory, 'go'), '')
  await until(phone, () => unasked)
  await idle(phone)
  expect(phone.screen.filter((line) => !line.startsWith('tool '))).toEqual([
    'prompt wait in the background',
    'reply Started.',
    'notice Background command "Wait" completed (exit code 0)',
    'reply The wait is over.',
  ])
  await settledTurn(room, phone, 'and now?')
  expect(phone.screen.at(-1)).toBe('reply Now it is morning.')
  expect(api.asked.at(-1)?.conversation).toContain('The wait is over.')
  expect(phone.screen).toEqual(fileScreen(room.path))
  expect(phone.faults).toEqual([])
})
