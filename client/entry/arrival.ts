// What an address asks for: a code to pair with, a link to a room, or coming back to where one was.

import { linkForm, ticketForm } from '../../shared/handshake.ts'
import type { RoomId } from '../../shared/ids.ts'

export type Arrival =
  | { readonly kind: 'ticket'; readonly secret: string }
  | { readonly kind: 'link'; readonly token: string; readonly room: RoomId }
  /** No secret in the address: a reload, or a bookmark. */
  | { readonly kind: 'return'; readonly room: RoomId | undefined }
  | { readonly kind: 'malformed'; readonly what: 'code' | 'link'; readonly room: RoomId | undefined }

const roomPath = /^\/s\/([A-Za-z0-9_-]{1,64})\/?$/

export function arrivalOf(path: string, fragment: string): Arrival {
  const room = roomPath.exec(path)?.[1] as RoomId | undefined
  if (fragment === '') return { kind: 'return', room }
  if (room === undefined) {
    return ticketForm.test(fragment) ? { kind: 'ticket', secret: fragment } : { kind: 'malformed', what: 'code', room }
  }
  return linkForm.test(fragment) ? { kind: 'link', token: fragment, room } : { kind: 'malformed', what: 'link', room }
}
