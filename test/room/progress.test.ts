// When the agent was last heard of and since when it has stalled, as every device is told.

import { expect, test } from 'vitest'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

async function inTurn(): Promise<{ it: TestRoom; phone: RoomDevice; at: (after: number) => string }> {
  const it = await TestRoom.start()
  const phone = it.join()
  const began = it.clock.now()
  await phone.ok('prompt', { text: 'hello' })
  await settled()
  return { it, phone, at: (after) => new Date(began + after).toISOString() }
}

const stalled = (phone: RoomDevice) => {
  const activity = phone.view.state?.activity
  return activity?.is === 'running' ? activity.stalled : undefined
}
const heardPatches = (phone: RoomDevice): number =>
  phone.frames.filter((frame) => frame.t === 'state' && JSON.stringify(frame.patch).includes('"heard"')).length

test('WD1 the last word is told, and not with every word', async () => {
  const { it, phone, at } = await inTurn()
  expect(phone.view.state?.heard).toBeUndefined()
  it.agent.says('a')
  await settled()
  expect(phone.view.state?.heard).toBe(at(0))
  for (let word = 0; word < 40; word++) {
    await it.clock.pass(100)
    it.agent.says('b')
  }
  expect(heardPatches(phone)).toBe(1)
  await it.clock.pass(it.limits.heard)
  expect(heardPatches(phone)).toBe(2)
  expect(phone.view.state?.heard).toBe(at(4000))
  await it.clock.pass(it.limits.heard * 3)
  expect(heardPatches(phone)).toBe(2)
})

test('WD2 a turn without a word has stalled since the last one, also for who comes later', async () => {
  const { it, phone, at } = await inTurn()
  await it.clock.pass(1000)
  it.agent.says('one word')
  await it.clock.pass(it.limits.stalled - 1)
  expect(stalled(phone)).toBeUndefined()
  await it.clock.pass(1)
  expect(stalled(phone)).toEqual({ since: at(1000) })
  await it.clock.pass(600_000)
  const late = it.join({ device: 'laptop' })
  await settled()
  expect(stalled(late)).toEqual({ since: at(1000) })
  it.agent.says('another')
  await settled()
  expect(stalled(phone)).toBeUndefined()
  expect(stalled(late)).toBeUndefined()
  await it.clock.pass(it.limits.stalled)
  expect(stalled(late)).toEqual({ since: at(601_000 + it.limits.stalled) })
  it.agent.finishes()
  await settled()
  expect(late.view.state?.activity).toEqual({ is: 'idle' })
})

test('WD2 where a tool runs it is named', async () => {
  const { it, phone, at } = await inTurn()
  it.agent.tool({ id: 't1', title: 'npm test', status: 'in_progress' })
  await it.clock.pass(it.limits.stalled)
  expect(stalled(phone)).toEqual({ since: at(0), in: 'npm test' })
})

test('WD2 what a person takes to answer is not the agent’s silence', async () => {
  const { it, phone, at } = await inTurn()
  void it.agent.asks('t1')
  await it.clock.pass(10 * it.limits.stalled)
  expect(stalled(phone)).toBeUndefined()
  const [question] = Object.values(phone.view.state?.permissions ?? {})
  await phone.ok('answer', { permission: question?.id as never, option: 'once' })
  await it.clock.pass(it.limits.stalled - 1)
  expect(stalled(phone)).toBeUndefined()
  await it.clock.pass(1)
  expect(stalled(phone)).toMatchObject({ since: at(10 * it.limits.stalled) })
})

test('WD2 a computer that slept did not wait', async () => {
  const { it, phone } = await inTurn()
  await it.clock.pass(1000)
  it.clock.sleep(8 * 3_600_000)
  await settled()
  expect(stalled(phone)).toBeUndefined()
  const woke = it.clock.now()
  await it.clock.pass(it.limits.stalled)
  expect(stalled(phone)).toEqual({ since: new Date(woke).toISOString() })
})

test('WD2 a turn that is over leaves no timer behind', async () => {
  const { it } = await inTurn()
  it.agent.says('done')
  it.agent.finishes()
  await it.clock.pass(it.limits.heard)
  expect(it.clock.pending).toBe(0)
})
