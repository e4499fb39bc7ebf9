// Sub-agents in the live state of a room: how far each is, what it asks, and when it is gone.

import { expect, test } from 'vitest'
import type { WorkNews } from '../../server/room/agent.ts'
import type { PermissionId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { FakeClock, settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

async function atWork(limits: Partial<Limits> = {}) {
  const it = await TestRoom.start(limits)
  const phone = it.join()
  await phone.ok('prompt', { text: 'go' })
  await settled()
  const tells = (id: string, news: Omit<WorkNews, 'is' | 'id' | 'kind'>): void =>
    it.agent.tells({ is: 'work', kind: 'agent', id, ...news })
  return { it, phone, tells }
}

const began = new Date(new FakeClock().now()).toISOString()

const agents = (device: RoomDevice) => device.view.state?.work

test('SA1 SA2 its standing is told at once, what it says and uses a little later, and none of it is in the conversation', async () => {
  const { it, phone, tells } = await atWork()
  tells('a1', { title: 'Look  around', standing: 'running' })
  tells('a1', { call: 't1' })
  await settled()
  expect(agents(phone)).toEqual({
    a1: { order: 1, kind: 'agent', call: 't1', title: 'Look around', standing: 'running', since: began, calls: 0 },
  })
  tells('a1', { says: { message: 'm', text: 'First\nSec' } })
  tells('a1', { says: { message: 'm', text: 'ond' } })
  await settled()
  expect(agents(phone)?.['a1']).not.toHaveProperty('last')
  await it.clock.pass(it.limits.workNews)
  expect(agents(phone)?.['a1']?.last).toBe('Second')
  tells('a1', { says: { message: 'n', text: 'Other' } })
  tells('a1', { uses: 'rm -rf build' })
  tells('a1', { standing: 'needs-you' })
  await settled()
  expect(agents(phone)?.['a1']).toMatchObject({ standing: 'needs-you', calls: 1, last: 'rm -rf build' })
  tells('a1', { standing: 'done' })
  await settled()
  expect(agents(phone)?.['a1']).toMatchObject({ standing: 'done', ended: expect.stringMatching(/^2026-01-01T/) })
  expect(phone.screen).toEqual(['prompt go'])
})

test('SA2 what has ended stays to be looked at, with the agent all are gone; old ends are no news', async () => {
  const { it, phone, tells } = await atWork()
  tells('a1', { title: 'One', standing: 'running' })
  tells('a2', { title: 'Two', standing: 'running' })
  tells('a1', { standing: 'done' })
  tells('a0', { title: 'Of last week', standing: 'done' })
  it.agent.finishes()
  await settled()
  await phone.ok('prompt', { text: 'more' })
  await settled()
  expect(Object.keys(agents(phone) ?? {})).toEqual(['a1', 'a2'])
  it.agent.dies('It fell over.')
  await settled()
  expect(agents(phone)).toBeUndefined()
})

test('SA2 no more are held than may be, and those that are done go first', async () => {
  const { phone, tells } = await atWork({ agentWork: 2 })
  tells('a1', { standing: 'running' })
  tells('a2', { standing: 'running' })
  tells('a2', { standing: 'done' })
  tells('a3', { standing: 'running' })
  tells('a4', { standing: 'running' })
  await settled()
  expect(Object.keys(agents(phone) ?? {})).toEqual(['a3', 'a4'])
})

test('SA3 its question names it and can be answered; the call is in nobody’s transcript here', async () => {
  const { it, phone } = await atWork()
  const answer = it.agent.subAgentAsks('Look around', 'c1', 'make')
  await settled()
  const [asked] = Object.values(phone.view.state?.permissions ?? {})
  expect(asked).toMatchObject({
    from: 'Look around',
    tool: 'c1',
    title: 'make',
    call: { name: 'Bash', command: 'make' },
  })
  await phone.ok('answer', { permission: asked?.id as PermissionId, option: 'once' })
  expect(await answer).toBe('once')
  expect(phone.screen).toEqual(['prompt go'])
  expect(it.log.entries.filter(({ kind }) => kind === 'tool')).toEqual([])
})

test('SA3 a turn that began by itself is not over with the bill while one is at work: its question stays', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const cost = { amount: 1, currency: 'USD' }
  it.agent.says('I send somebody.')
  it.agent.tells({ is: 'work', kind: 'agent', id: 'a1', title: 'One', standing: 'running' })
  void it.agent.subAgentAsks('One', 'c1', 'make')
  it.agent.costs(cost)
  await settled()
  expect(Object.values(phone.view.state?.permissions ?? {})).toHaveLength(1)
  it.agent.tells({ is: 'work', kind: 'agent', id: 'a1', standing: 'done' })
  it.agent.costs(cost)
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
  expect(phone.view.state?.permissions).toEqual({})
})
