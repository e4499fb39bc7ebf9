// The table of calls from the outside: roles, forms, repeats, frames that are none, slow devices.

import { expect, test } from 'vitest'
import type { CallId } from '../../shared/ids.ts'
import { calls, type Method } from '../../shared/protocol.ts'
import { mayAct, roles } from '../../shared/roles.ts'
import { settled } from '../harness/clock.ts'
import { newCallId } from '../harness/room-device.ts'
import { slowly } from '../harness/slow-disk.ts'
import { TestRoom, testRoomId } from '../harness/test-room.ts'

const methods = Object.keys(calls) as Method[]

test.each(roles)('CA1 %s is refused every call that takes more than it may', async (role) => {
  const it = await TestRoom.start()
  const guest = it.join({ role, scope: { kind: 'room', room: testRoomId } })
  for (const method of methods) {
    const answer = await guest.call(method, {} as never)
    const may = mayAct(role, calls[method].role) && calls[method].scope === 'room'
    if (may) expect(answer).not.toMatchObject({ error: { code: 'not_allowed' } })
    else expect(answer).toMatchObject({ error: { code: 'not_allowed' } })
  }
})

test('CA1 a device that was let into another room is refused everything', async () => {
  const it = await TestRoom.start()
  const guest = it.join({ scope: { kind: 'room', room: 'elsewhere' as never } })
  for (const method of methods)
    expect(await guest.call(method, {} as never)).toMatchObject({ error: { code: 'not_allowed' } })
})

test('CA1 CA5 parameters of the wrong form are refused with what is wrong', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const answer = await phone.call('prompt', { text: 7 } as never)
  expect(answer).toMatchObject({ error: { code: 'bad_request', message: expect.stringContaining('text') } })
})

test('CA4 a call that does not exist is answered, and the connection goes on', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  for (const method of ['launch', 'constructor', '__proto__', 'toString']) {
    expect(await phone.call(method as never, {} as never)).toMatchObject({ error: { code: 'unknown_call' } })
  }
  phone.pipe.send('{"t":"ping"}')
  await settled()
  expect(phone.last).toEqual({ t: 'pong' })
})

test('CA2 CA3 the same id is made once and answered each time', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const id = newCallId()
  const first = await phone.call('prompt', { text: 'once' }, id)
  const second = await phone.call('prompt', { text: 'once' }, id)
  expect(second).toEqual(first)
  await settled()
  expect(it.agent.prompts).toHaveLength(1)
})

test('CA2 what was made once stays made: a repeat does not undo what came after it, another device’s call is its own', async () => {
  const it = await TestRoom.start()
  const [phone, laptop] = [it.join(), it.join({ device: 'laptop' })]
  const id = newCallId()
  await phone.ok('rename', { title: 'first' }, id)
  await phone.ok('rename', { title: 'second' })
  await phone.ok('rename', { title: 'first' }, id)
  expect(it.room.state.title).toBe('second')
  await laptop.ok('rename', { title: 'third' }, id)
  expect(it.room.state.title).toBe('third')
})

test('CA3 a change is answered once it is on the disk', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const saved = slowly(it.log)
  for (const [method, params] of [
    ['rename', { title: 'new' }],
    ['tag', { tag: 'new' }],
  ] as const) {
    let answered = false
    const answer = phone.ok(method, params as never).then(() => {
      answered = true
    })
    await settled()
    expect([method, answered]).toEqual([method, false])
    saved.shift()?.()
    await answer
  }
})

test('CA5 what the disk does not take is refused with its reason, and the connection goes on', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  it.log.failure = new Error('no space left')
  expect(await phone.call('rename', { title: 'new' })).toMatchObject({
    error: { code: 'storage_failed', message: expect.stringContaining('no space left') },
  })
  it.log.failure = undefined
  await phone.ok('rename', { title: 'newer' })
  expect(it.room.state.title).toBe('newer')
})

test('EN3 the whole of a text is read in pieces', async () => {
  const it = await TestRoom.start({ readPiece: 4 })
  const phone = it.join()
  await phone.ok('prompt', { text: 'go' })
  await settled()
  it.agent.tool({ id: 't1', title: 'ls', status: 'completed', output: { whole: '0123456789' } })
  await settled()
  let text = ''
  for (let total = 1; text.length < total; ) {
    const piece = await phone.ok('read', { of: 't1', from: text.length })
    expect(piece.text.length).toBeLessThanOrEqual(4)
    text += piece.text
    total = piece.total
  }
  expect(text).toBe('0123456789')
  expect(await phone.call('read', { of: 'nothing', from: 0 })).toMatchObject({ error: { code: 'not_found' } })
})

test('SA5 what was done within a call that started no sub-agent is not found', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  expect(await phone.call('within', { of: 't1' })).toMatchObject({ error: { code: 'not_found' } })
})

