// A device of a room in memory: folds every frame as a phone does, and notes where the stream is not continuous.

import type { Guest } from '../../server/room/seat.ts'
import type { CallError } from '../../shared/codes.ts'
import type { DeviceId, RoomId, TicketId } from '../../shared/ids.ts'
import { uuidOf } from '../../shared/ids.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import { type Pipe, pipePair } from '../../shared/pipe.ts'
import type { Method, Params, Position, Results, ServerFrame } from '../../shared/protocol.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import { emptyView, fold, type RoomView, shown } from '../../shared/room-view.ts'
import { settled } from './clock.ts'

export interface DeviceSetting {
  readonly device?: string
  readonly name?: string
  readonly role?: Role
  readonly scope?: Scope
  readonly from?: Position
  readonly view?: RoomView
  readonly ticket?: TicketId
  readonly limits?: Limits
  /** False for a frame that is lost on its way, which no transport does: to see that it would be noticed. */
  readonly hears?: (frame: ServerFrame) => boolean
  /** What the host sees as buffered for this device. */
  readonly buffered?: () => number
}

export type Answer = { ok: unknown } | { error: CallError }

let calls = 0

export class RoomDevice {
  readonly pipe: Pipe
  readonly frames: ServerFrame[] = []
  /** Where the stream was not continuous. */
  readonly faults: string[] = []
  view: RoomView
  /** Where it was welcomed last; calls are made for it. */
  room: RoomId | undefined
  readonly #unsent: ((room: RoomId) => void)[] = []
  closed: { code: number; reason: string } | undefined
  readonly #limits: Limits
  readonly #answers = new Map<string, (answer: Answer) => void>()

  /** Joins by `join`, which gets the host's end. */
  constructor(join: (guest: Guest) => void, setting: DeviceSetting = {}) {
    const [mine, hosts] = pipePair()
    const { device = 'phone', name = device, role = 'owner', scope = { kind: 'host' }, from, ticket } = setting
    this.pipe = mine
    this.view = setting.view ?? emptyView
    this.#limits = setting.limits ?? defaultLimits
    const { hears = () => true } = setting
    mine.onFrame = (text) => {
      const frame: ServerFrame = JSON.parse(text)
      if (hears(frame)) this.#hear(frame)
    }
    mine.onClose = (code, reason) => {
      this.closed = { code, reason }
    }
    const { buffered } = setting
    const pipe = buffered ? Object.defineProperty(hosts, 'buffered', { get: buffered }) : hosts
    join({ pipe, device: device as DeviceId, name, role, scope, from, ticket })
  }

  #hear(frame: ServerFrame): void {
    this.frames.push(frame)
    if (frame.t === 'delta') {
      const part = this.view.state?.live[frame.of]
      const held = part ? (part.kind === 'tool' ? part.dropped : 0) + part.text.length : -1
      if (held !== frame.offset) this.faults.push(`a delta for ${frame.of} at ${frame.offset}, but ${held} are held`)
    }
    this.view = fold(this.view, frame, this.#limits)
    if (frame.t === 'welcome') {
      this.room = frame.room
      for (const send of this.#unsent.splice(0)) send(frame.room)
    }
    if (frame.t !== 'result') return
    this.#answers.get(frame.id)?.('ok' in frame ? { ok: frame.ok } : { error: frame.error })
    this.#answers.delete(frame.id)
  }

  /** Makes a call and resolves with its answer; `id` repeats an earlier one. */
  call<M extends Method>(method: M, params: Params<M>, id: string = newCallId()): Promise<Answer & { id: string }> {
    const answered = new Promise<Answer & { id: string }>((resolve) => {
      this.#answers.set(id, (answer) => resolve({ ...answer, id }))
    })
    const send = (room: RoomId): void => this.pipe.send(JSON.stringify({ t: 'call', id, room, method, params }))
    if (this.room === undefined) this.#unsent.push(send)
    else send(this.room)
    return answered
  }

  /** The result of a call that must succeed. */
  async ok<M extends Method>(method: M, params: Params<M>, id?: string): Promise<Results[M]> {
    const answer = await this.call(method, params, id)
    if ('error' in answer) throw new Error(`${method}: ${answer.error.code}: ${answer.error.message}`)
    return answer.ok as Results[M]
  }

  get last(): ServerFrame | undefined {
    return this.frames.at(-1)
  }

  get position(): Position {
    if (!this.view.position) throw new Error('this device was given no position yet')
    return this.view.position
  }

  get screen(): string[] {
    return screenOf(this.view)
  }

  /** Resolves once `true`; for what takes real time, such as a command that runs. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await settled()
  }

  drop(): void {
    this.pipe.terminate()
  }
}

/** One line for each thing on the screen: what two devices must agree on. */
export const screenOf = (view: RoomView): string[] =>
  shown(view).map((item) => {
    switch (item.kind) {
      case 'tool':
        return `tool ${item.tool.title} ${item.tool.state}: ${item.tool.output}`
      case 'writing':
        return `writing ${item.part.text}`
      case 'entry':
        return `${item.entry.kind} ${'text' in item.entry ? item.entry.text : ''}`
    }
  })

export const newCallId = (): string => {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, ++calls)
  return uuidOf(bytes)
}
