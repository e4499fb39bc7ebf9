// Whole way over real sockets: paired by a code, cut off, the host started anew, and every line there once.

import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Connection, type Credential, connect, type OutgoingCall } from '../../client/connection.ts'
import { until } from '../../client/until.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { byLink, byTicket, random } from '../access/doorstep.ts'
import { FaultProxy } from '../faults/fault-proxy.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { open, served } from '../web/served.ts'
import { assertContinuous, texts } from './device.ts'
import { roomId, ScriptedRoom } from './scripted-room.ts'

const limits = { ...defaultLimits, reconnectFirst: 5, reconnectMost: 20, ping: 50, silence: 120, doubt: 40 }

function phone(port: () => number, credential: Credential, host?: () => string) {
  let held: readonly OutgoingCall[] = []
  const credentials: Credential[] = []
  /** What was known when a credential came. */
  const before: { status: string; self: Connection['self'] }[] = []
  const connection = connect({
    open: () => open(port(), host?.()),
    credential,
    onCredential: (lasting) => {
      credentials.push(lasting)
      before.push({ status: connection.status.is, self: connection.self })
    },
    name: 'Phone',
    outbox: {
      load: () => [...held],
      save: (calls) => {
        held = calls
      },
    },
    limits,
    clock: systemClock,
    random,
  })
  connection.onChange(() => assertContinuous(connection))
  onTestFinished(() => connection.close())
  return { connection, credentials, before }
}

const live = (connection: Connection) => until(connection, () => connection.status.is === 'live')
const ended = (connection: Connection) => until(connection, () => connection.status.is === 'ended')
const shows = (connection: Connection, lines: number) =>
  until(connection, () => connection.view.entries.length === lines)

/** A phone that came in through a proxy. */
async function behindProxy() {
  const host = await served()
  const proxy = await FaultProxy.start(() => host.web.port)
  onTestFinished(() => proxy.close())
  const { connection } = phone(
    () => proxy.port,
    byTicket(host.step.tickets.issue().secret),
    () => `127.0.0.1:${host.web.port}`,
  )
  await live(connection)
  return { host, proxy, connection }
}

test('HS5 a code becomes a lasting credential before anything else; it opens the next page', async () => {
  const { web, step, room } = await served()
  room.add()
  const ticket = step.tickets.issue()
  const first = phone(() => web.port, byTicket(ticket.secret))
  await live(first.connection)
  expect(first.credentials).toMatchObject([{ kind: 'device', device: first.connection.self?.device }])
  expect(first.before).toEqual([{ status: 'connecting', self: undefined }])
  first.connection.close()

  const [lasting] = first.credentials
  if (!lasting) throw new Error('nothing to come again with')
  const second = phone(() => web.port, lasting)
  await live(second.connection)
  expect(second.connection.self).toEqual(first.connection.self)
  expect(second.credentials).toEqual([])
  expect(texts(second.connection)).toEqual(['0'])
})

test('HS6 cut off in the middle it resumes where it left off', async () => {
  const { host, proxy, connection } = await behindProxy()
  const { room } = host
  for (let line = 0; line < 10; line++) room.add()
  await shows(connection, 10)
  proxy.cut()
  await until(connection, () => connection.status.is === 'reconnecting')
  for (let line = 0; line < 100; line++) room.add()
  proxy.restore()
  await shows(connection, 110)
  expect(texts(connection)).toEqual(room.entries.map(({ text }) => text))
  expect(room.joined.at(-1)?.from).toMatchObject({ offset: 10 })
})

test('OB2 a prompt whose answer was cut off is made once', async () => {
  const { host, proxy, connection } = await behindProxy()
  host.room.mute = true
  const { answered } = connection.prompt('only once')
  await until(connection, () => host.room.calls.length === 1)
  proxy.cut()
  await until(connection, () => connection.status.is === 'reconnecting')
  host.room.mute = false
  proxy.restore()
  expect(await answered).toEqual({ standing: 'queued' })
  await live(connection)
  expect(texts(connection)).toEqual(['only once'])
  expect(host.room.calls).toHaveLength(2)
})

