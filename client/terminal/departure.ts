// Leaving by a key or `/quit`: Ctrl-C takes two presses, and whatever would end with this process is named first.

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
  readonly leave: () => void
}

export class Departure {
  readonly #options: DepartureOptions
  #leavesUntil = 0

  constructor(options: DepartureOptions) {
    this.#options = options
  }

  /** Ctrl-C: false where it was the first, which only says what the next one does. */
  press(): boolean {
    const { clock, session, remark, leave } = this.#options
    if (clock.now() < this.#leavesUntil) {
      leave()
      return true
    }
    this.#leavesUntil = clock.now() + twice
    const ends = session.leavingEnds
    const leaves = `Ctrl-C again leaves${ends === undefined ? '' : ` and stops ${ends}`}`
    remark(session.running ? `${leaves} · Esc interrupts what runs` : leaves, twice)
    return false
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
