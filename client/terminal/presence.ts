// Who came and who left since the last look, other than this terminal.

import type { DeviceId } from '../../shared/ids.ts'
import type { PresentDevice, RoomState } from '../../shared/room-state.ts'

export interface Changes {
  readonly came: readonly PresentDevice[]
  readonly left: readonly PresentDevice[]
  /** Those that may do something else than before. */
  readonly changed: readonly PresentDevice[]
}

export class Presence {
  #known: ReadonlyMap<DeviceId, PresentDevice> | undefined

  /** The first look finds nobody new, but for who came by a ticket: that was shown here a moment ago. */
  look(state: RoomState, self: DeviceId): Changes {
    const known = this.#known
    const here = new Map(others(state, self).map((device) => [device.id, device]))
    this.#known = here
    const came = [...here.values()].filter(({ id, ticket }) => (known ? !known.has(id) : ticket !== undefined))
    const left = [...(known?.values() ?? [])].filter(({ id }) => !here.has(id))
    const changed = [...here.values()].filter(({ id, role }) => known?.has(id) && known.get(id)?.role !== role)
    return { came, left, changed }
  }
}

export const others = (state: RoomState | undefined, self: DeviceId): PresentDevice[] =>
  Object.values(state?.devices ?? {})
    .filter(({ id }) => id !== self)
    .sort((a, b) => a.since.localeCompare(b.since))
