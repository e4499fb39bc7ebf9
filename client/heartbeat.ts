// Whether the host is still there: pings on a clock, and gives up after a silence in which a ping went unanswered.

import type { Clock } from '../shared/clock.ts'
import type { Limits } from '../shared/limits.ts'

export interface HeartbeatOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'ping' | 'silence' | 'doubt'>
  readonly ping: () => void
  readonly dead: () => void
}

export class Heartbeat {
  readonly #options: HeartbeatOptions
  #heard: number
  #unanswered = false
  #doubting = false
  #callOff: () => void

  constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#heard = options.clock.now()
    this.#callOff = this.#after(options.limits.ping, () => this.#tick())
  }

  /** Anything that came from the host. */
  heard(): void {
    this.#heard = this.#options.clock.now()
    this.#unanswered = false
  }

  /** After sleep the socket may be a shell of itself: ask at once, and wait only briefly. */
  doubt(): void {
    if (this.#doubting) return
    this.#doubting = true
    this.#ping()
    this.#callOff()
    this.#callOff = this.#after(this.#options.limits.doubt, () => {
      this.#doubting = false
      if (this.#unanswered) this.#options.dead()
      else this.#tick()
    })
  }

  stop(): void {
    this.#callOff()
  }

  #tick(): void {
    const { clock, limits } = this.#options
    const silent = clock.now() - this.#heard
    if (this.#unanswered && silent >= limits.silence) {
      this.#options.dead()
      return
    }
    this.#ping()
    const next = Math.min(limits.ping, Math.max(limits.silence - silent, 1))
    this.#callOff = this.#after(next, () => this.#tick())
  }

  #ping(): void {
    this.#unanswered = true
    this.#options.ping()
  }

  #after(delay: number, run: () => void): () => void {
    const { clock, limits } = this.#options
    const due = clock.now() + delay
    return clock.after(delay, () => {
      // A frozen page wakes late, before it has read what came meanwhile: no silence of the host's.
      const overslept = clock.now() - due > limits.ping
      if (overslept) {
        this.#doubting = false
        this.doubt()
      } else run()
    })
  }
}
