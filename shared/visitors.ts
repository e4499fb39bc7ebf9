// Who stands at the door and waits for an owner's word: shown to owners' devices alone, like a question of the agent's.

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

/** All that is told of the door, whole each time: it is small, and only the latest counts. */
export interface AtTheDoor {
  readonly visitors: readonly Visitor[]
}

export const nobodyAtTheDoor: AtTheDoor = { visitors: [] }
