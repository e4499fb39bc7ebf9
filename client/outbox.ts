// Mutations that nobody has answered yet: kept until they are, sent again by themselves only while that is surely meant.

import type { CallId, DeviceId, RoomId } from '../shared/ids.ts'
import type { Limits } from '../shared/limits.ts'
import type { OutboxStore, OutgoingCall } from './connection.ts'

/** Who the device is, and where. */
interface Here {
  readonly device: DeviceId
  readonly room: RoomId
}

export class Outbox {
  readonly #store: OutboxStore
  readonly #limits: Pick<Limits, 'outboxAge'>
  /** Made since this page was opened: without a device they belong to the one that is welcomed next. */
  readonly #ours = new Set<CallId>()
  #calls: readonly OutgoingCall[]

  constructor(store: OutboxStore, limits: Pick<Limits, 'outboxAge'>) {
    this.#store = store
    this.#limits = limits
    this.#calls = store.load()
  }

  get calls(): readonly OutgoingCall[] {
    return this.#calls
  }

  add(call: OutgoingCall): void {
    this.#ours.add(call.id)
    this.#keep([...this.#calls, call])
  }

  /** Takes a call out, answered or discarded. */
  remove(id: CallId): void {
    if (this.#calls.some((call) => call.id === id)) this.#keep(this.#calls.filter((call) => call.id !== id))
  }

  /** On being welcomed: what is old, or was made under another grant or for another room, asks first; the rest goes now. */
  review({ device, room }: Here, now: number): readonly OutgoingCall[] {
    const late = this.#store.load().filter(({ id }) => !this.#calls.some((call) => call.id === id))
    const reviewed = [...late, ...this.#calls].map((call): OutgoingCall => {
      const owner = call.device ?? (this.#ours.has(call.id) ? device : undefined)
      const place = call.room ?? (this.#ours.has(call.id) ? room : undefined)
      const elsewhere = owner !== device || place !== room
      const asks = call.standing === 'asks' || elsewhere || now - call.at > this.#limits.outboxAge
      return { ...call, device: owner, room: place, standing: asks ? 'asks' : 'sending' }
    })
    if (reviewed.length > 0) this.#keep(reviewed)
    return reviewed.filter((call) => call.standing === 'sending')
  }

  /** A person said yes to sending it after all: it is as good as made now, by this device, for the room it shows. */
  renew(id: CallId, here: Here | undefined, now: number): OutgoingCall | undefined {
    const call = this.#calls.find((candidate) => candidate.id === id)
    if (!call) return undefined
    const renewed: OutgoingCall = {
      ...call,
      device: here?.device,
      room: here?.room,
      at: now,
      standing: 'sending',
    }
    this.#ours.add(id)
    this.#keep(this.#calls.map((each) => (each.id === id ? renewed : each)))
    return renewed
  }

  #keep(calls: readonly OutgoingCall[]): void {
    this.#calls = calls
    this.#store.save(calls)
  }
}
