// A network that fails as a test says, by a seed: a TCP proxy that delays, slices, stalls, swallows and resets.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { seededNumbers } from '../harness/random.ts'
import { type Faults, Link, noFaults } from './link.ts'

/** `near` is the end of who connected here, `far` that of the host. */
type Side = 'near' | 'far'

interface Pair {
  readonly near: Socket
  readonly far: Socket
  readonly links: readonly [Link, Link]
}

export class FaultProxy {
  readonly port: number
  readonly #server: Server
  readonly #target: () => number
  readonly #seed: number
  readonly #pairs = new Set<Pair>()
  #joined = 0
  #faults: Faults = noFaults
  #mode: 'open' | 'refusing' | 'stalled' | 'silent' = 'open'

  private constructor(server: Server, port: number, target: () => number, seed: number) {
    this.#server = server
    this.port = port
    this.#target = target
    this.#seed = seed
    server.on('connection', (near: Socket) => this.#join(near))
  }

  /** Listens on a free port of 127.0.0.1 and passes everything on to `target`'s, asked for each connection anew. */
  static async start(target: () => number, seed = 1): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new FaultProxy(server, (server.address() as AddressInfo).port, target, seed)
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#pairs.size
  }

  /** From now on, for what is open as well; what is left out is as it was. */
  set(faults: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...faults }
  }

  /** Resets what is open; new connections are welcome. */
  reset(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }

  /** Resets what is open and every new connection, until `restore`. */
  cut(): void {
    this.#mode = 'refusing'
    this.reset()
  }

  /** Nothing passes, nobody is told, nothing is lost: a phone in a tunnel. */
  stall(): void {
    this.#mode = 'stalled'
    for (const { links } of this.#pairs) for (const link of links) link.stall(true)
  }

  /** What is sent is lost, nobody is told, new connections hang: a phone whose address changed. What is open stays dead. */
  silence(): void {
    this.#mode = 'silent'
    for (const { links } of this.#pairs) for (const link of links) link.swallow()
  }

  /** One end of everything that is open is gone, and the other, which `stays`, is not told: what it says is lost. */
  halfOpen(stays: Side): void {
    for (const pair of [...this.#pairs]) {
      for (const link of pair.links) link.swallow()
      pair[stays === 'near' ? 'far' : 'near'].resetAndDestroy()
    }
  }

  /** All is well again. What was stalled arrives; what lost something, and what is half open, stays as it is. */
  restore(): void {
    this.#faults = noFaults
    this.#mode = 'open'
    for (const { links } of this.#pairs) for (const link of links) link.stall(false)
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.reset()
    await closed
  }

  #join(near: Socket): void {
    near.on('error', () => {})
    if (this.#mode === 'refusing') {
      near.resetAndDestroy()
      return
    }
    const far = connect({ port: this.#target(), host: '127.0.0.1', allowHalfOpen: true })
    const faults = () => this.#faults
    // Each way by a chance of its own, so that which one is quicker changes nothing for the other.
    const chance = () => seededNumbers(this.#seed * 1000 + this.#joined++)
    const there = new Link(near, far, faults, chance())
    const back = new Link(far, near, faults, chance())
    const pair: Pair = { near, far, links: [there, back] }
    this.#pairs.add(pair)
    let half = false
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', (failed) => {
        if (half) {
          this.#pairs.delete(pair)
          for (const link of pair.links) link.close()
        }
        half = true
        // An end is passed on by its link, after what is under way; a reset is not.
        if (failed && !pair.links.some((link) => link.swallows)) other.resetAndDestroy()
      })
    }
    if (this.#mode === 'stalled') for (const link of pair.links) link.stall(true)
    if (this.#mode === 'silent') for (const link of pair.links) link.swallow()
  }
}
