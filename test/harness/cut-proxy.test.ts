import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { CutProxy } from './cut-proxy.ts'

/** A proxy in front of a server that says everything back. */
async function proxied(): Promise<CutProxy> {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await CutProxy.start(() => (server.address() as AddressInfo).port)
  onTestFinished(async () => {
    await proxy.close()
    server.close()
  })
  return proxy
}

async function connected(proxy: CutProxy): Promise<Socket> {
  const socket = connect(proxy.port, '127.0.0.1')
    .setEncoding('utf8')
    .on('error', () => {})
  await once(socket, 'connect')
  return socket
}

const said = async (socket: Socket, text: string) => {
  socket.write(text)
  return (await once(socket, 'data'))[0]
}

test('passes everything on, both ways', async () => {
  expect(await said(await connected(await proxied()), 'hello')).toBe('hello')
})

test('a cut resets what is open and what comes, until all is restored', async () => {
  const proxy = await proxied()
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
  const proxy = await proxied()
  const socket = await connected(proxy)
  await said(socket, 'before')
  proxy.stall()
  let arrived = ''
  socket.on('data', (data) => (arrived += data))
  socket.write('held up')
  const other = await connected(proxy)
  other.write('held up, too')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(arrived).toBe('')
  proxy.restore()
  await once(socket, 'data')
  expect(arrived).toBe('held up')
})
