// Another session in the same host: who follows, who stays, and that nothing takes effect where it was not meant.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openSession } from '../../server/cli/session.ts'
import { isHolder, lockTranscript } from '../../server/store/lock.ts'
import { RoomRecords } from '../../server/store/rooms.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { pipePair } from '../../shared/pipe.ts'
import type { Params } from '../../shared/protocol.ts'
import { settled } from '../harness/clock.ts'
import { recorded } from '../harness/recorded.ts'
import { TestHost } from '../harness/test-host.ts'

const lockHome = (it: TestHost): string => join(it.machine.home, 'carryon')

async function isFree(it: TestHost, session: TranscriptId): Promise<boolean> {
  const lock = await lockTranscript(lockHome(it), session)
  if (isHolder(lock)) return false
  lock.release()
  return true
}

test('SE3 whoever may enter every room follows into the session that is opened, the terminal too', async () => {
  const it = await TestHost.start()
  const beans = it.record('water beans')
  const terminal = it.terminal()
  const phone = it.join(it.first)
  const laptop = it.join(it.first, { role: 'view' })
  await settled()
  const { room } = await phone.ok('open', { session: beans.id })
  await expect.poll(() => terminal.view.state?.transcript).toBe(beans.id)
  expect(terminal.self?.room).toBe(room)
  for (const device of [phone, laptop]) {
    expect(device.room).toBe(room)
    expect(device.view.state?.title).toBe('water beans')
    expect(device.screen).toEqual(['prompt water beans', 'reply answer to water beans'])
    expect(device.frames.findLast(({ t }) => t === 'welcome')).toMatchObject({ room, resume: 'reset' })
    expect(device.closed).toBeUndefined()
  }
  expect(Object.keys(phone.view.state?.devices ?? {})).toHaveLength(3)
})

test('SE3 whoever asked has its answer before it is welcomed in the other room', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  await phone.ok('open', { session: it.record('beans').id })
  await settled()
  const kinds = phone.frames.map(({ t }) => t)
  expect(kinds.indexOf('result')).toBeLessThan(kinds.lastIndexOf('welcome'))
})

test('SE3 who comes back to a room that its owner left is where the owner is', async () => {
  const it = await TestHost.start()
  const beans = it.record('beans')
  const phone = it.join(it.first)
  it.guest(it.first)
  await phone.ok('open', { session: beans.id })
  await settled()
  const late = it.terminal()
  await expect.poll(() => late.view.state?.transcript).toBe(beans.id)
})

test('SE3 who comes for the room that the owner left is seated where the owner is', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  it.guest(it.first)
  await phone.ok('open', { session: it.record('beans').id })
  await settled()
  const [mine, hosts] = pipePair()
  const welcome = new Promise<string>((resolve) => {
    mine.onFrame = resolve
  })
  void it.host.accept(hosts, { trusted: true, address: 'terminal' })
  mine.send(JSON.stringify({ t: 'hello', v: 1, room: it.first.id, who: { kind: 'terminal' }, nonce: 'A'.repeat(22) }))
  expect(JSON.parse(await welcome)).toMatchObject({ t: 'welcome', room: phone.room })
})

test('SE3 back in the room that a device came to by its position it begins anew, for it has shown another', async () => {
  const it = await TestHost.start()
  const [beans, corn] = [it.record('beans'), it.record('corn')]
  const before = it.join(it.first)
  const { room } = await before.ok('open', { session: beans.id })
  await settled()
  const there = it.rooms.get(room)
  if (!there) throw new Error('the room is not open')
  const phone = it.join(there, { from: before.position, view: before.view })
  await settled()
  for (const session of [corn.id, beans.id]) {
    await phone.ok('open', { session })
    await settled()
  }
  expect(phone.room).toBe(room)
  expect(phone.screen).toEqual(['prompt beans', 'reply answer to beans'])
})

