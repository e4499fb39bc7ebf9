// The real Claude Code, offline: what it started in the background ends, and it goes on by itself.

import { expect, test } from 'vitest'
import { claudeMachine } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'

const it = test.skipIf(!isInstalled('claude-agent-acp'))

it('TU7 TU8 the turn that it begins when background work ends is shown, and is over with its cost', async () => {
  const { machine, api } = await claudeMachine(({ conversation, prompt, result }) => {
    if (prompt.includes('and now?')) return [{ text: 'Now it is morning.' }]
    if (conversation.includes('<task-notification>')) return [{ text: 'The sleep is over.' }]
    if (result !== undefined) return [{ text: 'Started.' }]
    return [{ tool: 'Bash', input: { command: 'sleep 1.5', description: 'Sleep', run_in_background: true } }]
  })
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  let unasked = false
  room.room.onChange(() => {
    const { activity } = room.room.state
    unasked ||= activity.is === 'running' && activity.unasked === true
  })
  await phone.ok('prompt', { text: 'sleep in the background' })
  await until(phone, () => unasked)
  await idle(phone)
  expect(phone.screen.filter((line) => !line.startsWith('tool '))).toEqual([
    'prompt sleep in the background',
    'reply Started.',
    'notice Background command "Sleep" completed (exit code 0)',
    'reply The sleep is over.',
  ])
  await settledTurn(room, phone, 'and now?')
  expect(phone.screen.at(-1)).toBe('reply Now it is morning.')
  expect(api.asked.at(-1)?.conversation).toContain('The sleep is over.')
  expect(phone.screen).toEqual(fileScreen(room.path))
  expect(phone.faults).toEqual([])
})
