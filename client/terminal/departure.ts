// Leaving by a key or `/quit`: Ctrl-C interrupts first and takes two presses more, and what would end with this process is named.

import type { Clock } from '../../shared/clock.ts'
import type { SessionNow } from './session-now.ts'

/** How long the first Ctrl-C counts, in milliseconds. */
const twice = 2000
/** How long it counts that a person was told what leaving would end. */
const warned = 15_000

export interface DepartureOptions {
  readonly clock: Clock
  readonly session: SessionNow
  /** A remark that stands for so long, in milliseconds. */
  readonly remark: (text: string, stands: number) => void
  /** Something runs that this device may stop. */
  readonly mayInterrupt: () => boolean
  readonly interrupt: () => void
  readonly leave: () => void
}

export class Departure {
  readonly #options: DepartureOptions
  #leavesUntil = 0
  #pressedUntil = 0
  /** What was interrupted a moment ago may be past hearing it: then the next Ctrl-C is about leaving. */
  #interruptedUntil = 0

  constructor(options: DepartureOptions) {
    this.#options = options
  }

  /** Ctrl-C: false where there was nothing to interrupt and it was the first, which only says what the next one does. */
  press(): boolean {
    const { clock, session, remark, mayInterrupt, interrupt, leave } = this.#options
    if (clock.now() < this.#pressedUntil) {
      leave()
      return true
    }
    if (clock.now() >= this.#interruptedUntil && mayInterrupt()) {
      interrupt()
      this.#interruptedUntil = clock.now() + twice
      return true
    }
    this.#pressedUntil = clock.now() + twice
    const ends = session.leavingEnds
    const leaves = `Ctrl-C again leaves${ends === undefined ? '' : ` and stops ${ends}`}`
    remark(leaves, twice)
    return false
  }

  /** Another key: whoever writes on does not mean to leave. */
  stay(): void {
    this.#pressedUntil = 0
  }

  /** At once, where nothing would be lost by it. */
  ask(): void {
    const { clock, session, remark, leave } = this.#options
    const ends = session.leavingEnds
    if (ends === undefined || clock.now() < this.#leavesUntil) return leave()
    this.#leavesUntil = clock.now() + warned
    remark(`Once more leaves and stops ${ends}.`, warned)
  }
}
