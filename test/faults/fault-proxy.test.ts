import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { seededNumbers } from '../harness/random.ts'
import { FaultProxy } from './fault-proxy.ts'
import { Link, noFaults } from './link.ts'

/** A proxy in front of a server that says everything back, and that server's ends of the connections. */
async function proxied(seed?: number) {
  const ends: Socket[] = []
  const server = createServer((socket) => {
    ends.push(socket)
    socket.on('error', () => {}).pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await FaultProxy.start(() => (server.address() as AddressInfo).port, seed)
  onTestFinished(async () => {
    await proxy.close()
    server.close()
  })
  return { proxy, ends }
}

async function connected(proxy: FaultProxy): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1')
    .setEncoding('utf8')
    .on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** What came back, once it is as long as what was sent, and in how many pieces. */
async function echoed(socket: Socket, text: string): Promise<{ text: string; pieces: string[] }> {
  const pieces: string[] = []
  const all = new Promise<void>((resolve) => {
    const take = (piece: string) => {
      pieces.push(piece)
      if (pieces.join('').length < text.length) return
      socket.off('data', take)
      resolve()
    }
    socket.on('data', take)
  })
  socket.write(text)
  await all
  return { text: pieces.join(''), pieces }
}

const said = async (socket: Socket, text: string) => (await echoed(socket, text)).text

async function took(run: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await run()
  return performance.now() - began
}

/** Long enough that what can pass has passed. */
const awhile = () => new Promise((resolve) => setTimeout(resolve, 60))

test('passes everything on, both ways, and an end after it', async () => {
  const { proxy, ends } = await proxied()
  const socket = await connected(proxy)
  expect(await said(socket, 'hello')).toBe('hello')
  socket.end('the last word')
  expect(await once(socket, 'data')).toEqual(['the last word'])
  await once(socket, 'close')
  await expect.poll(() => ends[0]?.destroyed).toBe(true)
  await expect.poll(() => proxy.open).toBe(0)
})

test('latency counts each way, and is switched while it runs', async () => {
  const { proxy } = await proxied()
  const socket = await connected(proxy)
  proxy.set({ latency: 40 })
  expect(await took(() => said(socket, 'late'))).toBeGreaterThanOrEqual(79)
  proxy.set({ latency: 0 })
  expect(await said(socket, 'soon')).toBe('soon')
})

test('jitter changes when things come, and not in which order', async () => {
  const { proxy } = await proxied(7)
  const socket = await connected(proxy)
  proxy.set({ jitter: 10 })
  const words = Array.from({ length: 100 }, (_, at) => `<${at}>`)
  const whole = words.join('')
  let text = ''
  socket.on('data', (piece) => {
    text += piece
  })
  for (const word of words) {
    socket.write(word)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await expect.poll(() => text).toBe(whole)
  socket.removeAllListeners('data')
  // This seed's draws are far apart: some go at once, some wait for most of the ten milliseconds there or back.
  const times: number[] = []
  for (const word of words.slice(0, 20)) times.push(await took(() => said(socket, word)))
  expect(Math.max(...times)).toBeGreaterThanOrEqual(9)
})

test('bandwidth is a limit', async () => {
  const { proxy } = await proxied()
  const socket = await connected(proxy)
  proxy.set({ bandwidth: 1_000_000 })
  const text = 'x'.repeat(50_000)
  // 50 ms there; the way back begins with its first piece.
  expect(await took(() => said(socket, text))).toBeGreaterThanOrEqual(49)
})

test('slices have at most that length and differ by the seed, and nothing is lost', async () => {
  const text = Array.from({ length: 60 }, (_, at) => String(at % 10)).join('')
  const slices = async (seed: number) => {
    const pieces: string[] = []
    // Not a socket, which joins what comes close together.
    const [from, to] = [new PassThrough(), new PassThrough({ writableObjectMode: true })]
    to.on('data', (piece: Buffer) => pieces.push(piece.toString()))
    new Link(from, to, () => ({ ...noFaults, slice: 10 }), seededNumbers(seed))
    from.end(text)
    await once(to, 'end')
    expect(pieces.join('')).toBe(text)
    return pieces.map(({ length }) => length)
  }
  const [one, other] = [await slices(1), await slices(2)]
  expect(Math.max(...one)).toBeLessThanOrEqual(10)
  expect(one.length).toBeGreaterThan(6)
  expect(one).not.toEqual(other)
})

test('a reset ends what is open, and new connections are welcome', async () => {
  const { proxy, ends } = await proxied()
  const open = await connected(proxy)
  await said(open, 'before')
  const lost = once(open, 'error')
  proxy.reset()
  expect(await lost).toMatchObject([{ code: 'ECONNRESET' }])
  await expect.poll(() => ends[0]?.destroyed).toBe(true)
  expect(await said(await connected(proxy), 'after')).toBe('after')
})

test('a cut resets what is open and what comes, until all is restored', async () => {
  const { proxy } = await proxied()
  const open = await connected(proxy)
  await said(open, 'before')
  proxy.cut()
  expect(await once(open, 'error')).toMatchObject([{ code: 'ECONNRESET' }])
  const later = connect(proxy.port, '127.0.0.1')
  expect(await once(later, 'error')).toMatchObject([{ code: 'ECONNRESET' }])
  proxy.restore()
  expect(await said(await connected(proxy), 'after')).toBe('after')
})

test('a stall holds everything up, in silence, and lets it through afterwards', async () => {
  const { proxy } = await proxied()
  const socket = await connected(proxy)
  await said(socket, 'before')
  proxy.stall()
  let arrived = ''
  socket.on('data', (data) => (arrived += data))
  socket.write('held up')
  const other = await connected(proxy)
  other.write('held up, too')
  await awhile()
  expect(arrived).toBe('')
  proxy.restore()
  await once(socket, 'data')
  expect(arrived).toBe('held up')
})

test('a stalled sender is slowed down: the proxy takes no more than a small buffer', async () => {
  const { proxy } = await proxied()
  const socket = await connected(proxy)
  proxy.stall()
  socket.write(Buffer.alloc(20_000_000))
  await awhile()
  expect(socket.writableLength).toBeGreaterThan(1_000_000)
})

test('silence swallows: what is open stays open and dead, new connections hang, later ones are well', async () => {
  const { proxy, ends } = await proxied()
  const socket = await connected(proxy)
  await said(socket, 'before')
  proxy.silence()
  const heard: unknown[] = []
  socket.on('data', (data) => heard.push(data)).on('close', () => heard.push('close'))
  socket.write('lost')
  const hanging = await connected(proxy)
  hanging.on('data', (data) => heard.push(data)).on('close', () => heard.push('close'))
  hanging.write('lost, too')
  await awhile()
  proxy.restore()
  socket.write('still lost')
  await awhile()
  expect(heard).toEqual([])
  expect(ends.map((end) => end.destroyed)).toEqual([false, false])
  expect(await said(await connected(proxy), 'after')).toBe('after')
})

test('half open: one end is gone and the other is not told', async () => {
  const { proxy, ends } = await proxied()
  const [left, right] = [await connected(proxy), await connected(proxy)]
  await Promise.all([said(left, 'before'), said(right, 'before')])
  proxy.halfOpen('near')
  await expect.poll(() => ends.every((end) => end.destroyed)).toBe(true)
  expect([left.destroyed, left.write('to nobody')]).toEqual([false, true])
  await awhile()
  expect(left.destroyed).toBe(false)

  const third = await connected(proxy)
  await said(third, 'before')
  const lost = once(third, 'error')
  proxy.halfOpen('far')
  expect(await lost).toMatchObject([{ code: 'ECONNRESET' }])
  await awhile()
  expect(ends.at(-1)?.destroyed).toBe(false)
})
