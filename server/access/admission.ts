// Who was let in, and as what: what the handshake hands to the room.

import type { DeviceId, RoomId, TicketId } from '../../shared/ids.ts'
import type { Pipe } from '../../shared/pipe.ts'
import type { Position } from '../../shared/protocol.ts'
import type { Role, Scope } from '../../shared/roles.ts'

export interface Admission {
  /** Frames from here on belong to the room; when frames are sealed this is the pipe that unseals them. */
  readonly pipe: Pipe
  readonly device: DeviceId
  readonly name: string
  readonly role: Role
  readonly scope: Scope
  /** The room it asked for, already checked against its scope; undefined takes the host's current one. */
  readonly room: RoomId | undefined
  readonly from: Position | undefined
  /** The ticket it paired with just now. */
  readonly ticket: TicketId | undefined
}
