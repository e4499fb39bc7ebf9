// A fork reads its session in other threads' time: what happens meanwhile decides whether it is still made, and who goes where.

import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { Grants, iso } from '../../server/access/grants.ts'
import { type CallId, type DeviceId, terminalDevice } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import { heldReads } from '../harness/held-reads.ts'
import type { Recorded } from '../harness/recorded.ts'
import { TestHost } from '../harness/test-host.ts'

const sessionsBeside = ({ path }: Recorded): number => readdirSync(dirname(path)).length

/** A device that was paired: its grant can be taken back. */
function granted(it: TestHost, name: string): Grants {
  const { clock, limits, home } = it.machine
  const grants = new Grants({ home: join(home, 'carryon'), clock, limits })
  grants.keep({
    device: name as DeviceId,
    name,
    role: 'owner',
    scope: { kind: 'host' },
    secret: 'secret',
    created: iso(clock.now()),
    expires: iso(clock.now() + limits.ownGrant),
    slides: true,
    lastSeen: iso(clock.now()),
  })
  return grants
}

async function forking() {
  const it = await TestHost.start()
  const beans = it.record('beans')
  const grants = granted(it, 'phone')
  const phone = it.join(it.first, { device: 'phone' })
  await settled()
  const reads = heldReads()
  const answer = phone.call('fork', { session: beans.id })
  await expect.poll(() => reads.waiting).toBe(1)
  return { it, beans, grants, phone, reads, answer }
}

test('SE11 a host that closes while a fork is read makes none, and opens nothing any more', async () => {
  const { it, beans, phone, reads } = await forking()
  const closed = it.close()
  reads.release()
  await closed
  await settled()
  expect(phone.frames.find(({ t }) => t === 'bye')).toMatchObject({ code: 'closing' })
  expect(sessionsBeside(beans)).toBe(1)
  expect(it.rooms.size).toBe(0)
  await expect(it.hosted.open(beans.id)).rejects.toThrow('is being closed')
  const by = { device: terminalDevice, name: 'Terminal' }
  await expect(it.hosted.begin(it.first, { id: 'x' as CallId, text: 'true', by })).rejects.toThrow('is being closed')
  expect(it.rooms.size).toBe(0)
})

test('SE11 a task that is begun while the host closes is closed with it', async () => {
  const it = await TestHost.start()
  const by = { device: terminalDevice, name: 'Terminal' }
  const begun = it.hosted.begin(it.first, { id: 'task' as CallId, text: 'true', by })
  await it.close()
  expect(await (await begun).ended).toMatchObject({ state: expect.stringMatching(/^(stopped|failed|done)$/) })
  expect(it.rooms.size).toBe(0)
})

test('SE11 a device whose access is taken back while its fork is read gets none, and nobody is moved', async () => {
  const { it, beans, grants, reads, answer } = await forking()
  const laptop = it.join(it.first)
  grants.revoke('phone' as DeviceId)
  reads.release()
  expect(await answer).toMatchObject({ error: { code: 'not_allowed' } })
  await settled()
  expect(sessionsBeside(beans)).toBe(1)
  expect(laptop.room).toBe(it.first.id)
})

test('SE11 one that may only watch by then gets none either', async () => {
  const { beans, grants, reads, answer } = await forking()
  grants.change('phone' as DeviceId, { role: 'view' })
  reads.release()
  expect(await answer).toMatchObject({ error: { code: 'not_allowed', message: expect.stringContaining('only watch') } })
  expect(sessionsBeside(beans)).toBe(1)
})

test('SE11 whoever is sent somewhere else meanwhile ends there, where everybody was sent last', async () => {
  const { it, beans, phone, reads, answer } = await forking()
  const leeks = it.record('leeks')
  const laptop = it.join(it.first)
  await settled()
  const opened = laptop.ok('open', { session: leeks.id })
  await settled()
  expect(laptop.room).toBe(it.first.id)
  reads.release()
  const last = (await opened).room
  expect(await answer).toMatchObject({ ok: {} })
  await settled()
  expect([phone.room, laptop.room]).toEqual([last, last])
  expect(phone.screen).toEqual(['prompt leeks', 'reply answer to leeks'])
  expect(sessionsBeside(beans)).toBe(3)
})

test('SE11 a fork that is asked for twice, the device having dropped meanwhile, is one', async () => {
  const { it, beans, phone, reads } = await forking()
  const asked = phone.call('fork', { session: beans.id }, 'aaaaaaaa-0000-4000-8000-000000000001')
  phone.drop()
  const again = it.join(it.first, { device: 'phone' })
  await settled()
  const answer = again.call('fork', { session: beans.id }, 'aaaaaaaa-0000-4000-8000-000000000001')
  reads.release()
  expect(await answer).toMatchObject({ ok: {} })
  void asked
  await settled()
  // The one that was being read already, and that one.
  expect(sessionsBeside(beans)).toBe(3)
})

test('SE11 a session that is cleared while it is forked is forked as it was', async () => {
  const it = await TestHost.start()
  const beans = it.record('beans')
  const phone = it.join(it.first)
  await phone.ok('open', { session: beans.id })
  await settled()
  const guest = it.guest(it.rooms.get(phone.room ?? it.first.id) ?? it.first, { role: 'owner' })
  await settled()
  await phone.until(() => phone.view.state?.activity.is === 'idle')
  const reads = heldReads()
  const fork = phone.ok('fork', {})
  await expect.poll(() => reads.waiting).toBe(1)
  await guest.ok('clear', {})
  reads.release()
  await fork
  await settled()
  expect(phone.screen).toEqual(['prompt beans', 'reply answer to beans'])
  expect(guest.screen).toEqual([])
})

test('tasks that are begun at the same time are counted one after the other', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  await settled()
  const { tasksAtOnce } = it.machine.limits
  const asked = Array.from({ length: tasksAtOnce + 2 }, () => phone.call('background', { text: 'sleep 60' }))
  const answers = await Promise.all(asked)
  expect(answers.filter((answer) => 'ok' in answer)).toHaveLength(tasksAtOnce)
})
