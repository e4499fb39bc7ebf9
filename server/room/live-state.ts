// The live state of a room: every change goes out as a patch, growing text as deltas, both in the order they happened.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import { patchBetween } from '../../shared/merge-patch.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { withDelta } from '../../shared/room-view.ts'
import type { Broadcast } from './broadcast.ts'

interface Growth {
  readonly of: string
  readonly offset: number
  text: string
}

export class LiveState {
  #state: RoomState
  readonly #broadcast: Broadcast
  readonly #limits: Limits
  readonly #clock: Clock
  /** Text that waits for company before it is sent; one run of appends for one part. */
  #growing: Growth | undefined
  #quiet = true
  #stopFlush: (() => void) | undefined
  #watcher: (before: RoomState, after: RoomState) => void = () => {}

  constructor(first: RoomState, broadcast: Broadcast, limits: Limits, clock: Clock) {
    this.#state = first
    this.#broadcast = broadcast
    this.#limits = limits
    this.#clock = clock
  }

  get value(): RoomState {
    return this.#state
  }

  /** The state for a device that has none: what waits goes to the others first, so that it comes to nobody twice. */
  whole(): RoomState {
    this.flush()
    return this.#state
  }

  /** Calls back after every change but that of growing text. */
  watch(watcher: (before: RoomState, after: RoomState) => void): void {
    this.#watcher = watcher
  }

  /** Replaces some of the state's parts; what stays the same is not sent. */
  set(change: Partial<RoomState>): void {
    const next = { ...this.#state, ...change }
    const patch = patchBetween(this.#state, next)
    if (patch === undefined) return
    this.flush()
    const before = this.#state
    this.#state = next
    this.#broadcast.send({ t: 'state', patch })
    this.#watcher(before, next)
  }

  /** Appends to the text of a live part: the first words go at once, what follows within the coalescing time together. */
  append(of: string, text: string): void {
    const part = this.#state.live[of]
    if (!part || text === '') return
    const offset = (part.kind === 'tool' ? part.dropped : 0) + part.text.length
    if (this.#growing && this.#growing.of !== of) this.flush()
    if (this.#growing) this.#growing.text += text
    else this.#growing = { of, offset, text }
    this.#state = withDelta(this.#state, { of, offset, text }, this.#limits)
    if (this.#quiet) this.#sendGrowth()
  }

  /** Sends what waits; anything that must come after the text written so far calls this first. */
  flush(): void {
    const growing = this.#growing
    this.#growing = undefined
    if (!growing) return
    const part = this.#state.live[growing.of]
    // Of a flood only the tail that is kept is worth sending.
    if (part?.kind === 'tool' && growing.text.length > this.#limits.liveOutput) {
      const { text, dropped } = part
      this.#broadcast.send({ t: 'state', patch: { live: { [growing.of]: { text, dropped } } } })
    } else this.#broadcast.send({ t: 'delta', ...growing })
  }

  #sendGrowth(): void {
    this.flush()
    if (this.#limits.coalesce === 0) return
    this.#quiet = false
    this.#stopFlush = this.#clock.after(this.#limits.coalesce, () => {
      this.#quiet = true
      if (this.#growing) this.#sendGrowth()
    })
  }

  close(): void {
    this.flush()
    this.#stopFlush?.()
  }
}
