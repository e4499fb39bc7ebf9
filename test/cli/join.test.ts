// A second terminal on a session that is open: over a real local socket, into a real host.

import { statSync } from 'node:fs'
import { createConnection } from 'node:net'
import { dirname } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Connection } from '../../client/connection.ts'
import { localConnection } from '../../server/cli/join.ts'
import { carryonHome } from '../../server/cli/machine.ts'
import { HostedElsewhere, openSession } from '../../server/cli/session.ts'
import { readJournal } from '../../server/store/journal.ts'
import { lockHolder } from '../../server/store/lock.ts'
import { systemClock } from '../../shared/clock.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { aMachine, TestHost } from '../harness/test-host.ts'

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve))
}

async function hosting() {
  const host = await TestHost.start()
  const transcript = host.first.state.transcript as TranscriptId
  const home = carryonHome(host.machine)
  const holder = lockHolder(home, transcript)
  if (!holder) throw new Error('nobody holds the lock')
  const owner = host.join(host.first, { device: 'owner', name: 'iPhone' })
  const join = (): Connection => {
    const connection = localConnection({ transcript, holder }, { ...host.machine, clock: systemClock })
    onTestFinished(() => connection.close())
    return connection
  }
  const joined = async (): Promise<Connection> => {
    const connection = join()
    await until(() => connection.status.is === 'live')
    return connection
  }
  const visitor = async () => {
    await until(() => owner.view.door.visitors.length > 0)
    const [first] = owner.view.door.visitors
    if (!first) throw new Error('nobody is at the door')
    return first
  }
  const journal = () => readJournal(home, host.first.id)
  return { host, home, transcript, holder, owner, join, joined, visitor, journal }
}

test('JN1 a session that is open elsewhere is found with the process that runs it', async () => {
  const { host, transcript } = await hosting()
  const second = openSession({ kind: 'continue' }, 'shell', host.machine)
  await expect(second).rejects.toThrow(HostedElsewhere)
  await expect(second).rejects.toMatchObject({ transcript, holder: { pid: process.pid } })
})

test('JN1 the socket is this user’s alone, in a folder that is, too', async () => {
  const { holder } = await hosting()
  expect(statSync(holder.socket).mode & 0o777).toBe(0o600)
  expect(statSync(dirname(holder.socket)).mode & 0o777).toBe(0o700)
})

test('JN2 who joins watches, under a name that the host gives, and what it asks for is refused', async () => {
  const { joined, owner } = await hosting()
  const second = await joined()
  expect(second.self).toMatchObject({ role: 'view', scope: { kind: 'room' } })
  await expect(second.call('prompt', { text: 'rm -rf /' })).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(second.call('devices', {})).rejects.toMatchObject({ code: 'not_allowed' })
  await until(() => Object.values(owner.view.state?.devices ?? {}).length === 2)
  expect(Object.values(owner.view.state?.devices ?? {}).map(({ name, role }) => `${name} ${role}`)).toContain(
    'Terminal 2 view',
  )
})