test('HB2 a network that swallows everything without a word is noticed', async () => {
  const { host, proxy, connection } = await behindProxy()
  proxy.stall()
  await until(connection, () => connection.status.is === 'reconnecting')
  host.room.add()
  proxy.restore()
  await shows(connection, 1)
  await live(connection)
})

test('CL2 a host that stops and starts again on its port is found, with its log and its grants', async () => {
  const home = temporaryFolder()
  const room = new ScriptedRoom()
  const before = await served({ home, room })
  const { port } = before.web
  const { connection } = phone(() => port, byTicket(before.step.tickets.issue().secret))
  await live(connection)
  room.add()
  await shows(connection, 1)
  const { self } = connection

  before.step.door.close()
  await before.web.close()
  await until(connection, () => connection.status.is === 'reconnecting')
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(port, '127.0.0.1', resolve))
  await new Promise((resolve) => probe.close(resolve))
  room.add()

  await served({ home, room, port })
  await shows(connection, 2)
  await live(connection)
  expect(connection.self).toEqual(self)
  expect(texts(connection)).toEqual(['0', '1'])
})

test('AU2 the second phone with a code ends with a sentence, and does not knock again', async () => {
  const { web, step } = await served()
  const { secret } = step.tickets.issue()
  const first = phone(() => web.port, byTicket(secret))
  await live(first.connection)
  const second = phone(() => web.port, byTicket(secret))
  await ended(second.connection)
  expect(second.connection.status).toMatchObject({ code: 'ticket_used', reason: expect.stringContaining('/session') })
})

test('AU6 a link opens its room; two devices see each other’s lines', async () => {
  const { web, step, room } = await served()
  const link = await step.links.issue(roomId, 'drive')
  const guest = phone(() => web.port, byLink(link.token))
  const owner = phone(() => web.port, byTicket(step.tickets.issue().secret))
  await Promise.all([live(guest.connection), live(owner.connection)])
  expect(guest.connection.self).toMatchObject({ role: 'drive', scope: { kind: 'room', room: roomId } })
  await guest.connection.prompt('from the guest').answered
  await shows(owner.connection, 1)
  expect(texts(owner.connection)).toEqual(texts(guest.connection))
  expect(room.entries).toHaveLength(1)
})

test('AU10 a device revoked while it is connected ends at once', async () => {
  const { web, step } = await served()
  const { connection } = phone(() => web.port, byTicket(step.tickets.issue().secret))
  await live(connection)
  const { device } = connection.self ?? {}
  if (!device) throw new Error('not welcomed')
  step.grants.revoke(device)
  await ended(connection)
  expect(connection.status).toMatchObject({ code: 'revoked' })
})

test('HS2 another host at the same address learns nothing and is named', async () => {
  const [ours, theirs] = [await served(), await served()]
  const paired = phone(() => ours.web.port, byTicket(ours.step.tickets.issue().secret))
  await live(paired.connection)
  const [lasting] = paired.credentials
  if (lasting?.kind !== 'device') throw new Error('not paired')
  const grant = ours.step.grants.find(lasting.device)
  if (!grant) throw new Error('no grant')
  theirs.step.grants.keep({ ...grant, secret: Buffer.from(random(32)).toString('base64url') })
  const fooled = phone(() => theirs.web.port, lasting)
  await ended(fooled.connection)
  expect(fooled.connection.status).toMatchObject({ code: 'host_unproved' })
  expect(theirs.room.joined).toEqual([])
})

test('a page that was in one room for long sees a thousand missed lines at once', async () => {
  const { host, proxy, connection } = await behindProxy()
  proxy.cut()
  await until(connection, () => connection.status.is === 'reconnecting')
  for (let line = 0; line < 1000; line++) host.room.add()
  proxy.restore()
  connection.wake()
  await shows(connection, 1000)
  expect(texts(connection)).toEqual(host.room.entries.map(({ text }) => text))
})
