// Questions of the agent's: asked on every device, answered once.

import { expect, test } from 'vitest'
import type { PermissionId } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { defaultOptions } from '../harness/scripted-agent.ts'
import { slowly } from '../harness/slow-disk.ts'
import { TestRoom } from '../harness/test-room.ts'

async function asked(): Promise<{
  it: TestRoom
  phone: RoomDevice
  laptop: RoomDevice
  id: PermissionId
  answer: Promise<string | undefined>
}> {
  const it = await TestRoom.start()
  const phone = it.join({ name: 'iPhone' })
  const laptop = it.join({ device: 'laptop', name: 'Laptop' })
  await phone.ok('prompt', { text: 'go' })
  await settled()
  const answer = it.agent.asks('t1')
  await settled()
  const [id] = Object.keys(phone.view.state?.permissions ?? {})
  return { it, phone, laptop, id: id as PermissionId, answer }
}

test('PM1 PM5 every device is asked, and the tool call it is about is in the transcript', async () => {
  const { it, phone, laptop } = await asked()
  expect(phone.view.state?.permissions).toEqual(laptop.view.state?.permissions)
  expect(Object.values(phone.view.state?.permissions ?? {})).toMatchObject([
    { tool: 't1', title: 'run t1', options: defaultOptions },
  ])
  expect(it.log.entries.at(-1)).toMatchObject({ kind: 'tool', id: 't1' })
})

test('PM2 PM3 the first answer wins, all learn whose it was, and a later one is told so', async () => {
  const { phone, laptop, id, answer } = await asked()
  const [first, second] = await Promise.all([
    phone.call('answer', { permission: id, option: 'once' }),
    laptop.call('answer', { permission: id, option: 'no' }),
  ])
  expect(first).toMatchObject({ ok: {} })
  expect(second).toMatchObject({ error: { code: 'already_resolved', message: 'iPhone answered first: Allow once.' } })
  expect(await answer).toBe('once')
  await settled()
  for (const device of [phone, laptop]) {
    expect(device.view.state?.permissions).toEqual({})
    expect(device.view.marks.get('t1')?.decision).toMatchObject({
      option: 'Allow once',
      allowed: true,
      by: { name: 'iPhone' },
    })
  }
})

test('PM2 the agent learns of an answer once that is on the disk', async () => {
  const { it, phone, id, answer } = await asked()
  const saved = slowly(it.log)
  let learned: string | undefined
  void answer.then((option) => {
    learned = option
  })
  const answered = phone.ok('answer', { permission: id, option: 'once' })
  await settled()
  expect(learned).toBeUndefined()
  saved.shift()?.()
  await answered
  await settled()
  expect(learned).toBe('once')
})

test('PM4 a stopped turn, an ended one and a dead agent withdraw their questions', async () => {
  const stopped = await asked()
  await stopped.laptop.ok('cancel', {})
  expect(await stopped.answer).toBeUndefined()
  expect(await stopped.phone.call('answer', { permission: stopped.id, option: 'once' })).toMatchObject({
    error: { code: 'already_resolved', message: 'That turn was stopped.' },
  })
  const ended = await asked()
  ended.it.agent.finishes()
  expect(await ended.answer).toBeUndefined()
  const dead = await asked()
  dead.it.agent.dies('gone')
  expect(await dead.answer).toBeUndefined()
  await settled()
  expect(dead.phone.view.state?.permissions).toEqual({})
  expect(await dead.phone.call('answer', { permission: dead.id, option: 'once' })).toMatchObject({
    error: { code: 'already_resolved', message: 'The agent that asked has ended.' },
  })
})

test('PM1 PM4 an agent that takes its question back takes it from every device', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const withdrawn = new AbortController()
  const answer = it.agent.asks('t1', defaultOptions, withdrawn.signal)
  await settled()
  expect(Object.values(phone.view.state?.permissions ?? {})).toMatchObject([{ tool: 't1' }])
  withdrawn.abort()
  expect(await answer).toBeUndefined()
  await settled()
  expect(phone.view.state?.permissions).toEqual({})
})

test('CA5 an answer that was not offered, and one to a question that never was, are refused', async () => {
  const { phone, id } = await asked()
  expect(await phone.call('answer', { permission: id, option: 'maybe' })).toMatchObject({
    error: { code: 'bad_request' },
  })
  expect(await phone.call('answer', { permission: 'never' as never, option: 'once' })).toMatchObject({
    error: { code: 'not_found' },
  })
  expect(Object.keys(phone.view.state?.permissions ?? {})).toEqual([id])
})

test('PM2 an answer that could not be made safe takes no effect, and leaves the agent waiting for none', async () => {
  const { it, phone, id, answer } = await asked()
  it.syncFailure = new Error('the disk failed')
  expect(await phone.call('answer', { permission: id, option: 'once' })).toMatchObject({
    error: { code: 'storage_failed' },
  })
  expect(await answer).toBeUndefined()
})
