// Says when a session waits for somebody and nobody comes: with a question, or after a long turn.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import { type Activity, openAsks, type RoomState } from '../../shared/room-state.ts'
import type { Room } from '../room/room.ts'
import type { Finished } from './announcement.ts'
import { lastLineOf, lineOf } from './last-line.ts'

export interface WaitingSessionOptions {
  readonly room: Room
  readonly clock: Clock
  readonly limits: Pick<Limits, 'unanswered' | 'longTurn' | 'taskLine'>
  /** Whether the end of its turn is told by somebody else. */
  readonly isTask: () => boolean
  readonly tell: (waiting: Finished) => void
}

/** What it waits with, told apart by `id`. */
type Waiting = Pick<Finished, 'id' | 'state' | 'since' | 'ended' | 'last' | 'reason'>

export class WaitingSession {
  readonly #options: WaitingSessionOptions
  readonly #unlisten: () => void
  /** As it was looked at last. */
  #seen: Pick<RoomState, 'activity' | 'permissions' | 'questions'>
  #turn: Waiting | undefined
  #waiting: Waiting | undefined
  #callOff: () => void = () => {}

  constructor(options: WaitingSessionOptions) {
    this.#options = options
    this.#seen = options.room.state
    this.#unlisten = options.room.onChange(() => this.#look())
  }

  close(): void {
    this.#unlisten()
    this.#callOff()
  }

  #look(): void {
    const { room, clock, limits } = this.#options
    const { state } = room
    const { activity, permissions, questions } = this.#seen
    if (state.activity === activity && state.permissions === permissions && state.questions === questions) return
    if (state.activity !== activity) this.#turn = this.#turnAfter(activity, state.activity)
    this.#seen = state
    const waiting = this.#asked(state) ?? this.#turn
    if (waiting?.id === this.#waiting?.id) return
    this.#waiting = waiting
    this.#callOff()
    this.#callOff = waiting ? clock.after(limits.unanswered, () => this.#tell(waiting)) : () => {}
  }

  /** One wait for all that is asked together: as long as something is, nothing else is told. */
  #asked(state: RoomState): Waiting | undefined {
    const [first] = openAsks(state)
    if (!first) return undefined
    if (this.#waiting?.state === 'needs_you') return this.#waiting
    const { clock, limits } = this.#options
    const asked = 'title' in first ? first.title : first.message
    const since = new Date(clock.now()).toISOString()
    return { id: first.id, state: 'needs_you', since, last: lineOf(asked, limits.taskLine) }
  }

  /** A turn that took long and that nobody stopped, until the next one begins. */
  #turnAfter(before: Activity, now: Activity): Waiting | undefined {
    const { room, clock, limits, isTask } = this.#options
    if (now.is === 'running') return undefined
    if (before.is !== 'running') return this.#turn
    if (isTask() || clock.now() - Date.parse(before.since) < limits.longTurn) return undefined
    const mark = room.markOf(before.prompt)
    if (mark?.outcome === 'cancelled') return undefined
    const reason = now.is === 'gone' ? now.reason : mark?.reason
    return {
      id: before.prompt,
      state: now.is === 'gone' || mark?.outcome !== undefined ? 'failed' : 'done',
      since: before.since,
      ended: new Date(clock.now()).toISOString(),
      ...(reason === undefined ? {} : { reason }),
    }
  }

  #tell(waiting: Waiting): void {
    const { room, limits, tell } = this.#options
    const { title, transcript: session, directory, agent } = room.state
    // Who keeps its own transcript may have written the end of its reply since.
    const last = waiting.last ?? lastLineOf(room.lastReply(), limits.taskLine)
    tell({ ...waiting, last, title, session, directory, agent: agent.label })
  }
}
