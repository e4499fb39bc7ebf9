// One way through a bad network: bytes come late, in pieces, slowly, or not at all, but never out of order.

import type { Duplex } from 'node:stream'

/** What a network does to what passes; all of it can be changed while bytes are under way. */
export interface Faults {
  /** Milliseconds each way. */
  readonly latency: number
  /** Up to so many milliseconds more, by chance. */
  readonly jitter: number
  /** Bytes a second, each way. */
  readonly bandwidth: number
  /** The longest piece that arrives in one, in bytes; shorter ones by chance. */
  readonly slice: number
}

export const noFaults: Faults = {
  latency: 0,
  jitter: 0,
  bandwidth: Number.POSITIVE_INFINITY,
  slice: Number.POSITIVE_INFINITY,
}

/** As much as waits here before the sender is slowed down: a small router's buffer, in bytes. */
const room = 64 * 1024

interface Piece {
  /** By `performance.now()`. */
  readonly due: number
  readonly bytes: Buffer
}

export class Link {
  readonly #from: Duplex
  readonly #to: Duplex
  readonly #faults: () => Faults
  readonly #chance: () => number
  #waiting: Piece[] = []
  #held = 0
  /** When the wire is free again; pieces are due one after the other. */
  #free = 0
  #timer: NodeJS.Timeout | undefined
  #stalled = false
  #ended = false
  #swallows = false

  constructor(from: Duplex, to: Duplex, faults: () => Faults, chance: () => number) {
    this.#from = from
    this.#to = to
    this.#faults = faults
    this.#chance = chance
    from.on('data', (bytes) => this.#take(bytes))
    from.on('end', () => {
      this.#ended = true
      // Its own end is all that such a link still does: the other side is never told.
      if (this.#swallows) from.destroy()
      else this.#pass()
    })
    to.on('drain', () => this.#pass())
  }

  get swallows(): boolean {
    return this.#swallows
  }

  /** Nothing passes, and nothing is lost: what is held up arrives once it goes on. */
  stall(stalled: boolean): void {
    this.#stalled = stalled
    this.#pass()
  }

  /** What comes from now on is lost without a word, and what is under way, too. There is no way back from a gap. */
  swallow(): void {
    this.#swallows = true
    this.#drop()
    this.#from.resume()
  }

  close(): void {
    this.#drop()
  }

  #drop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#waiting = []
    this.#held = 0
  }

  #take(bytes: Buffer): void {
    if (this.#swallows) return
    const { latency, jitter, bandwidth, slice } = this.#faults()
    const now = performance.now()
    for (let at = 0; at < bytes.length; ) {
      const most = Math.min(slice, bytes.length - at)
      const length = slice < bytes.length ? 1 + Math.floor(this.#chance() * most) : most
      this.#free = Math.max(this.#free, now + latency + this.#chance() * jitter) + (length / bandwidth) * 1000
      this.#waiting.push({ due: this.#free, bytes: bytes.subarray(at, at + length) })
      at += length
    }
    this.#held += bytes.length
    this.#pass()
  }

  #pass(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#swallows) return
    while (!this.#stalled && !this.#to.writableNeedDrain) {
      const [piece] = this.#waiting
      if (!piece) break
      const wait = piece.due - performance.now()
      if (wait > 0.5) {
        this.#timer = setTimeout(() => this.#pass(), wait)
        break
      }
      this.#waiting.shift()
      this.#held -= piece.bytes.length
      this.#to.write(piece.bytes)
    }
    if (this.#stalled || this.#held >= room) this.#from.pause()
    else this.#from.resume()
    if (this.#ended && this.#waiting.length === 0) this.#to.end()
  }
}
