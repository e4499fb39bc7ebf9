// Sockets over the real network: who gets one, what it carries, and how it ends.

import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { FakeClock, settled } from '../harness/clock.ts'
import { open, served } from './served.ts'

/** The status a refused upgrade is answered with, or 101. */
async function upgrade(port: number, path: string, headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers })
  socket.on('error', () => {})
  const status = await new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0))
  })
  socket.terminate()
  return status
}

test('WP6 a socket opens at /ws alone', async () => {
  const { web, accepted } = await served({ door: false })
  expect(await upgrade(web.port, '/ws')).toBe(101)
  for (const path of ['/', '/ws/', '/wsx', '/ws?token=1', '/s/room', '//ws']) {
    expect([path, await upgrade(web.port, path)]).toEqual([path, 404])
  }
  expect(accepted).toHaveLength(1)
})

test('AU17 AU18 foreign hosts and origins get no socket', async () => {
  const { web, accepted } = await served({ door: false })
  const own = `http://127.0.0.1:${web.port}`
  expect(await upgrade(web.port, '/ws', { origin: own })).toBe(101)
  expect(await upgrade(web.port, '/ws', { host: 'evil.example' })).toBe(421)
  expect(await upgrade(web.port, '/ws', { host: `evil.example:${web.port}`, origin: own })).toBe(421)
  for (const origin of ['null', 'https://evil.example', `http://localhost:${web.port + 1}`, `${own}.evil.example`]) {
    expect([origin, await upgrade(web.port, '/ws', { origin })]).toEqual([origin, 403])
  }
  expect(accepted).toHaveLength(1)
})

test('AU17 a request that names no host, or two, gets no page', async () => {
  const { web } = await served({ door: false })
  const own = `127.0.0.1:${web.port}`
  const ask = async (head: string) => {
    const socket = connectTcp(web.port, '127.0.0.1')
    socket.end(`${head}\r\n\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    socket.destroy()
    return answer.toString().split('\r\n', 1)[0]
  }
  expect(await ask(`GET / HTTP/1.1\r\nHost: ${own}\r\nConnection: close`)).toBe('HTTP/1.1 200 OK')
  for (const head of [
    'GET / HTTP/1.0',
    'GET / HTTP/1.1',
    `GET / HTTP/1.1\r\nHost: ${own}\r\nHost: evil.example`,
    `GET / HTTP/1.1\r\nHost: evil.example\r\nHost: ${own}`,
    `GET http://${own}/ HTTP/1.1\r\nHost: evil.example`,
    `GET / HTTP/1.1\r\nHost: evil.example/${own}`,
    `GET / HTTP/1.1\r\nHost: me@${own}`,
  ]) {
    expect([head, await ask(head)]).toEqual([head, expect.stringMatching(/ (400|421) /)])
  }
})

test('WP6 sockets in all are bounded', async () => {
  const { web } = await served({ door: false, limits: { sockets: 2 } })
  const held = await Promise.all([open(web.port), open(web.port)])
  expect(await upgrade(web.port, '/ws')).toBe(503)
  const gone = new Promise<void>((resolve) => {
    const [first] = held
    if (first) first.onClose = () => resolve()
  })
  held[0]?.close()
  await gone
  await settled()
  expect(await upgrade(web.port, '/ws')).toBe(101)
})

test('WP5 binary messages close the socket', async () => {
  const { web, accepted } = await served({ door: false })
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}/ws`)
  await once(socket, 'open')
  const heard: string[] = []
  for (const pipe of accepted) pipe.onFrame = (frame) => heard.push(frame)
  socket.send('héllo')
  socket.send(Buffer.from('{"t":"ping"}'))
  const [code] = await once(socket, 'close')
  expect(code).toBe(4400)
  expect(heard).toEqual(['héllo'])
})

test('WP7 a frame over the limit closes the socket with 1009, one at the limit passes', async () => {
  const { web, accepted } = await served({ door: false, limits: { inboundFrame: 1000 } })
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}/ws`)
  await once(socket, 'open')
  const lengths: number[] = []
  for (const pipe of accepted) pipe.onFrame = (frame) => lengths.push(frame.length)
  socket.send('x'.repeat(1000))
  socket.send('x'.repeat(1001))
  const [code] = await once(socket, 'close')
  expect([code, lengths]).toEqual([1009, [1000]])
})

