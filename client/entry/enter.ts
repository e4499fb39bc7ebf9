// Connects with a credential and keeps what comes of it, so that the next start gets in by itself.

import type { Clock } from '../../shared/clock.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { DeviceLimits } from '../../shared/limits.ts'
import { type Connection, type ConnectionOptions, connect } from '../connection.ts'
import type { Credentials, KeptEntry } from './credentials.ts'
import type { Keep } from './keep.ts'
import { outboxStore } from './outbox-store.ts'

export interface EnterOptions {
  readonly entry: KeptEntry
  readonly room: RoomId | undefined
  readonly credentials: Credentials
  readonly keep: Keep
  readonly name: string
  readonly open: ConnectionOptions['open']
  readonly limits: DeviceLimits
  readonly clock: Clock
  readonly random: (length: number) => Uint8Array
  /** Told every room that it is shown into. */
  readonly onRoom?: (room: RoomId) => void
}

export interface Entered {
  readonly connection: Connection
  /** What it came by, as it is kept now. */
  readonly entry: () => KeptEntry
  /** The room it is in, else the one that was asked for. */
  readonly room: () => RoomId | undefined
}

/** Codes and links that were refused will be refused again: the next start is not to try them in place of what still works. */
const spent = /^(unknown_ticket|ticket_expired|ticket_used|link_\w+)$/

export function enter(options: EnterOptions): Entered {
  const { credentials } = options
  let entry = options.entry
  let shown: RoomId | undefined
  let connection: Connection | undefined
  const room = (): RoomId | undefined => connection?.self?.room ?? options.room

  const hold = (next: KeptEntry): void => {
    entry = next
    credentials.put(next)
  }
  const opened = connect({
    open: options.open,
    credential: entry.credential,
    onCredential: (credential) => {
      if (credential.kind === 'device') hold({ ...entry, credential })
    },
    room: options.room,
    name: options.name,
    outbox: outboxStore(options.keep, room),
    limits: options.limits,
    clock: options.clock,
    random: options.random,
  })
  connection = opened
  opened.onChange(() => {
    const { self, status } = opened
    if (status.is === 'ended' && entry.credential.kind !== 'device' && spent.test(status.code)) {
      credentials.forget(entry.from)
    }
    if (!self || self.room === shown) return
    shown = self.room
    options.onRoom?.(self.room)
    hold({ ...entry, room: self.room, reach: self.scope.kind })
  })
  return { connection: opened, entry: () => entry, room }
}