test('JN2 whoever claims to be the host’s own terminal, or comes with a credential, is not let in there', async () => {
  const { holder, host } = await hosting()
  host.host.listening({ urlFor: (path) => `http://host${path}`, warning: async () => undefined })
  // Good for one device, anywhere else.
  const { ticket } = await host.host.issueTicket()
  for (const who of [{ kind: 'terminal' }, { kind: 'ticket', ticket, seed: 'B'.repeat(22) }]) {
    const socket = createConnection(holder.socket)
    onTestFinished(() => void socket.destroy())
    socket.write(`${JSON.stringify({ t: 'hello', v: 1, who, nonce: 'A'.repeat(22) })}\n`)
    const said = await new Promise<string>((resolve) => {
      let text = ''
      socket.on('data', (bytes) => {
        text += bytes
      })
      socket.on('close', () => resolve(text))
    })
    expect(said).toMatch(/^\{"t":"bye","code":"unknown_device"[^\n]*\n$/)
  }
})

test('JN3 an owner’s yes holds at once, is in the journal, and only the first one counts', async () => {
  const { joined, owner, visitor, journal, host } = await hosting()
  const other = host.join(host.first, { device: 'other', name: 'iPad' })
  const second = await joined()
  const { id, options } = await visitor()
  expect(options.map((option) => option.id)).toEqual(['view', 'drive', 'owner', 'nobody'])
  await owner.ok('admit', { visitor: id, option: 'drive' })
  await until(() => second.self?.role === 'drive')
  expect(await other.call('admit', { visitor: id, option: 'nobody' })).toMatchObject({
    error: { code: 'already_resolved', message: expect.stringContaining('iPhone answered first') },
  })
  await until(() => other.view.door.visitors.length === 0)
  expect(journal()).toContainEqual(
    expect.objectContaining({ t: 'admitted', as: 'drive', by: { device: 'owner', name: 'iPhone' } }),
  )
  await second.call('prompt', { text: 'true' })
})

test('JN3 who is let in as an owner reaches every room and sees the door', async () => {
  const { joined, owner, visitor } = await hosting()
  const second = await joined()
  await owner.ok('admit', { visitor: (await visitor()).id, option: 'owner' })
  await until(() => second.self?.role === 'owner')
  expect(second.self?.scope).toEqual({ kind: 'host' })
  const { devices } = await second.call('devices', {})
  expect(devices).toMatchObject([{ name: 'Terminal 2', role: 'owner', here: true }])
  const third = await joined()
  await until(() => second.view.door.visitors.length === 1)
  expect(third.view.door.visitors).toEqual([])
})

test('JN4 nothing that joined can answer for itself, and only owners of host scope are told', async () => {
  const { joined, host, visitor } = await hosting()
  const guest = host.guest(host.first, { device: 'guest', role: 'drive' })
  const second = await joined()
  const { id } = await visitor()
  await expect(second.call('admit', { visitor: id, option: 'owner' })).rejects.toMatchObject({ code: 'not_allowed' })
  expect(await guest.call('admit', { visitor: id, option: 'drive' })).toMatchObject({ error: { code: 'not_allowed' } })
  expect(guest.frames.map(({ t }) => t)).not.toContain('door')
  expect(second.view.door.visitors).toEqual([])
  expect(second.self?.role).toBe('view')
})

test('JN4 an owner that comes later is told who waits before it is live', async () => {
  const { joined, host, visitor } = await hosting()
  await joined()
  const { id } = await visitor()
  const tablet = host.join(host.first, { device: 'tablet' })
  await until(() => tablet.frames.some(({ t }) => t === 'live'))
  const before = tablet.frames.slice(
    0,
    tablet.frames.findIndex(({ t }) => t === 'live'),
  )
  expect(before.filter(({ t }) => t === 'door')).toMatchObject([{ visitors: [{ id }] }])
})

test('JN4 an owner that is one no more is told of nobody', async () => {
  const { joined, host, owner, visitor } = await hosting()
  await joined()
  await visitor()
  host.first.revise('owner' as never, { name: 'iPhone', role: 'drive', scope: { kind: 'host' } })
  await until(() => owner.view.door.visitors.length === 0)
})

test('JN5 who is sent away is told so, and the next one has to wait', async () => {
  const { join, joined, owner, visitor } = await hosting()
  const second = await joined()
  await owner.ok('admit', { visitor: (await visitor()).id, option: 'nobody' })
  await until(() => second.status.is === 'ended')
  expect(second.status).toMatchObject({ code: 'turned_away' })
  const third = join()
  await until(() => third.status.is === 'ended')
  expect(third.status).toMatchObject({ code: 'turned_away' })
})

test('JN5 who leaves before the answer is asked about no longer', async () => {
  const { joined, owner, visitor } = await hosting()
  const second = await joined()
  const { id } = await visitor()
  second.close()
  await until(() => owner.view.door.visitors.length === 0)
  expect(await owner.call('admit', { visitor: id, option: 'drive' })).toMatchObject({
    error: { code: 'already_resolved' },
  })
})

test('JN6 such a device is listed, called something else, given less, and revoked', async () => {
  const { joined, owner, visitor } = await hosting()
  const second = await joined()
  await owner.ok('admit', { visitor: (await visitor()).id, option: 'drive' })
  const { devices } = await owner.ok('devices', {})
  const [known] = devices
  if (!known) throw new Error('it is not listed')
  expect(known).toMatchObject({ name: 'Terminal 2', role: 'drive', here: true })
  await owner.ok('device', { device: known.device, name: 'Left window', role: 'view' })
  await until(() => second.view.state?.devices[known.device]?.name === 'Left window')
  expect(second.self?.role).toBe('view')
  await owner.ok('revoke', { device: known.device })
  await until(() => second.status.is === 'ended')
  expect(second.status).toMatchObject({ code: 'turned_away' })
})

test('JN7 when the session is closed where it runs, who joined is told how to go on', async () => {
  const { joined, host } = await hosting()
  const second = await joined()
  await host.close()
  await until(() => second.status.is === 'ended')
  expect(second.status).toMatchObject({ code: 'closed', reason: expect.stringContaining('carryon --continue') })
})

test('JN7 a machine of its own has nobody to join', () => {
  expect(lockHolder(carryonHome(aMachine()), 'none' as TranscriptId)).toBeUndefined()
})
