// A turn that the agent began by itself: nothing was asked and nothing will be answered, so silence or its bill ends it.

import type { Clock } from '../../shared/clock.ts'
import type { CallId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'

interface UnaskedParts {
  readonly id: CallId
  readonly clock: Clock
  readonly limits: Pick<Limits, 'unaskedQuiet' | 'unaskedSilence'>
  /** The agent says at the end of each turn what it cost. */
  readonly bills: boolean
  /** It runs or asks something: then silence means nothing. */
  readonly busy: () => boolean
  readonly over: () => void
}

export class UnaskedTurn {
  readonly #parts: UnaskedParts
  #stopping = false
  #stopWaiting: () => void = () => {}

  constructor(parts: UnaskedParts) {
    this.#parts = parts
    this.heard()
  }

  get id(): CallId {
    return this.#parts.id
  }

  get stopped(): boolean {
    return this.#stopping
  }

  /** The agent said something. */
  heard(): void {
    const { clock, limits, bills, busy, over } = this.#parts
    this.#stopWaiting()
    const wait = bills && !this.#stopping ? limits.unaskedSilence : limits.unaskedQuiet
    this.#stopWaiting = clock.after(wait, () => {
      if (busy() && !this.#stopping) this.heard()
      else over()
    })
  }

  /** It was told to stop: whatever it runs, silence is its end now. */
  stop(): void {
    this.#stopping = true
    this.heard()
  }

  close(): void {
    this.#stopWaiting()
  }
}
