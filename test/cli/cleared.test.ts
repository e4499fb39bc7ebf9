// A cleared conversation on the disk: what was said before is a session like any other, and --continue comes back to the room.

import { randomUUID } from 'node:crypto'
import { utimesSync } from 'node:fs'
import { expect, test } from 'vitest'
import { audit } from '../../server/cli/audit.ts'
import type { SessionChoice } from '../../server/cli/options.ts'
import { openSession } from '../../server/cli/session.ts'
import type { RoomId } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import { TestHost } from '../harness/test-host.ts'

/** A host whose phone is in a session of one prompt, and has cleared it. */
async function cleared() {
  const it = await TestHost.start()
  const old = it.record('water beans')
  const phone = it.join(it.first)
  const { room } = await phone.ok('open', { session: old.id })
  await settled()
  await it.machine.clock.pass(1000)
  expect(await phone.ok('clear', {})).toEqual({ before: old.id })
  const fresh = phone.view.state?.transcript
  expect(fresh).not.toBe(old.id)
  return { it, old, phone, room, fresh }
}

const continued = (it: TestHost) => opened(it, { kind: 'continue' })

async function opened(it: TestHost, choice: SessionChoice): Promise<{ room: RoomId; transcript: string }> {
  const session = await openSession(choice, 'shell', it.machine)
  session.release()
  return { room: session.room.id, transcript: session.log.id }
}

test('CV3 what was said before is listed, and opens in a room of its own by its id', async () => {
  const { it, old, phone, room } = await cleared()
  const { sessions } = await phone.ok('sessions', {})
  expect(sessions.map(({ session }) => session)).toContain(old.id)
  const other = await phone.ok('open', { session: old.id })
  expect(other.room).not.toBe(room)
  await expect.poll(() => phone.screen).toEqual(['prompt water beans', 'reply answer to water beans'])
  expect(await audit(old.id, false, it.machine)).toContain(`opened ${old.id}`)
})

test('CV5 --continue comes back to the room and its empty conversation, also where the old one was touched since', async () => {
  const { it, old, room, fresh } = await cleared()
  await it.close()
  expect(await continued(it)).toEqual({ room, transcript: fresh })
  const later = new Date(it.machine.clock.now() + 60_000)
  utimesSync(old.path, later, later)
  expect(await continued(it)).toEqual({ room, transcript: fresh })
})

test('CV5 the empty conversation is gone on with by its id as well, as it is told on leaving', async () => {
  const { it, room, fresh } = await cleared()
  await it.close()
  expect(await opened(it, { kind: 'resume', id: fresh ?? '' })).toEqual({ room, transcript: fresh })
  const unknown = opened(it, { kind: 'resume', id: randomUUID() })
  await expect(unknown).rejects.toThrow('There is no session')
})

test('CV5 once something is said in it, that is the newest', async () => {
  const { it, phone, room, fresh } = await cleared()
  const { id } = await phone.call('prompt', { text: 'true' })
  await phone.until(() => Object.keys(phone.view.state?.permissions ?? {}).length > 0)
  const [permission] = Object.values(phone.view.state?.permissions ?? {})
  if (permission) await phone.ok('answer', { permission: permission.id, option: 'once' })
  await phone.until(() => phone.view.state?.activity.is === 'idle' && phone.screen.length > 1)
  expect(phone.view.entries[0]?.id).toBe(id)
  await it.close()
  expect(await continued(it)).toEqual({ room, transcript: fresh })
  expect(await audit(fresh, false, it.machine)).toContain('for a fresh conversation')
})
