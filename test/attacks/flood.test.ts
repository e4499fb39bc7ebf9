// Crowds before the door: slow ones, loud ones and endless ones cost the owner neither the session nor the memory.

import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { pipePair } from '../../shared/pipe.ts'
import { FakeClock } from '../harness/clock.ts'
import { TestHost } from '../harness/test-host.ts'
import { AttackedHost, seed } from './attacked-host.ts'

async function opened(host: AttackedHost): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host.address}/ws`)
  onTestFinished(() => socket.terminate())
  socket.on('error', () => {})
  await once(socket, 'open')
  return socket
}

test('who never finishes a handshake is shown out after five seconds, whatever it sends meanwhile', async () => {
  const clock = new FakeClock()
  const host = await AttackedHost.start({ clock })
  const silent = await opened(host)
  const chatty = await opened(host)
  const closed = Promise.all([once(silent, 'close'), once(chatty, 'close')])
  const ticket = seed()
  chatty.send(
    JSON.stringify({
      t: 'hello',
      v: 1,
      nonce: seed(),
      share: 'A'.repeat(43),
      who: { kind: 'ticket', ticket, seed: seed() },
    }),
  )
  const talking = setInterval(() => {
    chatty.ping()
    clock.advance(100)
  }, 1)
  onTestFinished(() => clearInterval(talking))
  const codes = (await closed).map(([code]) => code)
  expect(codes).toEqual([4403, 4403])
})

test('a crowd from one address waits by itself: it takes no more than its places, and the owner stays in', async () => {
  const host = await AttackedHost.start({ limits: { pendingPerAddress: 4 } })
  const owner = await host.owner()
  const crowd = await Promise.all(Array.from({ length: 40 }, () => opened(host)))
  const turnedAway = crowd
    .slice(4)
    .map((socket) => (socket.readyState === WebSocket.CLOSED ? Promise.resolve() : once(socket, 'close')))
  for (const socket of crowd) socket.send('{"t":"hello"')
  await Promise.all(turnedAway)
  await owner.connection.call('rename', { title: 'still here' })
  expect(host.room.state.title).toBe('still here')
  // Gone, they make room for the phone that was kept waiting.
  for (const socket of crowd) socket.terminate()
  await host.owner()
})

test('a request that never ends is given up, and holds up nobody', async () => {
  const host = await AttackedHost.start()
  const slow = Array.from({ length: 50 }, () => connectTcp(host.web.port, '127.0.0.1'))
  onTestFinished(() => {
    for (const socket of slow) socket.destroy()
  })
  for (const socket of slow) socket.write(`GET / HTTP/1.1\r\nHost: ${host.address}\r\nX-Slow: `)
  expect((await host.ask('/health', { host: host.address })).status).toBe(200)
  await host.owner()
})

test('wrong secrets by the thousand find nothing, keep nobody out, and leave nothing behind', async () => {
  const host = await TestHost.start()
  let refused = 0
  for (let guess = 0; guess < 2000; guess++) {
    const [mine, hosts] = pipePair()
    mine.onFrame = (text) => {
      if (JSON.parse(text).t === 'bye') refused++
    }
    const admitted = host.host.accept(hosts, { trusted: false, address: `192.0.2.${guess % 250}` })
    mine.send(
      JSON.stringify({ t: 'hello', v: 1, nonce: seed(), who: { kind: 'ticket', ticket: seed(), seed: seed() } }),
    )
    await admitted
  }
  expect(refused).toBe(2000)
  const { devices } = host.first.state
  expect(devices).toEqual({})
})

test('frames that are too large, or no frames, end their own connection and no other', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const tooLarge = await host.say(['x'.repeat(2 * 1024 * 1024)])
  expect(tooLarge.code).toBe(1009)
  for (const frame of [
    '{',
    '[]',
    'null',
    '{"t":"call"}',
    '\u0000',
    '{"t":"hello","v":1e999}',
    `${'['.repeat(50_000)}`,
  ]) {
    expect((await host.say([frame])).code).toBe(4403)
  }
  expect((await host.say([Buffer.from([0, 1, 2])])).code).toBe(4400)
  expect(owner.connection.status.is).toBe('live')
})
