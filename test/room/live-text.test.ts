// Text as it is written: deltas, coalescing, tools' tails, and giving way to entries.

import { expect, test } from 'vitest'
import type { Limits } from '../../shared/limits.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import { emptyView, fold } from '../../shared/room-view.ts'
import { settled } from '../harness/clock.ts'
import { type RoomDevice, screenOf } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

const deltas = (device: RoomDevice): string[] =>
  device.frames.flatMap((frame: ServerFrame) => (frame.t === 'delta' ? [frame.text] : []))

/** What it showed after each frame. */
function screensOf(device: RoomDevice, limits: Limits): string[][] {
  let view = emptyView
  return device.frames.map((frame) => {
    view = fold(view, frame, limits)
    return screenOf(view)
  })
}

async function running(limits = {}): Promise<{ it: TestRoom; phone: RoomDevice }> {
  const it = await TestRoom.start(limits)
  const phone = it.join()
  await phone.ok('prompt', { text: 'go' })
  await settled()
  return { it, phone }
}

test('DL1 DL6 a reply grows by deltas and gives way to its entry, never shown twice', async () => {
  const { it, phone } = await running()
  it.agent.says('Hel')
  it.agent.says('lo')
  await settled()
  expect(phone.screen).toEqual(['prompt go', 'writing Hello'])
  it.agent.finishes()
  await settled()
  expect(phone.screen).toEqual(['prompt go', 'reply Hello'])
  expect(phone.view.state?.live).toEqual({})
  // From its first letter on it is on the screen once, whichever frame has just come.
  const times = screensOf(phone, it.limits).map((screen) => screen.filter((line) => line.includes('Hel')).length)
  expect(times.slice(times.indexOf(1))).toEqual(times.slice(times.indexOf(1)).map(() => 1))
})

test('DL1 a late joiner gets what is half written, and then the rest of it', async () => {
  const { it, phone } = await running()
  it.agent.says('Hel')
  const late = it.join({ device: 'late' })
  await settled()
  it.agent.says('lo')
  await settled()
  expect(late.screen).toEqual(['prompt go', 'writing Hello'])
  expect(late.screen).toEqual(phone.screen)
})

test('DL2 the first words go at once, what follows within the coalescing time goes together', async () => {
  const { it, phone } = await running({ coalesce: 25 })
  for (const text of ['a', 'b', 'c']) it.agent.says(text)
  await settled()
  expect(deltas(phone)).toEqual(['a'])
  await it.clock.pass(25)
  expect(deltas(phone)).toEqual(['a', 'bc'])
  it.agent.says('d')
  await it.clock.pass(25)
  it.agent.says('e')
  await it.clock.pass(25)
  expect(deltas(phone).join('')).toBe('abcde')
})

test('DL3 text is sent before the line that comes after it', async () => {
  const { it, phone } = await running({ coalesce: 25 })
  it.agent.says('a')
  it.agent.says('b')
  it.agent.tool({ id: 't1', title: 'ls', status: 'in_progress' })
  await settled()
  const order = phone.frames.filter(
    (frame) => frame.t === 'delta' || (frame.t === 'entries' && frame.entries.length > 0),
  )
  expect(order.slice(-4).map((frame) => frame.t)).toEqual(['delta', 'delta', 'entries', 'entries'])
  expect(phone.screen.slice(1)).toEqual(['reply ab', 'tool {"title":"ls"} running: '])
})

test('DL3 text is sent before what another program writes after it, and before a change of the state', async () => {
  const { it, phone } = await running({ coalesce: 25 })
  const sent = async (run: () => void) => {
    const before = phone.frames.length
    it.agent.says('one')
    it.agent.says('two')
    run()
    await settled()
    return phone.frames.slice(before).map((frame) => (frame.t === 'delta' ? frame.text : frame.t))
  }
  const foreign = { kind: 'prompt' as const, id: 'p', at: '2026-01-01T00:00:00.000Z', text: 'from elsewhere' }
  expect((await sent(() => it.log.appendForeign([foreign]))).slice(-3)).toEqual(['one', 'two', 'entries'])
  await it.clock.pass(25)
  const told = await sent(() => it.agent.costs())
  expect(told.filter((each) => each !== 'entries')).toEqual(['one', 'two', 'state'])
})

