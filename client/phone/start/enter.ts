// Connects with a credential, keeps what comes of it, and gives the page the room's own address.

import type { Clock } from '../../../shared/clock.ts'
import type { RoomId } from '../../../shared/ids.ts'
import type { Limits } from '../../../shared/limits.ts'
import { type Connection, type ConnectionOptions, connect } from '../../connection.ts'
import { draftOf } from '../session/draft.ts'
import { outboxStore } from '../session/outbox-store.ts'
import { refusedStore } from '../session/refused-store.ts'
import { openSession, type Session } from '../session/session.ts'
import type { Credentials, KeptEntry } from './credentials.ts'
import type { Keep } from './keep.ts'

export interface EnterOptions {
  readonly entry: KeptEntry
  readonly room: RoomId | undefined
  readonly credentials: Credentials
  readonly keep: Keep
  readonly name: string
  readonly open: ConnectionOptions['open']
  readonly limits: Limits
  readonly clock: Clock
  readonly random: (length: number) => Uint8Array
  readonly page: {
    /** The address to come back to on a reload. */
    show(path: string): void
    leaveFor(path: string): void
  }
}

export interface Entered {
  readonly session: Session
  /** What else may get in, should this be refused; undefined where nothing is left to try. */
  readonly otherWay: () => (() => void) | undefined
}

/** Codes and links that were refused will be refused again: a reload is not to try them in place of what still works. */
const spent = /^(unknown_ticket|ticket_expired|ticket_used|link_\w+)$/

export function enter(options: EnterOptions): Entered {
  const { credentials, keep, page } = options
  let entry = options.entry
  let connection: Connection | undefined
  const room = (): RoomId | undefined => connection?.self?.room ?? options.room

  const hold = (next: KeptEntry): void => {
    entry = next
    credentials.put(next)
  }
  const follow = (): void => {
    const { self, status } = connection ?? {}
    if (status?.is === 'ended' && entry.credential.kind !== 'device' && spent.test(status.code)) {
      credentials.forget(entry.from)
    }
    if (!self || self.room === shownRoom) return
    shownRoom = self.room
    page.show(`/s/${self.room}`)
    hold({ ...entry, room: self.room, reach: self.scope.kind })
  }
  let shownRoom: RoomId | undefined

  const opened = connect({
    open: options.open,
    credential: entry.credential,
    onCredential: (credential) => {
      if (credential.kind !== 'terminal') hold({ ...entry, credential })
    },
    room: options.room,
    name: options.name,
    outbox: outboxStore(keep, room),
    limits: options.limits,
    clock: options.clock,
    random: options.random,
  })
  connection = opened
  opened.onChange(follow)

  return {
    session: openSession({
      connection: opened,
      limits: options.limits,
      draft: draftOf(keep, room),
      refused: refusedStore(keep, room),
    }),
    otherWay: () => {
      const { status } = opened
      if (status.is === 'ended' && status.code === 'unknown_room' && entry.reach === 'host') {
        return () => page.leaveFor('/')
      }
      if (!credentials.fitting(options.room, entry)) return undefined
      return () => {
        credentials.forget(entry.from)
        page.leaveFor(options.room === undefined ? '/' : `/s/${options.room}`)
      }
    },
  }
}
