// Who is here, in the live state: told at once while few are, and of a crowd what changed within a moment together.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { LiveState } from './live-state.ts'
import type { Guest } from './seat.ts'

export class Presence {
  readonly #live: LiveState
  readonly #limits: Pick<Limits, 'crowd' | 'crowdNews'>
  readonly #clock: Clock
  readonly #guests: () => readonly Guest[]
  #callOff: (() => void) | undefined

  constructor(
    live: LiveState,
    limits: Pick<Limits, 'crowd' | 'crowdNews'>,
    clock: Clock,
    guests: () => readonly Guest[],
  ) {
    this.#live = live
    this.#limits = limits
    this.#clock = clock
    this.#guests = guests
  }

  /** Somebody came, left, or is called something else. */
  changed(): void {
    // Everybody is told of everybody: of a thousand that come at once, each by itself would be a million frames.
    if (this.#guests().length <= this.#limits.crowd) this.#tell()
    else this.#callOff ??= this.#clock.after(this.#limits.crowdNews, () => this.#tell())
  }

  close(): void {
    this.#callOff?.()
    this.#callOff = undefined
  }

  #tell(): void {
    this.close()
    const known = this.#live.value.devices
    const now = new Date(this.#clock.now()).toISOString()
    const devices = this.#guests().map(({ device, name, role, ticket }) => [
      device,
      { id: device, name, role, since: known[device]?.since ?? now, ticket },
    ])
    this.#live.set({ devices: Object.fromEntries(devices) })
  }
}
