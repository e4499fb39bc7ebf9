// Rights that were taken back, lent, or used up: what happens to whoever still holds them.

import { expect, test } from 'vitest'
import { until } from '../../client/until.ts'
import { decideAccess } from '../../server/cli/access.ts'
import { AttackedHost, ended, knownTo, seed } from './attacked-host.ts'

test('S11 a revoked device’s open socket closes at once, and it does not come back', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const guest = await host.guest(owner, 'drive')
  const { self } = guest.connection
  if (!self) throw new Error('The guest is in.')
  await owner.connection.call('revoke', { device: self.device })
  expect((await ended(guest)).code).toBe('revoked')
  const here = (): string[] => Object.keys(owner.connection.view.state?.devices ?? {})
  await until(owner.connection, () => here().length === 1)
  expect(here()).toEqual([owner.connection.self?.device])
  expect((await ended(host.knock(guest.kept.credential))).code).toBe('revoked')
})

test('S11 a link that is taken back ends everybody who came by it, and nobody else', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const guest = await host.guest(owner, 'view')
  const { links } = await owner.connection.call('links', {})
  const [link] = links
  if (!link) throw new Error('The link is out.')
  await owner.connection.call('unlink', { link: link.link })
  expect((await ended(guest)).code).toBe('revoked')
  expect((await ended(host.knock({ kind: 'link', token: guest.token, seed: seed() }))).code).toBe('link_revoked')
  expect(owner.connection.status.is).toBe('live')
})

test('S9 a code is for one device: a photograph of it gives nothing, and neither does the one before', async () => {
  const host = await AttackedHost.start()
  const first = await host.code()
  const second = await host.code()
  expect((await ended(host.knock({ kind: 'ticket', secret: first, seed: seed() }))).code).toBe('ticket_expired')
  await host.enter({ kind: 'ticket', secret: second, seed: seed() })
  expect((await ended(host.knock({ kind: 'ticket', secret: second, seed: seed() }))).code).toBe('ticket_used')
})

test('S17 a link shows one session, to as many as it says, and is no public page', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const guest = await host.guest(owner, 'view')
  // The address without its fragment is a page without a session.
  const page = await host.ask(`/s/${host.room.id}`, { host: host.address })
  expect(page.body).not.toContain(host.room.state.transcript)
  expect((await ended(host.knock({ kind: 'link', token: guest.token, seed: seed() }))).code).toBe('link_used')
  await expect(guest.connection.call('sessions', { all: true })).rejects.toThrow(/owner/)
})

test('S20 new keys end what the old ones gave, on every open socket', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const guest = await host.guest(owner, 'drive')
  decideAccess({ kind: 'keys', act: 'rotate' }, host.machine)
  for (const device of [owner, guest]) {
    expect((await ended(device)).code).toMatch(/revoked|unknown_device/)
  }
})

test('a role that is lowered in mid-flow holds for the very next call', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const guest = await host.guest(owner, 'drive')
  const device = guest.connection.self?.device
  if (!device) throw new Error('The guest is in.')
  await owner.connection.call('device', { device, role: 'view' })
  await expect(guest.connection.prompt('id').answered).rejects.toMatchObject({ code: 'not_allowed' })
  await until(guest.connection, () => guest.connection.self?.role === 'view')
  await expect(owner.connection.call('device', { device, role: 'owner' })).rejects.toThrow()
})

test('who only watches is told no address of anybody', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const guest = await host.guest(owner, 'view')
  expect(knownTo(guest)).not.toContain('127.0.0.1')
})
