// A pipe over a WebSocket, the browser's own or one of a Node library.

import { closeCodes } from '../shared/codes.ts'
import type { Pipe, Wire } from '../shared/pipe.ts'

/** What browsers and `ws` have in common. */
export interface SocketLike {
  onopen: ((event: never) => unknown) | null
  onmessage: ((event: never) => unknown) | null
  onclose: ((event: never) => unknown) | null
  onerror: ((event: never) => unknown) | null
  /** `arraybuffer`: bytes come as they are, in order with the texts. */
  binaryType: string
  readonly bufferedAmount: number
  send(data: string | Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
  terminate?: () => void
}

/**
 * Resolves once it is open; rejects where it never gets so far. Browsers open one socket to a host at a time, so one that
 * hangs has to be `abandoned`, or the next waits behind it.
 */
export function openSocketPipe(
  url: string,
  Socket: new (url: string) => SocketLike,
  abandoned?: AbortSignal,
): Promise<Pipe> {
  return new Promise((resolve, reject) => {
    const socket = new Socket(url)
    const pipe = new SocketPipe(socket)
    const abort = () => pipe.terminate()
    abandoned?.addEventListener('abort', abort)
    socket.onopen = () => {
      abandoned?.removeEventListener('abort', abort)
      resolve(pipe)
    }
    // Rejecting what has been resolved does nothing, so this is only about sockets that never opened.
    socket.onerror = () => reject(new Error('The connection could not be opened.'))
    pipe.onClosed = () => reject(new Error('The connection was closed before it was open.'))
  })
}

/** The phone's own address for it: `/ws` of wherever the page came from. */
export const socketUrl = (page: { readonly protocol: string; readonly host: string }): string =>
  `${page.protocol === 'https:' ? 'wss:' : 'ws:'}//${page.host}/ws`

class SocketPipe implements Pipe {
  onClosed: () => void = () => {}
  readonly wire: Wire = {
    send: (message) => this.#send(Uint8Array.from(message)),
    onMessage: () => this.close(closeCodes.bad, 'text frames only'),
  }
  readonly #socket: SocketLike
  #onFrame: ((frame: string) => void) | undefined
  #onClose: ((code: number, reason: string) => void) | undefined
  /** What came before anybody listened. */
  #early: string[] = []
  #closed: { code: number; reason: string } | undefined

  constructor(socket: SocketLike) {
    this.#socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onmessage = (event: { readonly data?: unknown }) => {
      if (this.#closed) return
      if (event.data instanceof ArrayBuffer) this.wire.onMessage(new Uint8Array(event.data))
      else if (typeof event.data !== 'string') return
      else if (this.#onFrame) this.#onFrame(event.data)
      else this.#early.push(event.data)
    }
    socket.onclose = (event: { readonly code?: number; readonly reason?: string }) =>
      this.#end(event.code ?? 1006, event.reason ?? '')
  }

  get buffered(): number {
    return this.#socket.bufferedAmount
  }

  set onFrame(listener: (frame: string) => void) {
    this.#onFrame = listener
    for (const frame of this.#early.splice(0)) listener(frame)
  }

  set onClose(listener: (code: number, reason: string) => void) {
    this.#onClose = listener
    if (this.#closed) listener(this.#closed.code, this.#closed.reason)
  }

  send(frame: string): void {
    this.#send(frame)
  }

  #send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.#closed) return
    try {
      this.#socket.send(data)
    } catch {
      // A socket that is closing throws in some browsers; its close is told by its own event.
    }
  }

  close(code = 1000, reason = ''): void {
    this.#socket.close(code, reason)
  }

  // A socket on a dead network may take minutes to close: whoever gives it up is told at once.
  terminate(): void {
    if (this.#socket.terminate) this.#socket.terminate()
    else this.#socket.close()
    this.#end(1006, '')
  }

  #end(code: number, reason: string): void {
    if (this.#closed) return
    this.#closed = { code, reason }
    this.onClosed()
    this.#onClose?.(code, reason)
  }
}
