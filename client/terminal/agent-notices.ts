// Notices of the agent's that have not been shown here yet.

import type { AgentNotice } from '../../shared/agent-board.ts'
import type { RoomState } from '../../shared/room-state.ts'

export class AgentNotices {
  #shown: ReadonlySet<string> = new Set()

  /** Oldest first; each once. */
  look({ notices = {} }: RoomState): AgentNotice[] {
    const keyOf = ({ at, order }: AgentNotice): string => `${at} ${order}`
    const all = Object.values(notices).sort((one, other) => one.order - other.order)
    const fresh = all.filter((notice) => !this.#shown.has(keyOf(notice)))
    this.#shown = new Set(all.map(keyOf))
    return fresh
  }
}
