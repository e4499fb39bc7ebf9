// A turn that somebody wants stopped: the agent is given a while for that, then it is ended with its turn.

import type { Clock } from '../../shared/clock.ts'
import type { CallId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'

const tooSlow = 'It did not stop when it was asked to, so the agent was ended.'

interface StoppingParts {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'cancelGrace' | 'stopAgain'>
  /** The agent does not stop its turn: it is ended with it, for this reason, and not started again by itself. */
  readonly endAgent: (reason: string) => void
}

export class Stopping {
  readonly #parts: StoppingParts
  /** However its turn ends, that it was stopped is why. */
  #turn: CallId | undefined
  #asked = 0
  #forced = false
  #callOff: () => void = () => {}

  constructor(parts: StoppingParts) {
    this.#parts = parts
  }

  /** The agent was asked to stop this turn. */
  begin(turn: CallId): void {
    const { clock, limits } = this.#parts
    this.#turn = turn
    this.#asked = clock.now()
    this.#callOff = clock.after(limits.cancelGrace, () => this.#force())
  }

  /** Somebody wants it stopped at once. Two taps in a row, or two devices that stop at the same time, mean no more than one. */
  hurry(): void {
    const { clock, limits } = this.#parts
    if (clock.now() - this.#asked >= limits.stopAgain) this.#force()
  }

  stops(turn: CallId): boolean {
    return this.#turn === turn
  }

  /** What it took, where that was more than to ask. */
  get reason(): string | undefined {
    return this.#forced ? tooSlow : undefined
  }

  /** The turn is over. */
  over(): void {
    this.#callOff()
    this.#forced = false
  }

  #force(): void {
    this.#callOff()
    this.#forced = true
    this.#parts.endAgent(tooSlow)
  }
}