test('DL4 a tool’s live text keeps its tail, the same on every device, and says what it dropped', async () => {
  const { it, phone } = await running({ liveOutput: 10 })
  it.agent.tool({ id: 't1', title: 'count', status: 'in_progress' })
  for (let n = 0; n < 30; n++) it.agent.tool({ id: 't1', output: { append: `${n % 10}` } })
  const late = it.join({ device: 'late' })
  await settled()
  for (let n = 0; n < 5; n++) it.agent.tool({ id: 't1', output: { append: `${n}` } })
  await settled()
  const [part] = Object.values(phone.view.state?.live ?? {})
  expect(part).toMatchObject({ kind: 'tool' })
  if (part?.kind !== 'tool') return
  expect(part.dropped + part.text.length).toBe(35)
  expect(part.text.length).toBeLessThanOrEqual(20)
  expect('012345678901234567890123456789'.concat('01234').endsWith(part.text)).toBe(true)
  expect(late.view.state?.live).toEqual(phone.view.state?.live)
  expect(late.view.state?.live).toEqual(it.room.state.live)
})

test('DL5 of a flood only the tail that is kept is sent', async () => {
  const { it, phone } = await running({ liveOutput: 100, coalesce: 25 })
  it.agent.tool({ id: 't1', title: 'flood', status: 'in_progress' })
  it.agent.tool({ id: 't1', output: { append: 'first' } })
  for (let n = 0; n < 1000; n++) it.agent.tool({ id: 't1', output: { append: 'x'.repeat(99) + (n % 10) } })
  await it.clock.pass(25)
  const sent = phone.frames.reduce((sum, frame) => sum + JSON.stringify(frame).length, 0)
  expect(sent).toBeLessThan(10_000)
  expect(phone.view.state?.live).toEqual(it.room.state.live)
})

test('EN4 blocks of one message have its id and their index; after a tool’s answer a new message begins', async () => {
  const { it } = await running()
  it.agent.says('thinking', undefined, 'thought')
  it.agent.says('text')
  it.agent.tool({ id: 't1', title: 'ls', status: 'completed' })
  it.agent.says('after')
  it.agent.says('other', 'msg_of_the_agent')
  it.agent.finishes()
  await settled()
  const blocks = it.log.entries.flatMap((entry) => (entry.kind === 'reply' || entry.kind === 'thought' ? [entry] : []))
  expect(blocks.map((block) => [block.text, block.block])).toEqual([
    ['thinking', 0],
    ['text', 1],
    ['after', 0],
    ['other', 0],
  ])
  const [first, second, third, fourth] = blocks.map((block) => block.message)
  expect(first).toBe(second)
  expect(new Set([first, third, fourth]).size).toBe(3)
  expect(fourth).toBe('msg_of_the_agent')
})

test('WD7 a block of a reply ends where it is long enough, and what follows is another', async () => {
  const { it, phone } = await running({ replyBlock: 10 })
  for (const piece of ['aaaa', 'bbbb', 'cccc', 'dddd']) it.agent.says(piece)
  await settled()
  expect(phone.screen).toEqual(['prompt go', 'reply aaaabbbbcccc', 'writing dddd'])
  it.agent.finishes()
  await settled()
  const replies = it.log.entries.flatMap((entry) => (entry.kind === 'reply' ? [entry] : []))
  expect(replies.map(({ text, block }) => [text, block])).toEqual([
    ['aaaabbbbcccc', 0],
    ['dddd', 1],
  ])
})

test('EN5 of a long output head and tail are recorded and the gap is told', async () => {
  const { it } = await running({ shellRecord: 10 })
  it.agent.tool({ id: 't1', title: 'flood', status: 'in_progress' })
  for (let n = 0; n < 100; n++) it.agent.tool({ id: 't1', output: { append: `${n % 10}`.repeat(10) } })
  it.agent.tool({ id: 't1', status: 'completed' })
  await settled()
  expect(it.log.text('t1')).toBe('0000000000\n… 980 characters left out …\n9999999999')
})

test('EN2 a tool call that is first heard of when it is done is recorded whole; contents that were replaced are', async () => {
  const { it, phone } = await running()
  it.agent.tool({ id: 't1', title: 'late', status: 'completed', output: { whole: 'all of it' } })
  it.agent.tool({ id: 't2', title: 'replaced', status: 'in_progress', output: { whole: 'one' } })
  it.agent.tool({ id: 't2', output: { whole: 'one two' } })
  await settled()
  expect(deltas(phone)).toEqual(['all of it', 'one', ' two'])
  it.agent.tool({ id: 't2', output: { whole: 'three' } })
  await settled()
  expect(phone.screen.at(-1)).toBe('tool {"title":"replaced"} running: three')
  it.agent.tool({ id: 't2', status: 'failed' })
  await settled()
  expect(phone.screen.slice(1)).toEqual([
    'tool {"title":"late"} done: all of it',
    'tool {"title":"replaced"} failed: three',
  ])
})