test('WP8 no compression is agreed to', async () => {
  const { web } = await served({ door: false })
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}/ws`, { perMessageDeflate: true })
  await once(socket, 'open')
  expect(socket.extensions).toBe('')
  socket.terminate()
})

test('CL1 a refusal arrives as a bye before the close', async () => {
  const { web } = await served()
  const socket = new WebSocket(`ws://127.0.0.1:${web.port}/ws`)
  const frames: string[] = []
  socket.on('message', (data) => frames.push(data.toString()))
  await once(socket, 'open')
  socket.send('{"t":"hello","v":1,"who":{"kind":"terminal"},"nonce":"AAAAAAAAAAAAAAAAAAAAAA"}')
  const [code, reason] = await once(socket, 'close')
  expect([code, reason.toString()]).toEqual([4403, 'unknown_device'])
  expect(JSON.parse(frames[0] ?? '')).toMatchObject({ t: 'bye', code: 'unknown_device' })
})

test('CL8 who is told to go and stays is cut off after a moment', async () => {
  const { web, accepted } = await served({ door: false, limits: { closing: 20 } })
  // A client that speaks just enough to get in, and then not at all.
  const deaf = connectTcp(web.port, '127.0.0.1')
  deaf.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  await once(deaf, 'data')
  const closed = new Promise<number>((resolve) => {
    for (const pipe of accepted) pipe.onClose = resolve
  })
  accepted[0]?.close(4403, 'revoked')
  expect(await closed).toBe(1006)
  deaf.destroy()
})

test('HB5 a socket from which nothing comes, not even a pong, is given up; one that answers is kept', async () => {
  const clock = new FakeClock()
  const { web, accepted } = await served({ door: false, clock })
  const deaf = connectTcp(web.port, '127.0.0.1')
  deaf.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  await once(deaf, 'data')
  const alive = new WebSocket(`ws://127.0.0.1:${web.port}/ws`)
  await once(alive, 'open')
  const [first, second] = accepted
  const gone = new Promise<string>((resolve) => {
    if (first) first.onClose = () => resolve('deaf')
    if (second) second.onClose = () => resolve('alive')
  })
  for (let ping = 0; ping < 3; ping++) {
    const pinged = once(alive, 'ping')
    clock.advance(10_000)
    await pinged
    // Its pong is on the way: where a ping sent behind it is answered, that has arrived. It says nothing else.
    const answered = once(alive, 'pong')
    alive.ping()
    await answered
  }
  expect(await gone).toBe('deaf')
  expect(alive.readyState).toBe(WebSocket.OPEN)
  alive.terminate()
  deaf.destroy()
})

test('a pipe tells what it has not been able to send', async () => {
  const { web, accepted } = await served({ door: false })
  const slow = connectTcp(web.port, '127.0.0.1')
  slow.write(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  )
  await once(slow, 'data')
  slow.pause()
  const [pipe] = accepted
  if (!pipe) throw new Error('no socket')
  const megabyte = 'x'.repeat(1024 * 1024)
  for (let count = 0; count < 32; count++) pipe.send(megabyte)
  expect(pipe.buffered).toBeGreaterThan(1024 * 1024)
  const closed = new Promise<void>((resolve) => {
    pipe.onClose = () => resolve()
  })
  pipe.terminate()
  await closed
  pipe.send('nobody hears this')
  slow.destroy()
})

test('a refused upgrade is hung up on: who stays on the line takes nobody else’s place', async () => {
  const { web } = await served({ door: false })
  const socket = connectTcp({ port: web.port, host: '127.0.0.1', allowHalfOpen: true })
  socket.write('GET /ws HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 421 /)
  // It never ends its own side, so that only a host that has let go answers what comes now with a reset.
  await once(socket, 'end')
  const gone = once(socket, 'error')
  const talking = setInterval(() => socket.write('still here'), 10)
  onTestFinished(() => {
    clearInterval(talking)
    socket.destroy()
  })
  expect(await gone).toMatchObject([{ code: expect.stringMatching(/ECONNRESET|EPIPE/) }])
})
