// When the agent was last heard of, and since when a turn has stalled: told in the live state, so that who comes late knows.

import { needsYou } from '../../shared/agent-standing.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { RoomState } from '../../shared/room-state.ts'
import type { LiveState } from './live-state.ts'

export class Progress {
  readonly #live: LiveState
  readonly #limits: Limits
  readonly #clock: Clock
  readonly #giveUp: (reason: string) => void
  #heard: number | undefined
  #told = Number.NEGATIVE_INFINITY
  #callOffTelling: (() => void) | undefined
  /** In a turn: nothing was heard since then. */
  #quiet = 0
  #callOffLook: (() => void) | undefined

  /** `giveUp` is called where a turn has stalled for as long as the user has set. */
  constructor(live: LiveState, limits: Limits, clock: Clock, giveUp: (reason: string) => void) {
    this.#live = live
    this.#limits = limits
    this.#clock = clock
    this.#giveUp = giveUp
    live.watch((before, after) => this.#follow(before, after))
  }

  /** The agent said or did something. */
  heard(): void {
    const now = this.#clock.now()
    this.#heard = now
    this.#quiet = now
    const { activity } = this.#live.value
    if (activity.is === 'running' && activity.stalled) {
      const { stalled: _, ...going } = activity
      this.#live.set({ activity: going })
      this.#lookIn(this.#limits.stalled)
    }
    const wait = this.#told + this.#limits.heard - now
    if (wait <= 0) this.#tell()
    else this.#callOffTelling ??= this.#clock.after(wait, () => this.#tell())
  }

  close(): void {
    this.#callOffTelling?.()
    this.#callOffLook?.()
  }

  #tell(): void {
    this.#callOffTelling?.()
    this.#callOffTelling = undefined
    this.#told = this.#clock.now()
    if (this.#heard !== undefined) this.#live.set({ heard: iso(this.#heard) })
  }

  #follow(before: RoomState, after: RoomState): void {
    const turn = turnOf(after)
    if (turn === turnOf(before)) return
    this.#callOffLook?.()
    if (turn === undefined) return
    this.#quiet = this.#clock.now()
    this.#lookIn(this.#limits.stalled)
  }

  #lookIn(delay: number): void {
    const due = this.#clock.now() + delay
    this.#callOffLook?.()
    this.#callOffLook = this.#clock.after(delay, () => this.#look(due))
  }

  #look(due: number): void {
    const now = this.#clock.now()
    // A timer that late is a computer that slept: the agent slept, too.
    if (now - due > this.#limits.slept) this.#quiet = now
    const left = this.#quiet + this.#limits.stalled - now
    if (left > 0) return this.#lookIn(left)
    const { activity, live } = this.#live.value
    if (activity.is !== 'running') return
    const tools = Object.values(live).flatMap((part) => (part.kind === 'tool' ? [part] : []))
    const tool = tools.toSorted((a, b) => a.order - b.order).at(-1)
    const stalled = { since: iso(this.#quiet), ...(tool && { in: tool.title }) }
    this.#live.set({ activity: { ...activity, stalled } })
    this.#endIn(this.#quiet + this.#limits.endStalled - now)
  }

  #endIn(delay: number): void {
    if (this.#limits.endStalled === 0) return
    this.#callOffLook = this.#clock.after(delay, () => {
      const minutes = Math.round(this.#limits.endStalled / 60_000)
      this.#giveUp(`Nothing was heard of it for ${minutes} min, and endStalledAfter in config.json ends it then.`)
    })
  }
}

/** The turn in which the agent is waited for; none while it waits for a person itself. */
const turnOf = (state: RoomState): string | undefined =>
  state.activity.is === 'running' && !needsYou(state) ? state.activity.prompt : undefined

const iso = (time: number): string => new Date(time).toISOString()
