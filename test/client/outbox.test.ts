// Calls over connections that break: nothing lost, nothing made twice, nothing sent that is no longer meant.

import { expect, test } from 'vitest'
import type { OutgoingCall } from '../../client/connection.ts'
import type { CallId } from '../../shared/ids.ts'
import { type DeviceId, terminalDevice } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import { device, texts } from './device.ts'
import { callId, roomId, ScriptedRoom } from './scripted-room.ts'

async function joined(options: Parameters<typeof device>[1] = {}) {
  const room = new ScriptedRoom()
  const test = device(() => room.seat(), options)
  await settled()
  return { room, test, ...test }
}

const kept = (id: string, more: Partial<OutgoingCall> = {}): OutgoingCall => ({
  id: callId(id),
  method: 'prompt',
  params: { text: id },
  at: Date.UTC(2026, 0, 1),
  room: roomId,
  device: terminalDevice,
  standing: 'sending',
  ...more,
})
const a = '00000000-0000-4000-8000-00000000000a'
const b = '00000000-0000-4000-8000-00000000000b'
const c = '00000000-0000-4000-8000-00000000000c'

test('OB1 a mutation is stored before it is sent, and until it is answered', async () => {
  const { connection, room, test } = await joined()
  const { id, answered } = connection.prompt('ls')
  expect(test.stored).toMatchObject([{ id, method: 'prompt', params: { text: 'ls' }, device: 'terminal' }])
  expect(room.calls).toEqual([])
  expect(await answered).toEqual({ standing: 'queued' })
  expect(test.stored).toEqual([])
  expect(connection.outbox).toEqual([])
})

test('OB1 what changes nothing is not stored', async () => {
  const { connection, test } = await joined()
  const page = connection.call('page', { before: 0, limit: 10 })
  expect(connection.outbox).toEqual([])
  expect(await page).toEqual({ entries: [], before: null })
  expect(test.stored).toEqual([])
})

test('OB2 unanswered it is sent again under the same id, and made once', async () => {
  const { connection, room, clock } = await joined()
  room.mute = true
  const { id, answered } = connection.prompt('once')
  await settled()
  for (let loss = 0; loss < 3; loss++) {
    room.drop()
    await clock.pass(5000)
  }
  room.mute = false
  room.drop()
  await clock.pass(5000)
  expect(await answered).toEqual({ standing: 'queued' })
  expect(room.calls.map((call) => call.id)).toEqual([id, id, id, id, id])
  expect(texts(connection)).toEqual(['once'])
  expect(connection.outbox).toEqual([])
})

test('OB2 an error of the host ends it too, with its code and sentence', async () => {
  const { connection, room } = await joined()
  room.mute = true
  const { id, answered } = connection.prompt('too many')
  const failure = answered.catch((cause: unknown) => cause)
  await settled()
  room.tell({ t: 'result', id, error: { code: 'queue_full', message: 'Fifty prompts wait already.' } })
  expect(await failure).toMatchObject({ code: 'queue_full', message: 'Fifty prompts wait already.' })
  expect(connection.outbox).toEqual([])
})

test('OB2 a failure that nobody looks at ends nothing', async () => {
  const { connection, room } = await joined()
  const unhandled: unknown[] = []
  const note = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', note)
  room.mute = true
  const { id } = connection.prompt('ignored')
  await settled()
  room.tell({ t: 'result', id, error: { code: 'queue_full', message: 'Full.' } })
  await settled()
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
  expect(connection.status.is).toBe('live')
})

test('OB2 what an earlier page left unanswered goes out with the next welcome', async () => {
  const room = new ScriptedRoom()
  const { connection } = device(() => room.seat(), { stored: [kept(a), kept(b)] })
  expect(connection.outbox).toHaveLength(2)
  await settled()
  expect(room.calls.map(({ id }) => id)).toEqual([a, b])
  expect(connection.outbox).toEqual([])
})

test('OB3 what is too old asks first, and stays until a person says', async () => {
  const room = new ScriptedRoom()
  const at = Date.UTC(2026, 0, 1) - 120_001
  const { connection, clock, stored } = device(() => room.seat(), { stored: [kept(a, { at }), kept(b, { at })] })
  await settled()
  expect(room.calls).toEqual([])
  expect(connection.outbox.map(({ standing }) => standing)).toEqual(['asks', 'asks'])
  room.drop()
  await clock.pass(5000)
  expect(room.calls).toEqual([])

  connection.resend(callId(a))
  connection.discard(callId(b))
  await settled()
  expect(room.calls.map(({ id }) => id)).toEqual([a])
  expect(connection.outbox).toEqual([])
  expect(stored).toHaveLength(2)
})

