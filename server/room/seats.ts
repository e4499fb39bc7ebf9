// The devices that are in a room: taken in, listened to, revised, handed over, sent away.

import * as v from 'valibot'
import type { Clock } from '../../shared/clock.ts'
import type { CallError } from '../../shared/codes.ts'
import { deviceFrameSchema } from '../../shared/frame-schemas.ts'
import { type DeviceId, terminalDevice } from '../../shared/ids.ts'
import { parsedJson } from '../../shared/json.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Journal } from '../store/journal.ts'
import type { Broadcast } from './broadcast.ts'
import type { makeCalls } from './calls.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'
import { Presence } from './presence.ts'
import { type Besides, type Guest, personOf, Seat } from './seat.ts'

interface SeatsParts {
  readonly history: History
  readonly live: LiveState
  readonly broadcast: Broadcast
  readonly journal: Journal
  readonly limits: Limits
  readonly clock: Clock
  readonly besides: Besides
  readonly calls: ReturnType<typeof makeCalls>
}

export class Seats {
  readonly #parts: SeatsParts
  readonly #presence: Presence
  /** Each with what takes it off the list of listeners. */
  readonly #taken = new Map<Seat, () => void>()
  #closed = false
  #visited = false

  constructor(parts: SeatsParts) {
    this.#parts = parts
    const guests = (): Guest[] => this.#all.map(({ guest }) => guest)
    this.#presence = new Presence(parts.live, parts.limits, parts.clock, guests)
  }

  get empty(): boolean {
    return this.#taken.size === 0
  }

  /** A device that was let into this room alone has been here. */
  get visited(): boolean {
    return this.#visited
  }

  /** Takes a device in: it is brought up to date, then it may call. */
  join(guest: Guest): void {
    const { limits, clock, besides, live, broadcast, history } = this.#parts
    const seat = new Seat(guest, limits, clock, () => live.whole(), besides)
    guest.pipe.onFrame = (text) => void this.#hear(seat, text)
    guest.pipe.onClose = () => this.#leave(seat)
    this.#taken.set(seat, () => {})
    if (!this.#noteJoining(guest)) {
      seat.bye('storage_failed', 'The computer could not write down that this device came. Make space on its disk.')
      return this.#leave(seat)
    }
    // On the list of listeners before anything is read, so that nothing falls between the two.
    this.#taken.set(seat, broadcast.add(seat))
    void seat.bringUpToDate(history).catch(() => guest.pipe.terminate())
    if (guest.scope.kind === 'host') live.set({ moved: undefined })
    else this.#visited = true
    this.#presence.changed()
  }

  /** Devices of host scope go on in another room: takes them out of here without a word. Who stays is told that they moved. */
  handOver(): Guest[] {
    const movers = this.#all.filter(({ guest }) => guest.scope.kind === 'host')
    for (const seat of movers) {
      this.#forget(seat)
      seat.movedOut()
    }
    if (movers.length > 0) this.#parts.live.set({ moved: new Date(this.#parts.clock.now()).toISOString() })
    this.#presence.changed()
    return movers.map(({ guest }) => guest)
  }

  /** A device that is here is called something else, or may do something else, from now on. */
  revise(device: DeviceId, now: Pick<Guest, 'name' | 'role' | 'scope'>): void {
    const seats = this.#all.filter(({ guest }) => guest.device === device)
    const changed = seats.filter(({ guest }) => guest.name !== now.name || guest.role !== now.role)
    for (const seat of changed) seat.revise(now)
    if (changed.length > 0) this.#presence.changed()
  }

  /** Shows to whom it is for what is new at the door, or of the host's tasks. */
  show(what: 'door' | 'tasks'): void {
    for (const seat of this.#taken.keys()) what === 'door' ? seat.showDoor() : seat.showTasks()
  }

  /** Everybody is told that the session was closed. */
  dismiss(): void {
    this.#closed = true
    for (const seat of this.#all) {
      seat.bye('closing', 'The session was closed on the computer. It comes back when it is continued there.')
      this.#leave(seat)
    }
  }

  close(): void {
    this.#presence.close()
  }

  /** As they are now: whoever is told something may leave over it. */
  get #all(): Seat[] {
    return [...this.#taken.keys()]
  }

  #leave(seat: Seat): void {
    if (!this.#taken.has(seat)) return
    this.#forget(seat)
    seat.left()
    this.#presence.changed()
  }

  #forget(seat: Seat): void {
    this.#taken.get(seat)?.()
    this.#taken.delete(seat)
    if (!this.#closed && seat.guest.device !== terminalDevice) this.#noteLeaving(seat.guest)
  }

  /** Nobody is here of whom the journal does not tell; false where it cannot. */
  #noteJoining(guest: Guest): boolean {
    try {
      if (guest.device !== terminalDevice)
        this.#parts.journal.append({ t: 'joined', by: personOf(guest), role: guest.role })
      return true
    } catch {
      return false
    }
  }

  /** A full disk must not keep anybody from leaving. */
  #noteLeaving(guest: Guest): void {
    try {
      this.#parts.journal.append({ t: 'left', by: personOf(guest) })
    } catch {}
  }

  async #hear(seat: Seat, text: string): Promise<void> {
    const frame = v.safeParse(deviceFrameSchema, parsedJson(text))
    if (!frame.success) {
      seat.bye('bad_frame', 'This page and the computer do not understand each other; reload the page.')
      return this.#leave(seat)
    }
    if (frame.output.t === 'ping') return seat.answer({ t: 'pong' })
    if (!seat.mayCall()) return seat.answer({ t: 'result', id: frame.output.id, error: tooMany })
    seat.answer(await this.#parts.calls(seat.guest, frame.output))
  }
}

const tooMany: CallError = {
  code: 'too_many',
  message: 'This device asks too much at once. Wait a moment, then try again.',
}
