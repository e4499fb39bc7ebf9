// The only file that knows websockets: upgrades on `/ws` become pipes.

import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../../shared/clock.ts'
import { closeCodes } from '../../shared/codes.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe, Wire } from '../../shared/pipe.ts'
import { clientAddress, type Proxies } from './forwarded.ts'
import { foreign } from './guard.ts'
import type { Names } from './origins.ts'

export interface SocketPeer {
  readonly trusted: false
  /** IP address. */
  readonly address: string
}

export interface SocketsOptions {
  readonly names: () => Names
  readonly proxies: Proxies
  readonly clock: Clock
  readonly limits: Limits
  /** Takes the pipe; it must set its listeners before it returns. */
  readonly accept: (pipe: Pipe, peer: SocketPeer) => void
}

export class Sockets {
  readonly #options: SocketsOptions
  readonly #sockets = new Set<SocketPipe>()
  readonly #server: WebSocketServer

  constructor(options: SocketsOptions) {
    this.#options = options
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: options.limits.inboundFrame,
      perMessageDeflate: false,
      clientTracking: false,
    })
  }

  /** What a server calls back with when a connection is to be more than HTTP. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = foreign(this.#options.names(), request.headers.host, request.headers.origin)
    if (refusal) refuse(socket, refusal.status)
    else if (request.url !== '/ws') refuse(socket, 404)
    else if (this.#sockets.size >= this.#options.limits.sockets) refuse(socket, 503)
    else this.#server.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, request))
  }

  /** Cuts off at once whoever came by this address, else everybody: their other end may be gone. */
  cutOff(address?: string): void {
    for (const socket of [...this.#sockets]) {
      if (address === undefined || socket.cameBy === address) socket.terminate()
    }
  }

  /** Closes all; who has not gone after `limits.closing` is cut off. */
  async close(): Promise<void> {
    const gone = [...this.#sockets].map((socket) => socket.gone)
    for (const socket of this.#sockets) socket.close(closeCodes.goingAway, 'closing')
    await Promise.all(gone)
  }

  #opened(opened: WebSocket, request: IncomingMessage): void {
    const { clock, limits, accept, proxies } = this.#options
    const pipe = new SocketPipe(opened, clock, limits, plainAddress(request.socket.localAddress))
    this.#sockets.add(pipe)
    void pipe.gone.then(() => this.#sockets.delete(pipe))
    accept(pipe, { trusted: false, address: clientAddress(request, proxies) })
  }
}

class SocketPipe implements Pipe {
  onFrame: (frame: string) => void = () => {}
  onClose: (code: number, reason: string) => void = () => {}
  readonly wire: Wire = {
    send: (message) => this.#send(message),
    onMessage: () => this.close(closeCodes.bad, 'text frames only'),
  }
  readonly gone: Promise<void>
  /** The address of this machine that it was opened to. */
  readonly cameBy: string
  readonly #socket: WebSocket
  readonly #clock: Clock
  readonly #limits: Limits
  #heard: number
  #callOff = () => {}
  #callOffEnd = () => {}

  constructor(socket: WebSocket, clock: Clock, limits: Limits, cameBy: string) {
    this.cameBy = cameBy
    this.#socket = socket
    this.#clock = clock
    this.#limits = limits
    this.#heard = clock.now()
    socket.on('error', () => {})
    socket.on('pong', () => this.#hear())
    socket.on('message', (data: Buffer, binary) => {
      this.#hear()
      if (binary) this.wire.onMessage(data)
      else this.onFrame(data.toString())
    })
    this.gone = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.#callOff()
        this.#callOffEnd()
        this.onClose(code, reason.toString())
        resolve()
      })
    })
    this.#listen()
  }

  get buffered(): number {
    return this.#socket.bufferedAmount
  }

  send(frame: string): void {
    this.#send(frame)
  }

  // Whoever is told to go and stays does not hold a socket for long.
  close(code: number = closeCodes.normal, reason = ''): void {
    this.#socket.close(code, reason)
    this.#callOffEnd()
    this.#callOffEnd = this.#clock.after(this.#limits.closing, () => this.#socket.terminate())
  }

  terminate(): void {
    this.#socket.terminate()
  }

  #send(message: string | Uint8Array): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(message)
  }

  #hear(): void {
    this.#heard = this.#clock.now()
  }

  /** Browsers answer a websocket's ping by themselves; one that does not has gone without a word. */
  #listen(): void {
    this.#callOff = this.#clock.after(this.#limits.ping, () => {
      if (this.#clock.now() - this.#heard >= this.#limits.silence) {
        this.#socket.terminate()
        return
      }
      this.#socket.ping()
      this.#listen()
    })
  }
}

const plainAddress = (address = ''): string => address.replace(/^::ffff:/, '')

const reasons = { 403: 'Forbidden', 404: 'Not Found', 421: 'Misdirected Request', 503: 'Service Unavailable' } as const

/** No timeout of the server's holds for an upgrade any more: who does not hang up is hung up on. */
function refuse(socket: Duplex, status: keyof typeof reasons): void {
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
