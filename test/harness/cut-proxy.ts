// A network that can fail: a TCP proxy whose connections a test stalls, resets or refuses.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

export class CutProxy {
  readonly port: number
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  #refusing = false
  #stalled = false

  private constructor(server: Server, port: number, target: () => number) {
    this.#server = server
    this.port = port
    server.on('connection', (near: Socket) => this.#join(near, target()))
  }

  /** Listens on a free port of 127.0.0.1 and passes everything on to `target`'s, asked for each connection anew. */
  static async start(target: () => number): Promise<CutProxy> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new CutProxy(server, (server.address() as AddressInfo).port, target)
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#pairs.size
  }

  /** Resets what is open and every new connection, until `restore`. */
  cut(): void {
    this.#refusing = true
    this.reset()
  }

  /** Resets what is open; new connections are welcome. */
  reset(): void {
    for (const [near, far] of this.#pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }

  /** Nothing passes, nobody is told: what a phone sees that walked out of reach. */
  stall(): void {
    this.#stalled = true
    for (const pair of this.#pairs) for (const socket of pair) socket.pause()
  }

  /** All is well again; what was held up arrives. */
  restore(): void {
    this.#refusing = false
    this.#stalled = false
    for (const pair of this.#pairs) for (const socket of pair) socket.resume()
  }

  async close(): Promise<void> {
    this.#server.close()
    this.reset()
    await once(this.#server, 'close')
  }

  #join(near: Socket, port: number): void {
    if (this.#refusing) {
      near.resetAndDestroy()
      return
    }
    const far = connect(port, '127.0.0.1')
    const pair = [near, far] as const
    this.#pairs.add(pair)
    this.#pass(near, far, pair)
    this.#pass(far, near, pair)
  }

  #pass(from: Socket, to: Socket, pair: readonly [Socket, Socket]): void {
    from.setNoDelay(true)
    from.on('error', () => to.destroy())
    from.on('close', () => {
      this.#pairs.delete(pair)
      to.end()
    })
    from.on('end', () => to.end())
    from.on('data', (data) => to.write(data))
    if (this.#stalled) from.pause()
  }
}