test('CL1 a frame that is none ends the connection with a sentence, then with 4403', async () => {
  for (const frame of ['no json', '{}', '{"t":"hello"}', '[]', '{"t":"call"}']) {
    const it = await TestRoom.start()
    const phone = it.join()
    phone.pipe.send(frame)
    await settled()
    expect(phone.last).toMatchObject({ t: 'bye', code: 'bad_frame', reason: expect.stringContaining('reload') })
    expect(phone.closed).toEqual({ code: 4403, reason: 'bad_frame' })
  }
})

test('BP1 BP3 a slow device gets no deltas until it drains, and then the state whole; entries are never left out', async () => {
  const it = await TestRoom.start()
  let buffered = 0
  const slow = it.join({ buffered: () => buffered })
  const fast = it.join({ device: 'fast' })
  await fast.ok('prompt', { text: 'go' })
  await settled()
  it.agent.says('one ')
  buffered = it.limits.softBuffer + 1
  it.agent.says('two ')
  it.agent.says('three')
  await settled()
  expect(slow.screen.at(-1)).toBe('writing one ')
  buffered = 0
  await it.clock.pass(20)
  expect(slow.screen).toEqual(fast.screen)
  buffered = it.limits.softBuffer + 1
  it.agent.finishes()
  await settled()
  expect(slow.screen).toEqual(['prompt go', 'reply one two three'])
})

test('BP2 CL9 a device that is too far behind, or does not drain, is cut off without a word, and the others are not', async () => {
  const it = await TestRoom.start()
  let buffered = it.limits.hardBuffer
  const flooded = it.join({ device: 'flooded' })
  const full = it.join({ device: 'full', buffered: () => buffered })
  await settled()
  expect(full.closed).toBeUndefined()
  buffered = 0
  await it.clock.pass(20)
  buffered = it.limits.hardBuffer
  await flooded.ok('prompt', { text: 'go' })
  await settled()
  expect(full.closed).toBeDefined()
  const stuck = it.join({ device: 'stuck', buffered: () => it.limits.softBuffer + 1 })
  await it.clock.pass(it.limits.drain + 100)
  expect(stuck.closed).toBeDefined()
  expect(flooded.closed).toBeUndefined()
  expect([...full.frames, ...stuck.frames].filter(({ t }) => t === 'bye')).toEqual([])
})

test('CL2 a room that closes says so, and its devices may come again', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await settled()
  await it.room.close()
  expect(phone.last).toMatchObject({ t: 'bye', code: 'closing' })
  expect(phone.closed).toEqual({ code: 1001, reason: 'closing' })
  expect(it.agent.ended).toBe(1)
})

test('LI6 a device that calls without end is refused, and heard again a little later', async () => {
  const it = await TestRoom.start({ callsAtOnce: 3, callsASecond: 1 })
  const phone = it.join()
  const answers = await Promise.all(Array.from({ length: 5 }, () => phone.call('page', { before: 0 })))
  const codes = answers.map((answer) => ('error' in answer ? answer.error.code : 'ok'))
  expect(codes).toEqual(['ok', 'ok', 'ok', 'too_many', 'too_many'])
  it.clock.advance(1000)
  expect(await phone.call('page', { before: 0 })).toHaveProperty('ok')
  expect(await phone.call('prompt', { text: 'ls' })).toMatchObject({ error: { code: 'too_many' } })
  expect(it.agent.prompts).toEqual([])
})

test.each(['constructor', 'toString', '__proto__'])(
  'no id is %s: every record seems to have something of that name',
  async (name) => {
    const it = await TestRoom.start()
    const phone = it.join()
    const prompt = name as CallId
    for (const call of [
      phone.call('withdraw', { prompt }),
      phone.call('amend', { prompt, text: 'x' }),
      phone.call('release', { prompt }),
    ])
      expect(await call).toMatchObject({ error: { code: 'bad_request' } })
    expect(await phone.call('configure', { option: name, value: 'x' })).toMatchObject({
      error: { code: 'unavailable' },
    })
    await settled()
    expect(phone.view.state?.queue).toEqual({})
    expect(it.agent.prompts).toEqual([])
  },
)

test('AU21 who joins while the journal takes nothing is told so and comes again; nobody else is troubled', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await settled()
  it.journalFailure = new Error('no space left')
  const laptop = it.join({ device: 'laptop' })
  await settled()
  expect(laptop.frames.at(-1)).toMatchObject({ t: 'bye', code: 'storage_failed' })
  expect(laptop.closed).toBeDefined()
  expect(Object.keys(phone.view.state?.devices ?? {})).toEqual(['phone'])
  it.journalFailure = undefined
  it.join({ device: 'laptop' })
  await settled()
  expect(Object.keys(phone.view.state?.devices ?? {})).toEqual(['phone', 'laptop'])
})