test('SE4 a guest stays, goes on, and learns that the owner moved but not where to', async () => {
  const it = await TestHost.start()
  const beans = it.record('secret beans')
  const phone = it.join(it.first)
  const guest = it.guest(it.first)
  await settled()
  await phone.ok('open', { session: beans.id })
  await settled()
  expect(guest.view.state?.moved).toMatch(/^2026-/)
  expect(guest.room).toBe(it.first.id)
  expect(Object.keys(guest.view.state?.devices ?? {})).toHaveLength(1)
  expect(JSON.stringify(guest.frames)).not.toMatch(new RegExp(`${beans.id}|secret|${phone.room}`))
  await guest.ok('prompt', { text: 'echo still-here' })
  await guest.until(() => Object.keys(guest.view.state?.permissions ?? {}).length > 0)
  expect(JSON.stringify(phone.frames.slice(-5))).not.toContain('still-here')
  await phone.ok('open', { session: guest.view.state?.transcript as TranscriptId })
  await settled()
  expect(phone.room).toBe(it.first.id)
  expect(guest.view.state?.moved).toBeUndefined()
})

test('SE2 what a guest asks for after the owner moved is of its own room', async () => {
  const it = await TestHost.start()
  const beans = it.record('secret beans')
  const phone = it.join(it.first)
  const guest = it.guest(it.first, { role: 'owner' })
  await phone.ok('open', { session: beans.id })
  await settled()
  const secret = it.rooms.get(phone.room ?? it.first.id)
  const entry = phone.view.entries[0]?.id ?? ''
  guest.room = phone.room
  expect(await guest.call('page', { before: 1_000_000 })).toMatchObject({ error: { code: 'other_room' } })
  guest.room = it.first.id
  expect(await guest.call('read', { of: entry, from: 0 })).toMatchObject({ error: { code: 'not_found' } })
  expect(await guest.call('open', { session: beans.id })).toMatchObject({ error: { code: 'not_allowed' } })
  expect(await guest.call('fork', {})).toMatchObject({ error: { code: 'not_allowed' } })
  expect(secret?.state.devices).not.toHaveProperty('guest')
  expect(JSON.stringify(guest.frames)).not.toContain('secret')
})

test('SE5 a call takes effect in the room it was made for, or nowhere', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  await settled()
  await phone.ok('open', { session: it.record('beans').id })
  await settled()
  const [old, now] = [it.first.id, phone.room]
  phone.room = old
  const late = await phone.call('prompt', { text: 'rm -rf build' })
  expect(late).toMatchObject({ error: { code: 'other_room', message: expect.stringContaining('do it again') } })
  expect(await phone.call('rename', { title: 'wrong' })).toMatchObject({ error: { code: 'other_room' } })
  phone.pipe.send(JSON.stringify({ t: 'call', id: 'nowhere', method: 'prompt', params: { text: 'rm' } }))
  await settled()
  expect(phone.frames.at(-1)).toMatchObject({ id: 'nowhere', error: { code: 'other_room' } })
  phone.room = now
  expect(phone.view.state?.queue).toEqual({})
  expect(phone.screen).toHaveLength(2)
  expect(phone.view.state?.title).toBe('beans')
})

test('SE5 what was under way when the room changed is still answered by the old one', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  const other = it.join(it.first)
  await settled()
  const opened = other.ok('open', { session: it.record('beans').id })
  const prompted = phone.call('prompt', { text: 'true' })
  await opened
  expect(await prompted).toMatchObject({ ok: {} })
})

test('SE6 the current session of a room opens that room, whoever asks and however often at once', async () => {
  const it = await TestHost.start()
  const beans = it.record('beans')
  const [one, two] = [it.join(it.first), it.join(it.first)]
  await settled()
  const rooms = await Promise.all([one.ok('open', { session: beans.id }), two.ok('open', { session: beans.id })])
  expect(rooms[0]).toEqual(rooms[1])
  await settled()
  const again = await one.ok('open', { session: beans.id })
  expect(again).toEqual(rooms[0])
  expect(await one.ok('prompt', { text: 'true' })).toMatchObject({})
})

