// Joining and coming back: by position, from the newest page, while things are being written.

import { statSync, truncateSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { TranscriptLog } from '../../server/store/transcript-log.ts'
import type { Entry } from '../../shared/entries.ts'
import type { Position } from '../../shared/protocol.ts'
import { settled } from '../harness/clock.ts'
import { diskLog } from '../harness/disk-log.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

async function say(it: Pick<TestRoom, 'agent'>, phone: RoomDevice, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await phone.ok('prompt', { text })
    await settled()
    it.agent.says(`re: ${text}`)
    it.agent.finishes()
    await settled()
  }
}

/** Before the first line of a transcript in memory. */
const beginning = { offset: 0, check: 'line 0' }

const welcome = (device: RoomDevice) => device.frames.find((frame) => frame.t === 'welcome')

test('RS3 RS7 a device that comes back is sent exactly what it missed', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const laptop = it.join({ device: 'laptop' })
  await say(it, laptop, 'one')
  phone.drop()
  await say(it, laptop, 'two', 'three')
  const back = it.join({ from: phone.position, view: phone.view })
  await settled()
  expect(welcome(back)).toMatchObject({ resume: 'from' })
  const sent = back.frames.flatMap((frame) => (frame.t === 'entries' ? frame.entries : []))
  expect(sent.filter((entry) => entry.kind !== 'mark')).toHaveLength(4)
  expect(back.screen).toEqual(laptop.screen)
  expect(back.view.marks).toEqual(laptop.view.marks)
})

test('RS3 a mark about what a device has already is among what it missed', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const laptop = it.join({ device: 'laptop' })
  await laptop.ok('prompt', { text: 'one' })
  await settled()
  phone.drop()
  it.agent.fails('it failed')
  await settled()
  const back = it.join({ from: phone.position, view: phone.view })
  await settled()
  expect(back.frames.filter((frame) => frame.t === 'entries')).toMatchObject([
    { entries: [{ kind: 'mark', outcome: 'failed', reason: 'it failed' }] },
  ])
  expect(back.view.marks).toEqual(laptop.view.marks)
})

test('RS1 RS4 a position of another transcript, with a wrong check, or past the end begins anew with the newest page', async () => {
  const it = await TestRoom.start({ page: 3 })
  const phone = it.join()
  await say(it, phone, 'one', 'two', 'three')
  const { position } = phone
  const strange = [
    { ...position, transcript: 'another' as never },
    { ...position, check: 'wrong' },
    { ...position, offset: position.offset + 100 },
    { ...position, journal: position.journal + 1 },
    { ...position, journal: position.journal - 1 },
  ]
  for (const from of [...strange, undefined]) {
    const device = it.join({ from, view: phone.view })
    await settled()
    expect(welcome(device)).toMatchObject({ resume: 'reset' })
    expect(device.screen).toEqual(['reply re: two', 'prompt three', 'reply re: three'])
    expect(device.view.before).toBe(300)
  }
})

test('RS9 pages put together are the whole, each entry once', async () => {
  const it = await TestRoom.start({ page: 2 })
  const phone = it.join()
  await say(it, phone, 'one', 'two', 'three')
  const fresh = it.join({ device: 'fresh' })
  await settled()
  const pages: Entry[] = []
  for (let before = fresh.view.before; before !== undefined; ) {
    const page = await fresh.ok('page', { before, limit: 2 })
    pages.unshift(...page.entries)
    before = page.before ?? undefined
  }
  const ids = [...pages, ...fresh.view.entries].filter((entry) => entry.kind !== 'mark').map((entry) => entry.id)
  expect(ids).toEqual(phone.view.entries.map((entry) => entry.id))
  expect(pages.some((entry) => entry.kind === 'mark')).toBe(true)
})

test('RS2 every entries frame carries the next position, and what is not shown moves it too', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await settled()
  const before = phone.position.offset
  it.log.appendForeign([])
  await settled()
  expect(phone.last).toMatchObject({ t: 'entries', entries: [], next: { offset: before + 100 } })
})

test('RS5 a position given out before a restart is as good as a fresh one', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await say(it, phone, 'one')
  await it.crash()
  const back = it.join({ from: phone.position, view: phone.view })
  await say(it, back, 'two')
  expect(welcome(back)).toMatchObject({ resume: 'from' })
  expect(back.screen).toEqual(['prompt one', 'reply re: one', 'prompt two', 'reply re: two'])
})

test('RS6 a slow device is replayed a batch at a time, then gets the whole state, then live, then live frames', async () => {
  const it = await TestRoom.start()
  const fast = it.join()
  await say(it, fast, 'one', 'two')
  let buffered = it.limits.softBuffer + 1
  const slow = it.join({
    device: 'slow',
    from: { ...fast.position, ...{ offset: 0, check: 'line 0', journal: 0 } },
    buffered: () => buffered,
  })
  await settled()
  const entries = () => slow.frames.filter((frame) => frame.t === 'entries').length
  expect(entries()).toBe(1)
  await it.clock.pass(100)
  expect(entries()).toBe(1)
  buffered = 0
  await it.clock.pass(20)
  expect(slow.frames.at(-1)).toEqual({ t: 'live' })
  expect(slow.frames.at(-2)).toMatchObject({ t: 'state', whole: true })
  expect(slow.screen).toEqual(fast.screen)
})

test('RS7 what is written while a slow device is brought up to date reaches it once', async () => {
  const it = await TestRoom.start()
  const fast = it.join()
  await say(it, fast, 'one')
  let buffered = it.limits.softBuffer + 1
  const start = { ...fast.position, ...beginning }
  const slow = it.join({ device: 'slow', from: start, buffered: () => buffered })
  await settled()
  await say(it, fast, 'two')
  buffered = 0
  await it.clock.pass(20)
  await say(it, fast, 'three')
  expect(slow.screen).toEqual(fast.screen)
  const ids = slow.frames
    .flatMap((frame) => (frame.t === 'entries' ? frame.entries : []))
    .filter((entry) => entry.kind !== 'mark')
  expect(ids).toHaveLength(6)
})

