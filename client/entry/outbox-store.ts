// Calls that have not been answered, kept in the browser's storage so that a reload loses none.

import type { CallId, DeviceId, RoomId } from '../../shared/ids.ts'
import { calls, type Method, type Params } from '../../shared/protocol.ts'
import type { OutboxStore, OutgoingCall } from '../connection.ts'
import { fieldsOf, listIn, numberIn, textIn } from '../fields.ts'
import type { Keep } from './keep.ts'

/**
 * `room` is asked on every save: a phone that pairs by a code learns its room only on arrival. Calls that this page has
 * never held (another tab's, or an earlier pairing's) are left as they are.
 */
export function outboxStore(keep: Keep, room: () => RoomId | undefined): OutboxStore {
  const held = new Set<string>()
  const places = new Set<RoomId>()
  let loaded = false
  const stored = (id: RoomId): OutgoingCall[] =>
    listIn(keep.get(keyOf(id))).flatMap((call) => parseCall(call, id) ?? [])
  return {
    load() {
      const id = room()
      if (id === undefined || loaded) return []
      loaded = true
      const found = stored(id).filter((call) => !held.has(call.id))
      for (const call of found) held.add(call.id)
      return found
    },
    save(outgoing) {
      const here = room()
      for (const call of outgoing) {
        held.add(call.id)
        const place = call.room ?? here
        if (place !== undefined) places.add(place)
      }
      if (here !== undefined) places.add(here)
      // Each with the room it was made for: in another one it is not to be sent unasked, nor after it was discarded.
      for (const place of places) {
        const its = outgoing.filter((call) => (call.room ?? here) === place)
        const all = [...stored(place).filter((call) => !held.has(call.id)), ...its]
        if (all.length > 0) keep.set(keyOf(place), JSON.stringify(all))
        else keep.remove(keyOf(place))
      }
    },
  }
}

const keyOf = (room: RoomId): string => `carryon.outbox.${room}`

/** Its parameters are what this page once put there; the host checks them as it checks all that it is sent. */
function parseCall(found: unknown, here: RoomId): OutgoingCall | undefined {
  const fields = fieldsOf(found)
  const id = textIn(fields, 'id')
  const method = textIn(fields, 'method')
  const params = fieldsOf(fields?.['params'])
  const at = numberIn(fields, 'at')
  const standing = textIn(fields, 'standing')
  if (id === undefined || method === undefined || !isMethod(method) || !params || at === undefined) return undefined
  if (standing !== 'sending' && standing !== 'asks') return undefined
  const device = textIn(fields, 'device') as DeviceId | undefined
  const room = (textIn(fields, 'room') ?? here) as RoomId
  return { id: id as CallId, method, params: params as Params<Method>, at, room, device, standing }
}

const isMethod = (name: string): name is Method => Object.hasOwn(calls, name)