test('OB3 it grows old while the network is away', async () => {
  const { connection, room, clock } = await joined()
  room.mute = true
  connection.prompt('then')
  await settled()
  room.drop()
  await settled()
  clock.sleep(120_001)
  room.mute = false
  await clock.pass(5000)
  expect(connection.outbox).toMatchObject([{ standing: 'asks' }])
  expect(room.calls).toHaveLength(1)
})

test('OB3 what was made under another grant, or before any, asks first', async () => {
  const room = new ScriptedRoom()
  const another = 'another-device' as DeviceId
  const { connection } = device(() => room.seat(), {
    stored: [kept(a, { device: another }), kept(b, { device: undefined }), kept(c, { room: undefined })],
  })
  await settled()
  expect(room.calls).toEqual([])
  expect(connection.outbox.map(({ standing }) => standing)).toEqual(['asks', 'asks', 'asks'])
  connection.resend(callId(a))
  await settled()
  expect(room.calls.map(({ id }) => id)).toEqual([a])
})

test('OB3 said yes to without a connection, it goes with the next', async () => {
  const room = new ScriptedRoom()
  const { connection, clock } = device(() => room.seat(), { stored: [kept(a, { at: 0 })] })
  await settled()
  room.drop()
  await settled()
  connection.resend(callId(a))
  expect(connection.outbox).toMatchObject([{ standing: 'sending', device: 'terminal' }])
  await clock.pass(5000)
  expect(room.calls.map(({ id }) => id)).toEqual([a])
})

test('OB3 discarded, its promise says so', async () => {
  const { connection, room } = await joined()
  room.mute = true
  const { id, answered } = connection.prompt('never mind')
  const failure = answered.catch((cause: unknown) => cause)
  connection.discard(id)
  expect(await failure).toMatchObject({ code: 'unavailable' })
  expect(connection.outbox).toEqual([])
  connection.resend(id)
  connection.discard('nothing-of-ours' as CallId)
  expect(connection.outbox).toEqual([])
})

test('OB4 reads fail when the connection drops, and at once while there is none', async () => {
  const { connection, room, clock } = await joined()
  room.mute = true
  const page = connection.call('page', { before: 1 }).catch((cause: unknown) => cause)
  await settled()
  room.drop()
  await settled()
  expect(await page).toMatchObject({ name: 'CallFailed', code: 'unavailable' })
  await expect(connection.call('page', { before: 1 })).rejects.toMatchObject({ code: 'unavailable' })
  await clock.pass(5000)
  expect(room.calls).toHaveLength(1)
})

test('OB4 once it has ended every call fails with the reason', async () => {
  const { connection, room, test } = await joined()
  const reading = connection.call('page', { before: 1 }).catch((cause: unknown) => cause)
  room.mute = true
  room.bye('revoked', 'Taken back.')
  await settled()
  await reading
  await expect(connection.call('page', { before: 1 })).rejects.toMatchObject({ message: 'Taken back.' })
  await expect(connection.prompt('ls').answered).rejects.toMatchObject({ code: 'unavailable', message: 'Taken back.' })
  expect(test.stored).toEqual([])
})

test('OB5 calls made before the welcome go out with it', async () => {
  const room = new ScriptedRoom()
  const { connection } = device(() => room.seat())
  const answers = Promise.all([connection.call('page', { before: 0 }), connection.prompt('early').answered])
  expect(await answers).toEqual([{ entries: [], before: null }, { standing: 'queued' }])
  expect(room.calls).toHaveLength(2)
})

test('OB5 answers that nobody waits for change nothing', async () => {
  const { connection, room } = await joined()
  room.tell({ t: 'result', id: callId(a), ok: {} })
  room.tell({ t: 'result', id: callId(b), error: { code: 'not_found', message: 'x' } })
  const { id, answered } = connection.prompt('x')
  await answered
  room.tell({ t: 'result', id, ok: {} })
  await settled()
  expect(connection.status.is).toBe('live')
})

test('WP7 what is longer than a frame may be fails here, and is neither kept nor sent', async () => {
  const { connection, room, test } = await joined({ limits: { inboundFrame: 1000 } })
  await expect(connection.prompt('é'.repeat(500)).answered).rejects.toMatchObject({ code: 'too_large' })
  expect(test.stored).toEqual([])
  await connection.prompt('e'.repeat(500)).answered
  expect(room.calls).toHaveLength(1)
})
