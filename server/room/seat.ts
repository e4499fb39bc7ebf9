// One device's place in a room: brought up to date by its own pace, then sent what happens, cut off if it cannot keep up.

import type { Clock } from '../../shared/clock.ts'
import { type ByeCode, closeCodes } from '../../shared/codes.ts'
import type { Person } from '../../shared/entries.ts'
import type { DeviceId, TicketId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import type { Position, ServerFrame } from '../../shared/protocol.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { noTasks, type Tasks } from '../../shared/tasks.ts'
import { type AtTheDoor, nobodyAtTheDoor } from '../../shared/visitors.ts'
import type { Listener } from './broadcast.ts'
import type { History } from './history.ts'

export interface Guest {
  readonly pipe: Pipe
  readonly device: DeviceId
  readonly name: string
  readonly role: Role
  readonly scope: Scope
  readonly from: Position | undefined
  readonly ticket: TicketId | undefined
}

/** What the host shows in every room, to those whom it is for. */
export interface Besides {
  /** Who waits at its door now. */
  readonly door: () => AtTheDoor
  readonly tasks: () => Tasks
}

export const personOf = (guest: Pick<Guest, 'device' | 'name'>): Person => ({ device: guest.device, name: guest.name })

/** How often a slow device's buffer is looked at, in milliseconds; sockets tell nobody when they drain. */
const drainLook = 20

export class Seat implements Listener {
  #guest: Guest
  readonly #limits: Limits
  readonly #clock: Clock
  readonly #wholeState: () => RoomState
  readonly #besides: Besides
  #seesDoor = false
  #seesTasks = false
  #standing: 'replaying' | 'live' | 'moved' | 'left' = 'replaying'
  /** Deltas were left out: once drained it needs the whole state. */
  #behind = false
  #slowSince: number | undefined
  #callsLeft: number
  #callsSince: number
  #stopLooking: (() => void) | undefined

  constructor(guest: Guest, limits: Limits, clock: Clock, wholeState: () => RoomState, besides: Besides) {
    this.#guest = guest
    this.#limits = limits
    this.#clock = clock
    this.#wholeState = wholeState
    this.#callsLeft = limits.callsAtOnce
    this.#callsSince = clock.now()
    this.#besides = besides
  }

  get guest(): Guest {
    return this.#guest
  }

  /** False where it has called too often; every moment allows it a little more. */
  mayCall(): boolean {
    const { callsAtOnce, callsASecond } = this.#limits
    const now = this.#clock.now()
    const regained = ((now - this.#callsSince) / 1000) * callsASecond
    this.#callsLeft = Math.min(callsAtOnce, this.#callsLeft + regained)
    this.#callsSince = now
    if (this.#callsLeft < 1) return false
    this.#callsLeft -= 1
    return true
  }

  /** From the next call on it is called so and may do so much. */
  revise({ name, role, scope }: Pick<Guest, 'name' | 'role' | 'scope'>): void {
    this.#guest = { ...this.#guest, name, role, scope }
    this.#sendNow({ t: 'you', name, role, scope })
    this.showDoor()
    this.showTasks()
  }

  /** Who waits at the door is for owners to see; one that is no owner any more is told of nobody. */
  showDoor(): void {
    if (this.#standing === 'live') this.#tellDoor()
  }

  #tellDoor(): void {
    const { role, scope } = this.#guest
    const sees = role === 'owner' && scope.kind === 'host'
    const door = sees ? this.#besides.door() : nobodyAtTheDoor
    const empty = door.visitors.length === 0 && door.refused === undefined
    if (!this.#seesDoor && empty) return
    this.#seesDoor = !empty
    this.#sendNow({ t: 'door', ...door })
  }

  /** Tasks are for devices that may enter every session. */
  showTasks(): void {
    if (this.#standing !== 'live') return
    const shown = this.#guest.scope.kind === 'host' ? this.#besides.tasks() : noTasks
    if (!this.#seesTasks && shown.tasks.length === 0) return
    this.#seesTasks = shown.tasks.length > 0
    this.#sendNow({ t: 'tasks', ...shown })
  }

  /** Sends what the device has missed, a batch at a time as it drains, then the live state; from then on it is live. */
  async bringUpToDate(history: History): Promise<void> {
    const replay = history.replay(this.guest.from)
    const { device, name, role, scope } = this.guest
    this.#sendNow({ t: 'welcome', device, name, role, scope, room: this.#wholeState().room, resume: replay.resume })
    let last: Position | undefined = this.guest.from
    let frames = replay.frames
    for (;;) {
      let paused = false
      for (const frame of frames) {
        this.#sendNow(frame)
        last = frame.next
        if (this.guest.pipe.buffered <= this.#limits.softBuffer) continue
        if (!(await this.#drained())) return
        paused = true
      }
      if (!paused || last === undefined) break
      // While it drained, more may have been written that this device, not live yet, was not sent.
      frames = history.since(last)
    }
    if (this.#standing !== 'replaying') return
    this.#sendNow({ t: 'state', patch: patchOf(this.#wholeState()), whole: true })
    this.#tellDoor()
    this.#sendNow({ t: 'live' })
    this.#standing = 'live'
    this.showTasks()
  }

  send(text: string, droppable: boolean): void {
    if (this.#standing !== 'live') return
    const { pipe } = this.guest
    if (pipe.buffered + text.length > this.#limits.hardBuffer) {
      this.#cutOff()
      return
    }
    if (this.#behind && droppable) return
    if (pipe.buffered > this.#limits.softBuffer) {
      this.#watch()
      if (droppable) {
        this.#behind = true
        return
      }
    }
    pipe.send(text)
  }

  /** Answers a call; never dropped. */
  answer(frame: Extract<ServerFrame, { t: 'result' | 'pong' }>): void {
    if (this.#standing !== 'left') this.guest.pipe.send(JSON.stringify(frame))
  }

  /** Says why and ends the connection. */
  bye(code: ByeCode, reason: string): void {
    if (this.#standing === 'left' || this.#standing === 'moved') return
    this.#sendNow({ t: 'bye', code, reason })
    this.guest.pipe.close(code === 'closing' ? closeCodes.goingAway : closeCodes.refused, code)
    this.left()
  }

  /** The device goes on in another room: only answers to what it has asked here still reach it. */
  movedOut(): void {
    this.#standing = 'moved'
    this.#stopLooking?.()
  }

  left(): void {
    this.#standing = 'left'
    this.#stopLooking?.()
  }

  #sendNow(frame: ServerFrame): void {
    if (this.#standing === 'replaying' || this.#standing === 'live') this.guest.pipe.send(JSON.stringify(frame))
  }

  #cutOff(): void {
    this.left()
    this.guest.pipe.terminate()
  }

  #watch(): void {
    if (this.#slowSince !== undefined) return
    void this.#drained().then((drained) => {
      if (!drained || !this.#behind) return
      // Taken while it is still behind: what this sets off for the others is in it already.
      const patch = patchOf(this.#wholeState())
      this.#behind = false
      this.#sendNow({ t: 'state', patch, whole: true })
    })
  }

  /** Resolves true once the buffer is below the soft limit; false where the device has left or took too long. */
  #drained(): Promise<boolean> {
    const began = this.#clock.now()
    this.#slowSince = began
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.#standing === 'left' || this.#standing === 'moved') return resolve(false)
        if (this.guest.pipe.buffered <= this.#limits.softBuffer) {
          this.#slowSince = undefined
          return resolve(true)
        }
        if (this.#clock.now() - began > this.#limits.drain) {
          this.#cutOff()
          return resolve(false)
        }
        this.#stopLooking = this.#clock.after(drainLook, look)
      }
      look()
    })
  }
}

const patchOf = (state: RoomState): Extract<ServerFrame, { t: 'state' }>['patch'] => JSON.parse(JSON.stringify(state))
