// The real Claude Code, offline: an agent that it starts is seen at its call, asks by its name, and is none of the conversation.

import { expect, test } from 'vitest'
import type { AgentWork } from '../../../shared/agent-work.ts'
import { claudeMachine } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { answer, fileScreen, idle, until } from './device-turns.ts'

const it = test.skipIf(!isInstalled('claude-agent-acp'))

const task = { description: 'Look around', prompt: 'look at the files', subagent_type: 'general-purpose' }

it('SA1 SA3 SA5 a sub-agent is shown at the call that started it, its question names it, and what it did is read back', async () => {
  const { machine } = await claudeMachine(({ prompt, conversation, whole, result }) => {
    if (prompt.includes('look at the files')) {
      if (whole?.includes('touch seen')) return [{ text: 'I have looked.\nAll is well.' }]
      return [{ text: 'Looking now.' }, { tool: 'Bash', input: { command: 'touch seen', description: 'Leave a mark' } }]
    }
    if (conversation.includes('<task-notification>')) return [{ text: 'All is well, it says.' }]
    if (result !== undefined) return [{ text: 'Somebody looks.' }]
    return [{ tool: 'Agent', input: task }]
  })
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  const seen: AgentWork[] = []
  room.room.onChange(() => seen.push(...Object.values(room.room.state.work ?? {})))
  await phone.ok('prompt', { text: 'send somebody' })
  const asked = await answer(phone, 'allow_once')
  expect(asked).toMatchObject({ from: 'Look around', title: 'touch seen', call: { command: 'touch seen' } })
  await until(phone, () => phone.screen.includes('reply All is well, it says.'))
  await idle(phone)
  const calls = phone.view.entries.flatMap((entry) => (entry.kind === 'tool' ? entry.id : []))
  expect(calls).toHaveLength(1)
  expect(seen.map(({ standing }) => standing)).toEqual(expect.arrayContaining(['running', 'needs-you', 'done']))
  expect(Object.values(phone.view.state?.work ?? {})).toEqual([
    {
      order: 1,
      kind: 'agent',
      call: calls[0],
      title: 'Look around',
      standing: 'done',
      since: expect.any(String),
      ended: expect.any(String),
      calls: 1,
      last: 'All is well.',
      apart: true,
      stops: true,
    },
  ])
  expect(phone.screen.join('\n')).not.toMatch(/Looking now|I have looked|touch seen/)
  expect(phone.screen).toEqual(fileScreen(room.path))
  const within = await phone.ok('within', { of: calls[0] ?? '' })
  expect(within.entries.map(({ kind }) => kind)).toEqual(['prompt', 'reply', 'tool', 'result', 'reply'])
  expect(within.entries.at(-1)).toMatchObject({ text: 'I have looked.\nAll is well.' })
  expect(await phone.call('within', { of: 'toolu_of_nobody' })).toMatchObject({ error: { code: 'not_found' } })
  expect(phone.faults).toEqual([])
})

it('BW5 a sub-agent is stopped by itself: what sent it hears of that and goes on', async () => {
  const { machine } = await claudeMachine(({ prompt, conversation, result }) => {
    if (prompt.includes('look at the files')) return [{ text: 'On and '.repeat(500), slowly: 50 }]
    if (conversation.includes('<task-notification>')) return [{ text: 'Nobody looks any more.' }]
    if (result !== undefined) return [{ text: 'Somebody looks.' }]
    return [{ tool: 'Agent', input: task }]
  })
  const room = await agentRoom(machine, 'claude')
  const phone = room.join()
  const work = () => Object.entries(phone.view.state?.work ?? {})[0]
  await phone.ok('prompt', { text: 'send somebody' })
  await until(phone, () => work()?.[1].stops === true && phone.screen.includes('reply Somebody looks.'))
  await phone.ok('stopWork', { work: work()?.[0] ?? '' })
  await until(phone, () => work()?.[1].standing === 'stopped')
  await until(phone, () => phone.screen.includes('reply Nobody looks any more.'))
  await idle(phone)
  expect(phone.screen).toContain('notice Agent "Look around" was stopped by user')
  expect(phone.faults).toEqual([])
})
