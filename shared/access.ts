// Who may come and by what: devices, links and codes, as an owner sees them.

import type { Person } from './entries.ts'
import type { DeviceId, LinkId, RoomId, TicketId } from './ids.ts'
import type { Role, Scope } from './roles.ts'

/** A link that is out; times are ISO 8601. */
export interface KnownLink {
  readonly link: LinkId
  readonly room: RoomId
  readonly role: Role
  /** How many devices may come by it. */
  readonly uses: number
  /** Those that came. */
  readonly used: readonly Person[]
  readonly created: string
  readonly expires: string
}

/** Times are ISO 8601. */
export interface KnownDevice {
  readonly device: DeviceId
  readonly name: string
  readonly role: Role
  readonly scope: Scope
  readonly lastSeen: string
  /** A terminal that joined on the host's machine has none: it stays until it leaves. */
  readonly expires?: string
  /** Where it came from the last time; an IP address. */
  readonly address?: string
  /** It is connected to this host. */
  readonly here: boolean
  /** The link it came by. */
  readonly link?: LinkId
}

/** A QR code to be drawn: `size` modules a side, the dark ones as one SVG path. */
export interface DrawnCode {
  readonly size: number
  readonly path: string
}

export interface TicketIssued {
  readonly ticket: TicketId
  /** What the QR code holds. */
  readonly url: string
  /** ISO 8601. */
  readonly expires: string
  /** What carryon found out about the address: nobody can reach it, or only this machine. */
  readonly warning?: string
  /** Where it was asked for. */
  readonly code?: DrawnCode
}
