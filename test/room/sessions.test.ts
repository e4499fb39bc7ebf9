// Titles and tags of a room's session, and what of other sessions a device may reach.

import { expect, test } from 'vitest'
import type { TranscriptId } from '../../shared/ids.ts'
import { calls, type Method } from '../../shared/protocol.ts'
import { roles } from '../../shared/roles.ts'
import { settled } from '../harness/clock.ts'
import { TestRoom, testRoomId } from '../harness/test-room.ts'

const other = '00000000-0000-4000-8000-00000000000f' as TranscriptId

test('SE1 a new title is in the transcript and on every device at once', async () => {
  const it = await TestRoom.start()
  const [phone, guest] = [it.join(), it.join({ device: 'guest', role: 'view' })]
  await phone.ok('prompt', { text: 'first words' })
  await settled()
  await phone.ok('rename', { title: '  Auth \n refactor ' })
  await settled()
  expect(it.log.title).toBe('Auth refactor')
  expect([phone.view.state?.title, guest.view.state?.title]).toEqual(['Auth refactor', 'Auth refactor'])
  expect(phone.screen).toEqual(guest.screen)
})

test('SE1 a tag is set and taken away', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('tag', { tag: 'later' })
  expect(it.log.tag).toBe('later')
  await phone.ok('tag', { tag: null })
  expect(it.log.tag).toBe('')
})

test('a title or tag of nothing is refused with what to do', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  for (const answer of [await phone.call('rename', { title: ' ' }), await phone.call('tag', { tag: '\n' })]) {
    expect(answer).toMatchObject({ error: { code: 'bad_request', message: expect.stringMatching(/needs/) } })
  }
})

test('SE2 a guest reaches no other session, whatever its role and whatever it asks', async () => {
  const it = await TestRoom.start()
  for (const role of roles) {
    const guest = it.join({ device: role, role, scope: { kind: 'room', room: testRoomId } })
    const asked: [Method, object][] = [
      ['rename', { title: 'mine', session: other }],
      ['tag', { tag: 'mine', session: other }],
      ...(Object.keys(calls) as Method[])
        .filter((name) => calls[name].scope === 'host')
        .map((name) => [name, { session: other }] as [Method, object]),
    ]
    for (const [method, params] of asked) {
      expect(await guest.call(method, params as never), method).toMatchObject({ error: { code: 'not_allowed' } })
    }
  }
})

test('SE2 the room’s own session may be named by its id', async () => {
  const it = await TestRoom.start()
  const guest = it.join({ role: 'drive', scope: { kind: 'room', room: testRoomId } })
  await guest.ok('rename', { title: 'ours', session: it.log.id })
  expect(it.log.title).toBe('ours')
})
