// The credentials this browser holds, newest first: what lets a reload come back into the room.

import type { DeviceId, RoomId } from '../../shared/ids.ts'
import type { Credential } from '../connection.ts'
import { type Fields, fieldsOf, listIn, textIn } from '../fields.ts'
import type { Keep } from './keep.ts'

type KeptCredential = Extract<Credential, { kind: 'device' | 'ticket' | 'link' }>

export interface KeptEntry {
  readonly credential: KeptCredential
  /** The ticket's secret or the link's token it came from: opening the same code again is no new pairing. */
  readonly from: string
  /** Where it was last let in. */
  readonly room?: RoomId
  /** Good for every room of the host, or for `room` alone. */
  readonly reach: 'host' | 'room'
}

const key = 'carryon.credentials'
/** More than anyone uses; old ones make way. */
const most = 20

export class Credentials {
  readonly #keep: Keep

  constructor(keep: Keep) {
    this.#keep = keep
  }

  /** Newest first. What cannot be read is passed over. */
  all(): KeptEntry[] {
    return listIn(this.#keep.get(key)).flatMap((entry) => parseEntry(entry) ?? [])
  }

  /** The newest one that fits the room, or the newest of all where no room is named; `but` is passed over. */
  fitting(room: RoomId | undefined, but?: KeptEntry): KeptEntry | undefined {
    return this.all().find(
      (entry) => entry.from !== but?.from && (room === undefined || entry.reach === 'host' || entry.room === room),
    )
  }

  madeFrom(from: string): KeptEntry | undefined {
    return this.all().find((entry) => entry.from === from)
  }

  /** Puts it first, in place of the one made from the same code or link. */
  put(entry: KeptEntry): void {
    this.#save([entry, ...this.all().filter((other) => other.from !== entry.from)])
  }

  forget(from: string): void {
    this.#save(this.all().filter((entry) => entry.from !== from))
  }

  #save(entries: readonly KeptEntry[]): void {
    this.#keep.set(key, JSON.stringify(entries.slice(0, most)))
  }
}

function parseEntry(found: unknown): KeptEntry | undefined {
  const fields = fieldsOf(found)
  const credential = credentialOf(fieldsOf(fields?.['credential']))
  const from = textIn(fields, 'from')
  const reach = textIn(fields, 'reach')
  if (!credential || from === undefined || (reach !== 'host' && reach !== 'room')) return undefined
  return { credential, from, room: textIn(fields, 'room') as RoomId | undefined, reach }
}

function credentialOf(found: Fields | undefined): KeptCredential | undefined {
  const kind = textIn(found, 'kind')
  const device = textIn(found, 'device')
  const secret = textIn(found, 'secret')
  const token = textIn(found, 'token')
  const seed = textIn(found, 'seed')
  if (kind === 'device' && device && secret) return { kind, device: device as DeviceId, secret }
  if (kind === 'ticket' && secret && seed) return { kind, secret, seed }
  if (kind === 'link' && token && seed) return { kind, token, seed }
  return undefined
}
