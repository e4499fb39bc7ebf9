// Decides, from the address and what the browser holds, how the page gets in, or why it cannot.

import type { RoomId } from '../../shared/ids.ts'
import { toBase64url } from '../base64url.ts'
import type { Arrival } from './arrival.ts'
import type { Credentials, KeptEntry } from './credentials.ts'

export type Start =
  | { readonly kind: 'connect'; readonly entry: KeptEntry; readonly room: RoomId | undefined }
  /** `other` is a credential that may still get in. */
  | { readonly kind: 'stuck'; readonly why: 'nothing' | 'code' | 'link'; readonly other: KeptEntry | undefined }

/** 128 bits, made once per pairing, so that the same phone may ask again for an answer that was lost. */
const seedLength = 16

export function startFrom(arrival: Arrival, credentials: Credentials, random: (length: number) => Uint8Array): Start {
  switch (arrival.kind) {
    case 'malformed':
      return { kind: 'stuck', why: arrival.what, other: credentials.fitting(arrival.room) }
    case 'return': {
      const entry = credentials.fitting(arrival.room)
      if (!entry) return { kind: 'stuck', why: 'nothing', other: undefined }
      return { kind: 'connect', entry, room: arrival.room ?? ownRoom(entry) }
    }
    case 'ticket': {
      const known = credentials.madeFrom(arrival.secret)
      const entry: KeptEntry = known ?? {
        credential: { kind: 'ticket', secret: arrival.secret, seed: toBase64url(random(seedLength)) },
        from: arrival.secret,
        reach: 'host',
      }
      credentials.put(entry)
      return { kind: 'connect', entry, room: ownRoom(entry) }
    }
    case 'link': {
      const known = credentials.madeFrom(arrival.token)
      const entry: KeptEntry = known ?? {
        credential: { kind: 'link', token: arrival.token, seed: toBase64url(random(seedLength)) },
        from: arrival.token,
        room: arrival.room,
        reach: 'room',
      }
      credentials.put(entry)
      return { kind: 'connect', entry, room: arrival.room }
    }
  }
}

/** Whoever may enter every room of the host is shown in by the host, into the one that runs now. */
const ownRoom = (entry: KeptEntry): RoomId | undefined => (entry.reach === 'host' ? undefined : entry.room)
