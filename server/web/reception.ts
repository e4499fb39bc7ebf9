// Takes whoever comes from the moment the port is bound, and has what answers them loaded: the address is shown before that.

import type { IncomingMessage, RequestListener } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Answering, AnsweringOptions } from './answering.ts'

export class Reception {
  readonly #options: AnsweringOptions
  #loading: Promise<Answering> | undefined
  #loaded: Answering | undefined

  constructor(options: AnsweringOptions) {
    this.#options = options
  }

  /** Loads it, so that nobody waits for that. */
  prepare(): void {
    this.#load().catch(() => {})
  }

  readonly answer: RequestListener = (request, response) => {
    this.#load().then(
      ({ answer }) => answer(request, response),
      () => response.writeHead(500).end(),
    )
  }

  readonly upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => {})
    this.#load().then(
      ({ sockets }) => sockets.upgrade(request, socket, head),
      () => socket.destroy(),
    )
  }

  /** Cuts off at once whoever came by this address, else everybody: their other end may be gone. */
  cutOff(address?: string): void {
    this.#loaded?.sockets.cutOff(address)
  }

  /** Closes all connections; who has not gone after `limits.closing` is cut off. */
  async close(): Promise<void> {
    await this.#loading?.catch(() => {})
    await this.#loaded?.sockets.close()
  }

  #load(): Promise<Answering> {
    this.#loading ??= import('./answering.ts').then(({ answering }) => {
      this.#loaded = answering(this.#options)
      return this.#loaded
    })
    return this.#loading
  }
}
