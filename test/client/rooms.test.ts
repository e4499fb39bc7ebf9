// A device that is taken from one room to another: what it shows, and what becomes of its calls.

import { expect, test } from 'vitest'
import type { CallId, RoomId } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import { device, texts } from './device.ts'
import { roomId, ScriptedRoom } from './scripted-room.ts'

const other = 'another-room' as RoomId

async function joined() {
  const room = new ScriptedRoom()
  const test = device(() => room.seat())
  await settled()
  return { room, test, ...test }
}

/** The host seats everybody in the other room. */
function moves(room: ScriptedRoom): void {
  const one = room.joined.at(-1)
  if (!one) throw new Error('nobody is here')
  const { device, name, role, scope } = one
  room.tell({ t: 'welcome', device, name, role, scope, room: other, resume: 'reset' })
  const entry = { kind: 'prompt' as const, id: 'elsewhere', at: '2026-01-01T00:00:00.000Z', text: 'elsewhere' }
  const next = { transcript: 'other' as never, offset: 1, check: 'x', journal: 0 }
  room.tell({ t: 'entries', entries: [entry], next, before: null })
  room.tell({ t: 'state', patch: { title: 'other', live: {} }, whole: true })
  room.tell({ t: 'live' })
}

test('SE7 a welcome at any time begins another room', async () => {
  const { room, connection, statuses } = await joined()
  room.add()
  await settled()
  expect(texts(connection)).toEqual(['0'])
  moves(room)
  await settled()
  expect(texts(connection)).toEqual(['elsewhere'])
  expect(connection.self).toMatchObject({ room: other, role: 'owner' })
  expect(connection.view.state?.title).toBe('other')
  expect(statuses.at(-1)).toBe('live')
  expect(room.joined).toHaveLength(1)
})

test('SE5 SE7 calls name the room that is shown when they are made', async () => {
  const { room, connection, test } = await joined()
  await connection.prompt('one').answered
  await connection.call('page', { before: 0 })
  moves(room)
  await settled()
  room.mute = true
  connection.prompt('two')
  await settled()
  expect(room.calls.map(({ room }) => room)).toEqual([roomId, roomId, other])
  expect(test.stored).toMatchObject([{ room: other }])
})

test('SE5 what is called before the first welcome is for the room that welcomes', async () => {
  const room = new ScriptedRoom()
  const { connection } = device(() => room.seat())
  await Promise.all([connection.prompt('early').answered, connection.call('page', { before: 0 })])
  expect(room.calls.map(({ room }) => room)).toEqual([roomId, roomId])
})

test('SE7 a call under way when the room changes is not sent anew, and its answer counts', async () => {
  const { room, connection } = await joined()
  room.mute = true
  const { id, answered } = connection.prompt('under way')
  await settled()
  moves(room)
  await settled()
  expect(room.calls).toHaveLength(1)
  expect(connection.outbox).toMatchObject([{ standing: 'sending' }])
  room.tell({ t: 'result', id, ok: { standing: 'queued' } })
  expect(await answered).toEqual({ standing: 'queued' })
})

test('OB3 SE7 one that was lost on the way asks in the other room, and goes there only when told to', async () => {
  const { room, connection, clock } = await joined()
  room.mute = true
  const { id } = connection.prompt('rm -rf build')
  await settled()
  const sent = room.calls.length
  room.id = other
  room.drop()
  await clock.pass(5000)
  expect(connection.self?.room).toBe(other)
  expect(connection.outbox).toMatchObject([{ id, room: roomId, standing: 'asks' }])
  expect(room.calls).toHaveLength(sent)
  connection.resend(id as CallId)
  await settled()
  expect(room.calls.at(-1)).toMatchObject({ id, room: other })
})

test('OB3 SE7 one that asked in another room goes on asking when the device is back where it was made', async () => {
  const { room, connection, clock } = await joined()
  room.mute = true
  connection.prompt('rm -rf build')
  await settled()
  const sent = room.calls.length
  for (const id of [other, roomId]) {
    room.id = id
    room.drop()
    await clock.pass(5000)
  }
  expect(connection.self?.room).toBe(roomId)
  expect(connection.outbox).toMatchObject([{ room: roomId, standing: 'asks' }])
  expect(room.calls).toHaveLength(sent)
})