test('SE6 a room that is opened again is the room it was, on the port that all of this host share', async () => {
  const it = await TestHost.start()
  it.hosted.port = 4711
  const beans = it.record('beans')
  const first = it.first.state.transcript
  const phone = it.join(it.first)
  await phone.ok('prompt', { text: 'true' })
  await phone.until(() => phone.view.state?.activity.is === 'running' || phone.screen.length > 0)
  const { room } = await phone.ok('open', { session: beans.id })
  await settled()
  expect(new RoomRecords(lockHome(it)).holding(beans.id)).toMatchObject({ id: room, port: 4711, agent: 'shell' })
  expect(await phone.ok('open', { session: first })).toEqual({ room: it.first.id })
})

test('a room that nobody is in closes and frees its session; where guests were, after a while', async () => {
  const it = await TestHost.start()
  const [beans, leeks] = [it.record('beans'), it.record('leeks')]
  const phone = it.join(it.first)
  await phone.ok('open', { session: beans.id })
  await it.machine.clock.pass(1)
  expect([...it.rooms.keys()]).toEqual([phone.room])
  const room = it.rooms.get(phone.room ?? it.first.id)
  if (!room) throw new Error('the room is gone')
  const guest = it.guest(room)
  await settled()
  await phone.ok('open', { session: leeks.id })
  await it.machine.clock.pass(1)
  guest.drop()
  await it.machine.clock.pass(it.machine.limits.deserted - 1000)
  expect(it.rooms.has(room.id)).toBe(true)
  await it.machine.clock.pass(2000)
  await expect.poll(() => isFree(it, beans.id)).toBe(true)
  expect(it.rooms.has(room.id)).toBe(false)
  expect(await isFree(it, leeks.id)).toBe(false)
})

test('a fork is a session of its own, with all that was said or as much as is asked for', async () => {
  const it = await TestHost.start()
  const source = it.record('one', 'two')
  const phone = it.join(it.first)
  await phone.ok('open', { session: source.id })
  await settled()
  const upTo = phone.view.entries[1]?.id
  const whole = await phone.ok('fork', {})
  await settled()
  expect(phone.view.state).toMatchObject({ transcript: whole.session, title: 'one (fork)' })
  expect(phone.screen).toHaveLength(4)
  const part = await phone.ok('fork', { session: source.id, upTo })
  await settled()
  expect(phone.room).toBe(part.room)
  expect(phone.screen).toEqual(['prompt one', 'reply answer to one'])
})

test('SE10 a copy may end before a prompt; the session itself stays as it is, and its copies are not called copies of copies', async () => {
  const it = await TestHost.start()
  const source = it.record('one', 'two', 'three')
  const whole = readFileSync(source.path, 'utf8')
  const phone = it.join(it.first)
  await phone.ok('open', { session: source.id })
  await settled()
  const [first, , second, , third] = phone.view.entries.map(({ id }) => id)
  const { session } = await phone.ok('fork', { before: third })
  await settled()
  expect(phone.view.state).toMatchObject({ transcript: session, title: 'one (fork)' })
  expect(phone.screen).toEqual(['prompt one', 'reply answer to one', 'prompt two', 'reply answer to two'])
  await phone.ok('fork', { before: phone.view.entries[2]?.id })
  await settled()
  expect(phone.view.state?.title).toBe('one (fork)')
  expect(phone.screen).toEqual(['prompt one', 'reply answer to one'])
  expect(readFileSync(source.path, 'utf8')).toBe(whole)
  const told = (params: Params<'fork'>) => phone.call('fork', { session: source.id, ...params })
  expect(await told({ before: first })).toMatchObject({
    error: { code: 'not_found', message: expect.stringContaining('/clear begins anew') },
  })
  expect(await told({ before: 'nothing of it' })).toMatchObject({
    error: { code: 'not_found', message: expect.stringContaining('Choose another one') },
  })
  expect(await told({ upTo: second, before: second })).toMatchObject({ error: { code: 'bad_request' } })
})

