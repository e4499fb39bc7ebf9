// A fresh conversation in the same room: what every device sees of it, and what of the old one is left.

import { expect, test } from 'vitest'
import type { AgentOpening, StartAgent } from '../../server/room/agent.ts'
import { readJournal } from '../../server/store/journal.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { ScriptedAgent } from '../harness/scripted-agent.ts'
import { slowly } from '../harness/slow-disk.ts'
import { TestRoom, testRoomId } from '../harness/test-room.ts'

/** A room in which something was said, with agents that come one after the other. */
async function spoken(): Promise<{
  it: TestRoom
  phone: RoomDevice
  openings: AgentOpening[]
  agents: ScriptedAgent[]
}> {
  const it = await TestRoom.start()
  const openings: AgentOpening[] = []
  const agents: ScriptedAgent[] = []
  const start: StartAgent = (listener, opening, stop) => {
    const agent = new ScriptedAgent()
    openings.push(opening)
    agents.push(agent)
    return agent.start(listener, opening, stop)
  }
  await it.room.start(start)
  const phone = it.join()
  await phone.ok('prompt', { text: 'the old times' })
  await settled()
  agents[0]?.says('were good')
  agents[0]?.finishes()
  await settled()
  return { it, phone, openings, agents }
}

test('CV3 every device shows an empty conversation with a new title, on the connection it has', async () => {
  const { it, phone } = await spoken()
  const guest = it.join({ device: 'guest', role: 'view' })
  await settled()
  const { room, title } = it.room.state
  expect(title).toBe('the old times')
  expect(await phone.ok('clear', {})).toEqual({ before: it.log.id })
  await settled()
  for (const device of [phone, guest]) {
    expect(device.screen).toEqual([])
    expect(device.view.before).toBeUndefined()
    expect(device.view.state).toMatchObject({
      ...{ room, title: 'project', activity: { is: 'idle' }, cleared: { before: it.log.id, by: { name: 'phone' } } },
    })
    expect(device.closed).toBeUndefined()
    expect(device.faults).toEqual([])
  }
  await phone.ok('prompt', { text: 'new times' })
  await settled()
  expect([phone.screen, guest.screen]).toEqual([['prompt new times'], ['prompt new times']])
  expect(phone.view.state?.title).toBe('new times')
})

test('CV3 what was said before is as it was, and nothing is added to it', async () => {
  const { it, phone } = await spoken()
  const before = [...it.log.entries]
  await phone.ok('clear', {})
  await phone.ok('prompt', { text: 'new times' })
  await settled()
  expect(it.log.entries).toEqual(before)
  expect(it.later.map((log) => log.entries.map((entry) => 'text' in entry && entry.text))).toEqual([['new times']])
})

test('CV3 a device that comes with a position of the old transcript begins anew', async () => {
  const { it, phone } = await spoken()
  const away = it.join({ device: 'away' })
  await settled()
  const { position, view } = away
  away.drop()
  await phone.ok('clear', {})
  await phone.ok('prompt', { text: 'new times' })
  await settled()
  const back = it.join({ device: 'away', from: position, view })
  await settled()
  expect(back.frames[0]).toMatchObject({ t: 'welcome', resume: 'reset' })
  expect(back.screen).toEqual(phone.screen)
})

test('CV3 prompts that wait are sent in the fresh conversation, those held by a restart still wait for a tap', async () => {
  const { it, phone, agents } = await spoken()
  agents[0]?.dies('It crashed.')
  await settled()
  await phone.ok('prompt', { text: 'waiting' })
  await phone.ok('clear', {})
  await settled()
  expect(agents[1]?.prompts.map(({ text }) => text)).toEqual(['waiting'])
  expect(phone.screen).toEqual(['prompt waiting'])
  expect(it.later.at(-1)?.entries).toHaveLength(1)
})

test('CV3 while a turn runs it is refused with what to do, and nothing happens', async () => {
  const { it, phone, agents } = await spoken()
  await phone.ok('prompt', { text: 'work' })
  await settled()
  expect(await phone.call('clear', {})).toMatchObject({
    error: { code: 'unavailable', message: 'The agent is at work. Stop it first, then try again.' },
  })
  expect(it.later).toEqual([])
  expect(agents).toHaveLength(1)
})

test('CV3 where no other transcript can be opened everything stays as it was', async () => {
  const { it, phone, agents } = await spoken()
  it.failure = new Error('The disk is full.')
  const answer = await phone.call('clear', {})
  expect(answer).toMatchObject({ error: { message: expect.stringContaining('The disk is full.') } })
  await phone.ok('prompt', { text: 'still here?' })
  await settled()
  expect(phone.screen).toEqual(['prompt the old times', 'reply were good', 'prompt still here?'])
  expect(agents).toHaveLength(1)
})

test('CV3 two at once: one is done; an empty conversation is fresh already', async () => {
  const { it, phone } = await spoken()
  const laptop = it.join({ device: 'laptop' })
  const answers = await Promise.all([phone.call('clear', {}), laptop.call('clear', {})])
  expect(answers.filter((answer) => 'ok' in answer)).toHaveLength(1)
  await settled()
  await laptop.ok('clear', {})
  expect(it.later).toHaveLength(1)
})

test('CV4 the agent is begun anew and told nothing; what the one before still says is not heard', async () => {
  const { it, phone, openings, agents } = await spoken()
  await phone.ok('clear', {})
  await settled()
  const fresh = it.later[0]?.id
  expect(openings.map(({ transcript, begun, session }) => ({ transcript, begun, session }))).toEqual([
    { transcript: it.log.id, begun: false, session: undefined },
    { transcript: fresh, begun: false, session: undefined },
  ])
  expect(agents[0]?.ended).toBe(1)
  agents[0]?.says('one more thing')
  await phone.ok('prompt', { text: 'hello' })
  await settled()
  expect(agents[1]?.prompts).toEqual([expect.objectContaining({ text: 'hello', before: undefined })])
  expect(phone.screen).toEqual(['prompt hello'])
})

test('CV4 an agent that writes itself brings its own fresh transcript', async () => {
  const it = await TestRoom.start()
  const own = '00000000-0000-4000-8000-0000000000aa' as typeof it.log.id
  it.agent.writes = it.log.id
  await it.room.start(it.agent.start)
  it.log.appendForeign([{ kind: 'prompt', id: 'p', at: '2026-01-01T00:00:00.000Z', text: 'old' }])
  const phone = it.join()
  it.agent.writes = own
  await phone.ok('clear', {})
  await settled()
  expect(phone.view.state).toMatchObject({ transcript: own, cleared: { before: it.log.id } })
  it.later.at(-1)?.appendForeign([{ kind: 'prompt', id: 'q', at: '2026-01-01T00:00:00.000Z', text: 'new' }])
  await settled()
  expect(phone.screen).toEqual(['prompt new'])
})

test('CV3 it is in the journal, on the disk before it is done, with who did it', async () => {
  const { it, phone } = await spoken()
  const saved = slowly(it.log)
  const cleared = phone.ok('clear', {})
  await settled()
  expect(readJournal(it.home, testRoomId).at(-1)).toMatchObject({
    ...{ t: 'cleared', transcript: it.log.id, by: { device: 'phone' } },
  })
  expect(it.later).toEqual([])
  saved.shift()?.()
  await cleared
  expect(it.later).toHaveLength(1)
  await it.crash()
  const late = it.join({ device: 'late' })
  await settled()
  expect(late.screen).toEqual([])
  const guest = it.join({ device: 'guest', role: 'approve' })
  expect(await guest.call('clear', {})).toMatchObject({ error: { code: 'not_allowed' } })
})
