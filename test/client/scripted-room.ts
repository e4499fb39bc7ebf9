// A room that does as a test says: numbered prompts in one log, kept over connections, behind a real door or none.

import type { Admission } from '../../server/access/admission.ts'
import type { ByeCode } from '../../shared/codes.ts'
import type { Prompt } from '../../shared/entries.ts'
import { type CallId, type RoomId, type TranscriptId, terminalDevice } from '../../shared/ids.ts'
import { type Pipe, pipePair } from '../../shared/pipe.ts'
import type { CallFrame, Position, ServerFrame } from '../../shared/protocol.ts'

export const roomId = 'scripted-room' as RoomId
const transcript = 'scripted' as TranscriptId

type Guest = Pick<Admission, 'pipe' | 'device' | 'name' | 'role' | 'scope' | 'from'>

export class ScriptedRoom {
  /** Where the next one who comes is seated. */
  id = roomId
  readonly entries: Prompt[] = []
  /** Every call received, in order, repeats included. */
  readonly calls: CallFrame[] = []
  readonly joined: Guest[] = []
  readonly heard: string[] = []
  /** Calls are carried out, but nobody hears of it. */
  mute = false
  /** Entries a first visit gets; the rest is for `page`. */
  firstPage = 50
  readonly #pipes = new Set<Pipe>()

  get connected(): number {
    return this.#pipes.size
  }

  join(guest: Guest): void {
    const { pipe, device, name, role, scope, from } = guest
    this.joined.push(guest)
    this.#pipes.add(pipe)
    pipe.onClose = () => this.#pipes.delete(pipe)
    pipe.onFrame = (text) => this.#take(text, pipe)
    const known = from?.transcript === transcript && from.offset <= this.entries.length
    this.tell({ t: 'welcome', device, name, role, scope, room: this.id, resume: known ? 'from' : 'reset' }, pipe)
    const start = known ? from.offset : Math.max(0, this.entries.length - this.firstPage)
    this.tell(
      {
        t: 'entries',
        entries: this.entries.slice(start),
        next: this.#position(),
        ...(known ? {} : { before: start > 0 ? start : null }),
      },
      pipe,
    )
    this.tell({ t: 'state', patch: { title: 'scripted', live: {} }, whole: true }, pipe)
    this.tell({ t: 'live' }, pipe)
  }

  /** Another line, for all who are connected. */
  add(text = String(this.entries.length), id = `entry-${this.entries.length}`): void {
    const entry: Prompt = { kind: 'prompt', id, at: '2026-01-01T00:00:00.000Z', text }
    this.entries.push(entry)
    for (const pipe of this.#pipes) this.tell({ t: 'entries', entries: [entry], next: this.#position() }, pipe)
  }

  tell(frame: ServerFrame, pipe?: Pipe): void {
    for (const each of pipe ? [pipe] : this.#pipes) each.send(JSON.stringify(frame))
  }

  /** The network takes every connection away. */
  drop(): void {
    for (const pipe of this.#pipes) pipe.terminate()
  }

  bye(code: ByeCode, reason: string): void {
    this.tell({ t: 'bye', code, reason })
    for (const pipe of this.#pipes) pipe.close(4403, code)
  }

  /** For a device in this process: a pipe whose other end is a seat in this room, after a hello or a whole handshake. */
  seat(): Pipe {
    const [device, host] = pipePair()
    host.onFrame = (text) => {
      this.heard.push(text)
      this.join({
        pipe: host,
        device: terminalDevice,
        name: 'Terminal',
        role: 'owner',
        scope: { kind: 'host' },
        from: this.#fromInProcess,
      })
    }
    return device
  }

  /** In-process devices give no position, so a test gives it for them. */
  resumeInProcess(position: Position | undefined): void {
    this.#fromInProcess = position
  }
  #fromInProcess: Position | undefined

  #take(text: string, pipe: Pipe): void {
    this.heard.push(text)
    const frame = JSON.parse(text)
    if (frame.t === 'ping' && !this.mute) this.tell({ t: 'pong' }, pipe)
    if (frame.t === 'call') this.#call(frame, pipe)
  }

  #call(call: CallFrame, pipe: Pipe): void {
    this.calls.push(call)
    const repeated = this.entries.some(({ id }) => id === call.id)
    if (call.method === 'prompt' && !repeated) this.add(String(call.params.text), call.id)
    if (!this.mute) this.tell({ t: 'result', id: call.id, ok: this.#result(call) }, pipe)
  }

  #result(call: CallFrame): unknown {
    if (call.method !== 'page') return call.method === 'prompt' ? { standing: 'queued' } : {}
    const before = Number(call.params.before)
    const start = Math.max(0, before - Number(call.params.limit))
    return { entries: this.entries.slice(start, before), before: start > 0 ? start : null }
  }

  #position(): Position {
    return { transcript, offset: this.entries.length, check: 'scripted', journal: 0 }
  }
}

export const callId = (id: string): CallId => id as CallId