test('what cannot be opened is said with what to do, and everybody stays', async () => {
  const it = await TestHost.start()
  const elsewhere = join(it.machine.home, 'elsewhere')
  mkdirSync(elsewhere)
  const gone = recorded(join(it.machine.home, 'claude'), elsewhere, ['x'])
  rmSync(elsewhere, { recursive: true })
  const held = it.record('held')
  const lock = await lockTranscript(lockHome(it), held.id)
  onTestFinished(() => {
    if (!isHolder(lock)) lock.release()
  })
  const phone = it.join(it.first)
  const nowhere = '00000000-0000-4000-8000-00000000000f' as TranscriptId
  const told = async (session: TranscriptId) => phone.call('open', { session })
  expect(await told(gone.id)).toMatchObject({
    error: { code: 'unavailable', message: expect.stringContaining(elsewhere) },
  })
  expect(await told(held.id)).toMatchObject({ error: { message: expect.stringContaining(`process ${process.pid}`) } })
  expect(await told(nowhere)).toMatchObject({ error: { message: expect.stringContaining('carryon sessions --all') } })
  expect(await told('..' as TranscriptId)).toMatchObject({ error: { code: 'bad_request' } })
  expect(await phone.call('fork', {})).toMatchObject({
    error: { message: expect.stringContaining('nothing has been said') },
  })
  expect(phone.room).toBe(it.first.id)
  expect(it.rooms.size).toBe(1)
})

test('a host that ends closes all its rooms and frees their sessions', async () => {
  const it = await TestHost.start()
  const beans = it.record('beans')
  const first = it.first.state.transcript
  const [phone, guest] = [it.join(it.first), it.guest(it.first)]
  await settled()
  await phone.ok('open', { session: beans.id })
  await settled()
  await it.close()
  await settled()
  for (const device of [phone, guest])
    expect(device.frames.find(({ t }) => t === 'bye')).toMatchObject({ code: 'closing' })
  expect([await isFree(it, beans.id), await isFree(it, first)]).toEqual([true, true])
  const again = await openSession({ kind: 'resume', id: beans.id }, 'shell', it.machine)
  expect(again.room.id).toBe(phone.room)
  again.log.close()
  again.release()
})

test('a room that was left more than once is closed once: its session is free when all of it is written, and no sooner', async () => {
  const it = await TestHost.start()
  const [beans, leeks] = [it.record('beans'), it.record('leeks')]
  const phone = it.join(it.first)
  await phone.ok('open', { session: beans.id })
  await it.machine.clock.pass(1)
  const room = it.rooms.get(phone.room ?? it.first.id)
  if (!room) throw new Error('the room is gone')
  await phone.ok('open', { session: leeks.id })
  await settled()
  // As the end of a task in it does.
  it.hosted.left(room)
  let written = (): void => {}
  const close = room.close.bind(room)
  const closed = vi.spyOn(room, 'close').mockImplementation(async () => {
    await new Promise<void>((resolve) => {
      written = resolve
    })
    await close()
  })
  await it.machine.clock.pass(1)
  expect(closed).toHaveBeenCalledOnce()
  expect(await isFree(it, beans.id)).toBe(false)
  written()
  await expect.poll(() => isFree(it, beans.id)).toBe(true)
})

test('a session whose room cannot be made is free again', async () => {
  const it = await TestHost.start()
  const beans = it.record('beans')
  const phone = it.join(it.first)
  await settled()
  const journals = join(lockHome(it), 'journal')
  renameSync(journals, `${journals}.away`)
  writeFileSync(journals, '')
  expect(await phone.call('open', { session: beans.id })).toMatchObject({ error: { code: 'storage_failed' } })
  rmSync(journals)
  renameSync(`${journals}.away`, journals)
  expect(await phone.call('open', { session: beans.id })).toMatchObject({ ok: {} })
})
