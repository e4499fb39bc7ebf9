// Unanswered calls and drafts in the browser's storage: what a reload must bring back, and what it must leave alone.

import { describe, expect, test } from 'vitest'
import type { OutgoingCall } from '../../client/connection.ts'
import { memoryKeep } from '../../client/entry/keep.ts'
import { outboxStore } from '../../client/entry/outbox-store.ts'
import { draftOf } from '../../client/phone/session/draft.ts'
import type { CallId, DeviceId, RoomId } from '../../shared/ids.ts'

const here = 'here' as RoomId
const there = 'there' as RoomId

const call = (id: string, text: string): OutgoingCall => ({
  room: here,
  id: id as CallId,
  method: 'prompt',
  params: { text },
  at: 5,
  device: 'phone' as DeviceId,
  standing: 'sending',
})

describe('the outbox', () => {
  test('PH13 is there after a reload, for its own room only', () => {
    const keep = memoryKeep()
    outboxStore(keep, () => here).save([call('a', 'one'), call('b', 'two')])
    expect(outboxStore(keep, () => here).load()).toEqual([call('a', 'one'), call('b', 'two')])
    expect(outboxStore(keep, () => there).load()).toEqual([])
  })

  test('PH13 leaves alone what another page is still sending, and takes out only what was its own', () => {
    const keep = memoryKeep()
    const one = outboxStore(keep, () => here)
    const other = outboxStore(keep, () => here)
    one.save([call('a', 'one')])
    other.save([call('b', 'two')])
    expect(outboxStore(keep, () => here).load()).toHaveLength(2)
    one.save([])
    expect(outboxStore(keep, () => here).load()).toEqual([call('b', 'two')])
    other.save([])
    expect(keep.get('carryon.outbox.here')).toBeUndefined()
  })

  test('PH13 a room that becomes known later takes what is there into account', () => {
    const keep = memoryKeep()
    outboxStore(keep, () => here).save([call('old', 'from before')])
    let room: RoomId | undefined
    const store = outboxStore(keep, () => room)
    expect(store.load()).toEqual([])
    store.save([call('new', 'while joining')])
    room = here
    expect(store.load()).toEqual([call('old', 'from before')])
    // Another page's, made meanwhile, stays its own.
    outboxStore(keep, () => here).save([call('other', 'elsewhere')])
    expect(store.load()).toEqual([])
    store.save([call('old', 'from before'), call('new', 'while joining')])
    expect(outboxStore(keep, () => here).load()).toEqual([
      call('other', 'elsewhere'),
      call('old', 'from before'),
      call('new', 'while joining'),
    ])
  })

  test.each(['', 'x', '{}', '[{"id":"a"}]', '[{"id":"a","method":"format","params":{},"at":1,"standing":"sending"}]'])(
    'PH13 what cannot be read is not sent: %s',
    (stored) => {
      const keep = memoryKeep()
      keep.set('carryon.outbox.here', stored)
      expect(outboxStore(keep, () => here).load()).toEqual([])
    },
  )

  test('PH13 a kept call that is none, or of a method that is none, is not sent', () => {
    const keep = memoryKeep()
    const good = call('a', 'one')
    const bad = [
      { ...good, params: 'one' },
      { ...good, method: 'toString' },
      { ...good, at: 'now' },
      { ...good, standing: 'gone' },
    ]
    keep.set('carryon.outbox.here', JSON.stringify([...bad, null, 7, call('b', 'two')]))
    expect(outboxStore(keep, () => here).load()).toEqual([call('b', 'two')])
  })
})

test('PH13 a draft is kept for its room and goes when it is sent', () => {
  const keep = memoryKeep()
  draftOf(keep, () => here).save('half a thought')
  expect([draftOf(keep, () => here).load(), draftOf(keep, () => there).load()]).toEqual(['half a thought', ''])
  draftOf(keep, () => here).save('')
  expect(keep.get('carryon.draft.here')).toBeUndefined()
})
