// A pipe over anything that looks like a browser's WebSocket, with the browser's timing played by hand.

import { expect, test } from 'vitest'
import { openSocketPipe, type SocketLike, socketUrl } from '../../client/socket-pipe.ts'
import type { Pipe } from '../../shared/pipe.ts'

type Listener = ((event: never) => unknown) | null

/** A browser's socket: it has no `terminate`, and tells of its close whenever the network gets round to it. */
class BrowserSocket implements SocketLike {
  static last: BrowserSocket
  onopen: Listener = null
  onmessage: Listener = null
  onclose: Listener = null
  onerror: Listener = null
  binaryType = 'blob'
  bufferedAmount = 0
  readonly sent: (string | Uint8Array)[] = []
  readonly closes: (number | undefined)[] = []
  refuses = false

  constructor() {
    BrowserSocket.last = this
  }

  send(data: string | Uint8Array): void {
    if (this.refuses) throw new Error('InvalidStateError')
    this.sent.push(data)
  }

  close(code?: number): void {
    this.closes.push(code)
  }

  happens(what: 'onopen' | 'onmessage' | 'onclose' | 'onerror', event: object = {}): void {
    this[what]?.(event as never)
  }
}

function opening(abandoned?: AbortSignal) {
  const opened = openSocketPipe('ws://host.test/ws', BrowserSocket, abandoned)
  opened.catch(() => {})
  return { opened, socket: BrowserSocket.last }
}

async function open(): Promise<{ pipe: Pipe; socket: BrowserSocket }> {
  const { opened, socket } = opening()
  socket.happens('onopen')
  return { pipe: await opened, socket }
}

test('the address is /ws of where the page came from, over TLS where that was', () => {
  expect(socketUrl({ protocol: 'http:', host: '192.168.1.20:7433' })).toBe('ws://192.168.1.20:7433/ws')
  expect(socketUrl({ protocol: 'https:', host: 'carry.example.org' })).toBe('wss://carry.example.org/ws')
})

test('one that never opens is a failure, whichever way it fails', async () => {
  for (const how of ['onerror', 'onclose'] as const) {
    const { opened, socket } = opening()
    socket.happens(how)
    await expect(opened).rejects.toThrow()
  }
})

test('what comes before anybody listens is kept in order', async () => {
  const { opened, socket } = opening()
  socket.happens('onopen')
  socket.happens('onmessage', { data: 'first' })
  const pipe = await opened
  socket.happens('onmessage', { data: 'second' })
  const heard: string[] = []
  pipe.onFrame = (frame) => heard.push(frame)
  socket.happens('onmessage', { data: 'third' })
  socket.happens('onmessage', { data: new Blob([]) })
  expect(heard).toEqual(['first', 'second', 'third'])
})

test('a close that comes before anybody listens is told all the same', async () => {
  const { pipe, socket } = await open()
  socket.happens('onclose', { code: 4403, reason: 'revoked' })
  const closes: unknown[] = []
  pipe.onClose = (code, reason) => closes.push([code, reason])
  expect(closes).toEqual([[4403, 'revoked']])
})

test('who gives a socket up is told at once, and hears nothing more of it', async () => {
  const { pipe, socket } = await open()
  const heard: unknown[] = []
  pipe.onFrame = (frame) => heard.push(frame)
  pipe.onClose = (code) => heard.push(code)
  pipe.terminate()
  expect(heard).toEqual([1006])
  socket.happens('onmessage', { data: 'late' })
  socket.happens('onclose', { code: 1000 })
  pipe.send('into the void')
  expect(heard).toEqual([1006])
  expect(socket.sent).toEqual([])
})

test('CL6 one that hangs while it opens is closed when it is abandoned, so that the next can open', async () => {
  const controller = new AbortController()
  const { opened, socket } = opening(controller.signal)
  controller.abort()
  expect(socket.closes).toHaveLength(1)
  await expect(opened).rejects.toThrow()
})

test('CL6 one that is open is no longer anybody’s to abandon', async () => {
  const controller = new AbortController()
  const { opened, socket } = opening(controller.signal)
  socket.happens('onopen')
  await opened
  controller.abort()
  expect(socket.closes).toEqual([])
})

test('sending on a socket that is closing does not throw', async () => {
  const { pipe, socket } = await open()
  socket.refuses = true
  expect(() => pipe.send('x')).not.toThrow()
  socket.bufferedAmount = 7
  expect(pipe.buffered).toBe(7)
  pipe.close(1000, 'done')
  expect(socket.closes).toEqual([1000])
})
