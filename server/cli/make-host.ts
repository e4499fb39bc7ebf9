// A host with what it needs to let devices in: keys, grants, tickets, links and the door.

import type { RoomId } from '../../shared/ids.ts'
import { Door } from '../access/door.ts'
import { Grants } from '../access/grants.ts'
import { openKeys } from '../access/keys.ts'
import { Links } from '../access/links.ts'
import { LocalJoins } from '../access/local-joins.ts'
import { Tickets } from '../access/tickets.ts'
import { Visitors } from '../access/visitors.ts'
import { Host } from '../host.ts'
import type { Room } from '../room/room.ts'
import { SessionLibrary } from '../store/session-library.ts'
import { TaskBoard } from '../tasks/task-board.ts'
import { announcer } from './announcer.ts'
import { carryonHome, type Machine } from './machine.ts'

/** `rooms` is filled by whoever opens them; `notify` is the user's command that announces finished tasks. */
export function makeHost(rooms: Map<RoomId, Room>, machine: Machine, notify?: string): Host {
  const { clock, limits } = machine
  const home = carryonHome(machine)
  const keys = openKeys(home)
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
  const grants = new Grants({ home, clock, limits })
  const tickets = new Tickets({ clock, limits, random })
  const links = new Links({ home, key: keys.link, clock, limits })
  const hasRoom = (room: RoomId): boolean => rooms.has(room)
  const local = new LocalJoins({ clock, limits })
  const visitors = new Visitors(machine.newId)
  const door = new Door({ local, grants, tickets, links, clock, limits, seedKey: keys.seeds, hasRoom })
  grants.follow()
  const announce = announcer(notify, machine)
  const tasks = new TaskBoard({ home, clock, limits, announce })
  return new Host({ door, local, visitors, grants, tickets, links, library: new SessionLibrary(machine), tasks }, rooms)
}
