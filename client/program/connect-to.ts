// A session's address becomes a connection to it, for any program; what differs between platforms is passed in.

import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import type { Connection } from '../connection.ts'
import { arrivalOf } from '../entry/arrival.ts'
import { Credentials } from '../entry/credentials.ts'
import { enter } from '../entry/enter.ts'
import { type Keep, keepUnder, memoryKeep } from '../entry/keep.ts'
import { startFrom } from '../entry/start.ts'
import { openSocketPipe, type SocketLike, socketUrl } from '../socket-pipe.ts'

export interface ConnectOptions {
  /** What the program calls itself: other devices show it. */
  readonly name: string
  /**
   * Where credentials and unanswered calls outlive the program; each host has its own corner of it. Without one the next
   * start needs a new code.
   */
  readonly keep?: Keep
}

export interface Platform {
  readonly Socket: new (url: string) => SocketLike
  /** Where no other is given. */
  readonly keep?: Keep
}

/** What was given is no address of a session, or nothing is kept that would open it. `message` says what to do. */
export class BadAddress extends Error {
  override readonly name = 'BadAddress'
}

const complaints = {
  nothing:
    'Nothing is kept that opens this address. Give the whole address of a QR code or a link, with what follows #.',
  code: 'This code is incomplete. Copy all of it, or ask for a fresh one: type /session in the terminal.',
  link: 'This link is incomplete. Copy all of it, or ask for a fresh one: type /share in the terminal.',
} as const

export function connectTo(address: string, options: ConnectOptions, platform: Platform): Connection {
  const url = parsed(address)
  const keep = keepUnder(`${url.origin} `, options.keep ?? platform.keep ?? memoryKeep())
  const credentials = new Credentials(keep)
  const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
  const start = startFrom(arrivalOf(url.pathname, url.hash.slice(1)), credentials, random)
  if (start.kind === 'stuck') throw new BadAddress(complaints[start.why])
  const { connection } = enter({
    ...start,
    credentials,
    keep,
    name: options.name,
    open: (abandoned) => openSocketPipe(socketUrl(url), platform.Socket, abandoned),
    limits: defaultLimits,
    clock: systemClock,
    random,
  })
  return connection
}

function parsed(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new BadAddress(
    'A session’s address begins with http:// or https://: copy it from the terminal, /session shows it.',
  )
}
