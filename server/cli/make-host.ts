// A host with what it needs to let devices in: keys, grants, tickets, links and the door.

import type { RoomId } from '../../shared/ids.ts'
import { Door, type DoorOptions } from '../access/door.ts'
import { Grants } from '../access/grants.ts'
import { openKeys } from '../access/keys.ts'
import { Links } from '../access/links.ts'
import { LocalJoins } from '../access/local-joins.ts'
import { RefusalLog } from '../access/refusal-log.ts'
import { RefusedNews } from '../access/refused-news.ts'
import { Tickets } from '../access/tickets.ts'
import { Tries } from '../access/tries.ts'
import { Visitors } from '../access/visitors.ts'
import { Host } from '../host.ts'
import type { Room } from '../room/room.ts'
import { SessionLibrary } from '../store/session-library.ts'
import { TaskBoard } from '../tasks/task-board.ts'
import { announcer } from './announcer.ts'
import { carryonHome, type Machine } from './machine.ts'

export interface HostWishes {
  /** A code pairs nobody before an owner has compared a number. */
  readonly confirm?: boolean
  /** The user's command that announces what is finished, or waits. */
  readonly notify?: string
}

/** `rooms` is filled by whoever opens them. */
export function makeHost(
  rooms: Map<RoomId, Room>,
  machine: Machine,
  { confirm = false, notify }: HostWishes = {},
): Host {
  const { clock, limits } = machine
  const home = carryonHome(machine)
  const keys = openKeys(home)
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
  const grants = new Grants({ home, clock, limits })
  const tickets = new Tickets({ clock, limits, random, install: () => keys.link.install })
  const links = new Links({ home, key: keys.link, clock, limits })
  const hasRoom = (room: RoomId): boolean => rooms.has(room)
  const local = new LocalJoins({ clock, limits })
  const visitors = new Visitors(machine.newId)
  const tries = new Tries({ clock, limits })
  const news = new RefusedNews({ clock, limits })
  const log = new RefusalLog({ home, clock, limits })
  const onRefused: DoorOptions['onRefused'] = ({ usedBy, ...tried }) => {
    log.add(tried)
    news.add({ ...tried, usedBy })
  }
  const door = new Door({
    local,
    tries,
    onRefused,
    grants,
    tickets,
    links,
    clock,
    limits,
    seedKey: keys.seeds,
    hasRoom,
  })
  grants.follow()
  const tasks = new TaskBoard({ home, clock, limits, announce: announcer(notify, machine) })
  const library = new SessionLibrary(machine)
  return new Host({ door, local, visitors, news, confirm, grants, tickets, links, library, tasks }, rooms)
}