/** A device that came back to where it left off, and was sent one frame before it had to wait. */
function slowlyBack(it: TestRoom<TranscriptLog>, from: Position) {
  let buffered = it.limits.softBuffer + 1
  const device = it.join({ device: 'slow', from, buffered: () => buffered })
  const drain = (): Promise<void> => {
    buffered = 0
    return it.clock.pass(20)
  }
  return { device, drain }
}

test('RS11 where another transcript takes the place of the one that is replayed, a slow device begins anew with that', async () => {
  const it = await TestRoom.start()
  const fast = it.join()
  await say(it, fast, 'one', 'two')
  const slow = slowlyBack(it, { ...fast.position, ...beginning })
  await settled()
  expect(slow.device.screen).toEqual(['prompt one'])
  await fast.ok('clear', {})
  await settled()
  await say(it, fast, 'three')
  await slow.drain()
  expect(slow.device.screen).toEqual(['prompt three', 'reply re: three'])
  expect(slow.device.view.entries).toEqual(fast.view.entries)
  expect(slow.device.last).toEqual({ t: 'live' })
})

test('RS11 where the file is another one in the middle of a replay, a slow device begins anew with what is in it', async () => {
  const it = await TestRoom.on(diskLog(), { replayBatch: 1 })
  const fast = it.join()
  await settled()
  const { offset, check } = fast.position
  const empty = { offset, check }
  await say(it, fast, 'one')
  const { size } = statSync(it.log.path)
  await say(it, fast, 'two', 'three')
  const slow = slowlyBack(it, { ...fast.position, ...empty })
  await settled()
  expect(slow.device.screen).toEqual(['prompt one'])
  // Shorter, and then as long again with other lines: nothing of what was still to be sent is there.
  truncateSync(it.log.path, size)
  it.log.look()
  await say(it, fast, 'four', 'five')
  await slow.drain()
  expect(slow.device.screen).toEqual(fast.screen)
  expect(slow.device.screen).toEqual(['one', 'four', 'five'].flatMap((text) => [`prompt ${text}`, `reply re: ${text}`]))
})

test('RS7 a mark that comes between two frames of a replay, about an entry that was replayed, reaches the device', async () => {
  const it = await TestRoom.start()
  const fast = it.join()
  await fast.ok('prompt', { text: 'one' })
  await settled()
  it.agent.says('so far')
  it.log.appendForeign([])
  const slow = slowlyBack(it, { ...fast.position, ...beginning })
  await settled()
  expect(slow.device.screen).toEqual(['prompt one'])
  it.agent.fails('it failed')
  await settled()
  await slow.drain()
  expect(slow.device.view.marks).toEqual(fast.view.marks)
  expect([...fast.view.marks.values()]).toMatchObject([{ outcome: 'failed' }])
})

test('RS8 an entry is not sent where its write failed', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  it.log.failure = new Error('disk full')
  await phone.call('prompt', { text: 'lost?' })
  await settled()
  expect(phone.view.entries).toEqual([])
})

test('ST1 ST3 a joining device gets the state whole, with everybody who is connected', async () => {
  const it = await TestRoom.start()
  const phone = it.join({ ticket: 'ticket-1' as never, name: 'iPhone' })
  const laptop = it.join({ device: 'laptop', name: 'Laptop' })
  await settled()
  expect(laptop.view.state?.devices).toMatchObject({
    phone: { name: 'iPhone', ticket: 'ticket-1' },
    laptop: { name: 'Laptop' },
  })
  expect(phone.view.state).toEqual(laptop.view.state)
  const states = (device: RoomDevice) => device.frames.filter((frame) => frame.t === 'state')
  expect(states(phone).map(({ whole, patch }) => [whole, Object.keys(patch as object)])).toEqual([
    [true, expect.arrayContaining(['activity', 'devices', 'title'])],
    [undefined, ['devices']],
    [undefined, ['devices']],
  ])
  laptop.drop()
  await settled()
  expect(Object.keys(phone.view.state?.devices ?? {})).toEqual(['phone'])
})

test('ST3 who comes and goes in a crowd is told together, up to the last of them', async () => {
  const it = await TestRoom.start({ crowd: 3, crowdNews: 100 })
  const few = ['a', 'b', 'c'].map((device) => it.join({ device }))
  await settled()
  const [first] = few
  const names = () => Object.keys(first?.view.state?.devices ?? {})
  expect(names()).toEqual(['a', 'b', 'c'])
  const crowd = Array.from({ length: 20 }, (_, at) => it.join({ device: `d${at}` }))
  await settled()
  const frames = first?.frames.length ?? 0
  expect(names()).toHaveLength(3)
  await it.clock.pass(100)
  expect(names()).toHaveLength(23)
  expect(first?.frames.length).toBe(frames + 1)
  for (const device of crowd) device.drop()
  await it.clock.pass(100)
  expect(names()).toEqual(['a', 'b', 'c'])
})

test('ST1 nothing stale comes back: a permission that was answered while a device was away is not in its state', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const laptop = it.join({ device: 'laptop' })
  await phone.ok('prompt', { text: 'go' })
  await settled()
  void it.agent.asks('t1')
  await settled()
  const [permission] = Object.keys(phone.view.state?.permissions ?? {})
  phone.drop()
  await laptop.ok('answer', { permission: permission as never, option: 'once' })
  const back = it.join({ from: phone.position, view: phone.view })
  await settled()
  expect(back.view.state?.permissions).toEqual({})
})
