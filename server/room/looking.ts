// Looks at a transcript that the agent writes, often while something is expected in it, and then no more.

import type { Clock } from '../../shared/clock.ts'

/** Between two looks, in milliseconds: Claude Code writes about as often. */
const often = 50
/** How long after the last word of the agent's something may still come. */
const patience = 2000

export class Looking {
  readonly #look: () => void
  readonly #clock: Clock
  #until = 0
  #callOff: (() => void) | undefined

  constructor(look: () => void, clock: Clock) {
    this.#look = look
    this.#clock = clock
  }

  /** Something is expected. */
  expect(): void {
    this.#until = this.#clock.now() + patience
    this.#callOff ??= this.#clock.after(often, () => this.#tick())
  }

  #tick(): void {
    this.#callOff = undefined
    this.#look()
    if (this.#clock.now() < this.#until) this.#callOff = this.#clock.after(often, () => this.#tick())
  }

  close(): void {
    this.#until = 0
    this.#callOff?.()
  }
}
