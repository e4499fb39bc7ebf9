// Who stands at the door and waits for an owner's word: shown to owners' devices alone, like a question of the agent's.

import type { Person } from './entries.ts'
import type { VisitorId } from './ids.ts'
import type { PermissionOption } from './room-state.ts'

export interface Visitor {
  readonly id: VisitorId
  readonly order: number
  /** Who wants what, in one sentence. */
  readonly title: string
  /** What the owner should know before the answer. */
  readonly detail?: string
  readonly options: readonly PermissionOption[]
}

/** One word about tries that were refused; a higher `number` is news. */
export interface RefusedTries {
  readonly number: number
  readonly text: string
  /** The device that it is about, where there is one to take the access back from. */
  readonly of?: Person
}

/** All that is told of the door, whole each time: it is small, and only the latest counts. */
export interface AtTheDoor {
  readonly visitors: readonly Visitor[]
  readonly refused?: RefusedTries
}

export const nobodyAtTheDoor: AtTheDoor = { visitors: [] }
