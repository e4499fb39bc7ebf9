// A key that does something only when it is pressed twice in a moment: the first time it is said what the second would do.

import type { Clock } from '../../shared/clock.ts'

/** How long the first counts, in milliseconds. */
const moment = 2000

export interface PressedTwiceOptions {
  readonly clock: Clock
  /** A remark that stands for so long, in milliseconds. */
  readonly remark: (text: string, stands: number) => void
}

export class PressedTwice {
  readonly #options: PressedTwiceOptions
  #until = 0

  constructor(options: PressedTwiceOptions) {
    this.#options = options
  }

  /** True the second time. */
  press(says: string): boolean {
    const { clock, remark } = this.#options
    const again = clock.now() < this.#until
    this.#until = again ? 0 : clock.now() + moment
    remark(again ? '' : says, again ? 0 : moment)
    return again
  }

  /** Another key came between. */
  forget(): void {
    this.#until = 0
  }
}
