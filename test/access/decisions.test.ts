// What an owner decides about a device: at once, for good, and by whichever process of the install.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deviceCalls } from '../../server/access/device-calls.ts'
import { refusal } from '../../server/access/may.ts'
import type { AccessRecord } from '../../server/store/journal.ts'
import { settled } from '../harness/clock.ts'
import { TestRoom, testRoomId } from '../harness/test-room.ts'
import { byLink, doorstep, knock, pair, room } from './doorstep.ts'

const nobody = { device: 'terminal', name: 'Terminal' } as never
const noted: AccessRecord[] = []
const note = (record: AccessRecord) => void noted.push(record)

test('AU22 a role that is lowered while a device is connected holds from its next call on, and it is told', async () => {
  const scope = { kind: 'host' } as const
  const it = await TestRoom.start()
  const phone = it.join({ role: 'drive', device: 'phone' })
  const watcher = it.join({ device: 'watcher', role: 'view' })
  await settled()
  it.room.revise('phone' as never, { name: 'Old phone', role: 'view', scope })
  expect(await phone.call('prompt', { text: 'ls' })).toMatchObject({ error: { code: 'not_allowed' } })
  expect(phone.frames).toContainEqual({ t: 'you', name: 'Old phone', role: 'view', scope })
  expect(watcher.view.state?.devices).toMatchObject({ phone: { name: 'Old phone', role: 'view' } })
  it.room.revise('phone' as never, { name: 'Old phone', role: 'drive', scope })
  expect(await phone.call('prompt', { text: 'ls' })).toMatchObject({ ok: {} })
  await settled()
  expect(it.agent.prompts).toHaveLength(1)
})

test('AU22 a role and a name that were given outlast visits, and the name that the device gives itself', async () => {
  const step = doorstep()
  const { credential, device } = await pair(step, 'iPhone')
  const told: unknown[] = []
  step.door.onRevised = (_, now) => told.push([now.name, now.role])
  await deviceCalls(step, note).device({ device, name: 'Mine\u202e', role: 'view' }, nobody, nobody)
  expect(told).toEqual([['Mine', 'view']])
  const again = await knock(doorstep({ home: step.home, clock: step.clock }), { credential, name: 'iPhone' })
  expect(again.admission).toMatchObject({ name: 'Mine', role: 'view' })
})

test('AU22 what is decided by another process of the install takes effect at once', async () => {
  const step = doorstep()
  const { device, pipe } = await pair(step)
  const stop = step.grants.follow()
  const closed = new Promise<number>((resolve) => {
    pipe.onClose = resolve
  })
  doorstep({ home: step.home, clock: step.clock }).grants.revoke(device)
  expect(await closed).toBe(4403)
  stop()
})

test('AU22 a visit that is written down at the same moment does not bring back what was taken', async () => {
  const step = doorstep()
  const { device, credential } = await pair(step)
  const before = step.grants.find(device)
  if (!before) throw new Error('no grant')
  step.grants.revoke(device)
  step.grants.seen(before, 'iPhone')
  expect(step.grants.find(device)?.secret).toBeUndefined()
  expect((await knock(step, { credential })).refusal?.code).toBe('revoked')
})

test('AU22 a decision that cannot be read lets nobody in', async () => {
  const step = doorstep()
  const { device, credential } = await pair(step)
  step.grants.change(device, { role: 'view' })
  writeFileSync(join(step.home, 'decisions', `${device}.json`), '{"role":"emperor"}')
  expect((await knock(step, { credential })).refusal?.code).toBe('unknown_device')
})

test('AU23 an owner sees who may come, from where, and who is here; nobody else does', async () => {
  const step = doorstep()
  const phone = await pair(step, 'iPhone')
  await knock(step, { credential: byLink((await step.links.issue(room, 'view')).token), name: 'Guest' })
  const calls = deviceCalls(step, note)
  const { devices } = await calls.devices({}, nobody, nobody)
  expect(devices.map(({ name, role }) => `${name} ${role}`).sort()).toEqual(['Guest view', 'iPhone owner'])
  expect(devices.every(({ address, here }) => address === '192.0.2.7' && here)).toBe(true)
  expect(JSON.stringify(devices)).not.toContain('secret')
  await calls.revoke({ device: phone.device }, nobody, nobody)
  expect(noted.at(-1)).toEqual({ t: 'revoked', of: { device: phone.device, name: 'iPhone' }, by: nobody })
  expect((await calls.devices({}, nobody, nobody)).devices).toHaveLength(1)
  for (const role of ['view', 'approve', 'drive'] as const) {
    for (const method of ['devices', 'device', 'revoke'] as const) {
      expect(refusal({ role, scope: { kind: 'host' } }, method, testRoomId)?.code).toBe('not_allowed')
    }
  }
  const it = await TestRoom.start()
  const watcher = it.join({ role: 'view' })
  await settled()
  expect(JSON.stringify(watcher.view.state)).not.toContain('address')
})

test('AU23 a guest is never made an owner', async () => {
  const step = doorstep()
  const guest = await knock(step, { credential: byLink((await step.links.issue(room, 'view')).token) })
  const device = guest.admission?.device as never
  const calls = deviceCalls(step, note)
  expect(() => calls.device({ device, role: 'owner' }, nobody, nobody)).toThrow(/cannot become an owner/)
  expect(step.grants.find(device)?.role).toBe('view')
  await calls.device({ device, role: 'drive' }, nobody, nobody)
  expect(step.grants.find(device)?.role).toBe('drive')
})
