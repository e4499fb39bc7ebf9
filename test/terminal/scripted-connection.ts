// A connection that a test plays: frames are folded as in a real one, calls are recorded and answered by the test.

import type { Connection, ConnectionStatus, OutgoingCall } from '../../client/connection.ts'
import { CallFailed } from '../../client/connection.ts'
import type { CallErrorCode } from '../../shared/codes.ts'
import type { Entry } from '../../shared/entries.ts'
import {
  type CallId,
  type DeviceId,
  type ImageId,
  type PermissionId,
  type QuestionId,
  type RoomId,
  type TicketId,
  type TranscriptId,
  terminalDevice,
  uuidOf,
} from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { patchBetween } from '../../shared/merge-patch.ts'
import type { Method, Params, Results, ServerFrame } from '../../shared/protocol.ts'
import type { QuestionField } from '../../shared/questions.ts'
import type { LivePart, Permission, PresentDevice, QueuedPrompt, RoomState } from '../../shared/room-state.ts'
import { emptyView, fold, type RoomView } from '../../shared/room-view.ts'

export interface MadeCall {
  readonly id: CallId
  readonly method: Method
  readonly params: unknown
  answer(result: unknown): void
  fail(code: CallErrorCode, message: string): void
}

export const room = 'AAAAAAAAAAAAAAAAAAAAAA' as RoomId
export const transcript = '0b0b8d7e-3d0e-4c8e-9d0a-2f6b3c1d4e5f' as TranscriptId

export const idleState: RoomState = {
  room,
  transcript,
  title: 'Fix the build',
  directory: '/home/someone/project',
  agent: { name: 'shell', label: 'shell, no AI', sign: '$' },
  activity: { is: 'idle' },
  queue: {},
  live: {},
  permissions: {},
  questions: {},
  devices: {},
}

export class ScriptedConnection implements Connection {
  view: RoomView = emptyView
  status: ConnectionStatus = { is: 'connecting' }
  outbox: readonly OutgoingCall[] = []
  self: Connection['self']
  readonly made: MadeCall[] = []
  readonly resent: CallId[] = []
  readonly discarded: CallId[] = []
  readonly #listeners = new Set<() => void>()
  #calls = 0
  #offset = 0

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    return this.#made<M>(method, params).answered
  }
  prompt(text: string, images: readonly ImageId[] = []) {
    return this.#made<'prompt'>('prompt', images.length > 0 ? { text, images } : { text })
  }
  resend(call: CallId): void {
    this.resent.push(call)
  }
  discard(call: CallId): void {
    this.discarded.push(call)
  }
  async older(): Promise<void> {}
  wake(): void {}
  close(): void {}

  // ── What the test says ─────────────────────────────────────────────────────────────────────────────────────────────

  /** Joined and caught up. */
  live(state: Partial<RoomState> = {}): void {
    this.self = { device: terminalDevice, role: 'owner', scope: { kind: 'host' }, room }
    this.become({ is: 'live' }, { ...idleState, ...state })
  }
  /** The host takes this device to another room, a frame at a time. */
  moved(to: string, state: Partial<RoomState>, ...entries: Entry[]): void {
    const other = to as RoomId
    const seat = { device: terminalDevice, role: 'owner', scope: { kind: 'host' }, room: other } as const
    this.self = seat
    this.status = { is: 'catching-up' }
    this.frame({ t: 'welcome', ...seat, name: 'Terminal', resume: 'reset' })
    this.entries(...entries)
    const whole = { ...idleState, room: other, ...state }
    this.frame({ t: 'state', patch: JSON.parse(JSON.stringify(whole)), whole: true })
    this.become({ is: 'live' })
  }
  become(status: ConnectionStatus, state?: RoomState): void {
    this.status = status
    if (state) this.state(state)
    else this.#tell()
  }
  state(change: Partial<RoomState>): void {
    const patch = patchBetween(this.view.state ?? {}, { ...(this.view.state ?? idleState), ...change })
    if (patch !== undefined) this.frame({ t: 'state', patch })
    else this.#tell()
  }
  entries(...entries: Entry[]): void {
    this.#offset += 100
    this.frame({ t: 'entries', entries, next: { transcript, offset: this.#offset, check: 'x', journal: 0 } })
  }
  frame(frame: ServerFrame): void {
    this.view = fold(this.view, frame, defaultLimits)
    this.#tell()
  }
  queueOutbox(...calls: OutgoingCall[]): void {
    this.outbox = calls
    this.#tell()
  }

  madeCalls(method: Method): MadeCall[] {
    return this.made.filter((call) => call.method === method)
  }
  /** What the calls of this kind asked for, in order. */
  asked(method: Method): unknown[] {
    return this.madeCalls(method).map(({ params }) => params)
  }
  prompts(): string[] {
    return this.asked('prompt').map((params) => (params as { text: string }).text)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
  #made<M extends Method>(method: M, params: Params<M>): { id: CallId; answered: Promise<Results[M]> } {
    this.#calls += 1
    const id = uuidOf(Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? this.#calls : at))) as CallId
    const answered = new Promise<Results[M]>((resolve, reject) => {
      this.made.push({
        id,
        method,
        params,
        answer: (result) => resolve(result as Results[M]),
        fail: (code, message) => reject(new CallFailed(code, message)),
      })
    })
    return { id, answered }
  }
}

// ── What is said in a room ───────────────────────────────────────────────────────────────────────────────────────────

const at = '2026-11-23T09:00:00.000Z'
export const prompt = (id: string, text: string): Entry => ({ kind: 'prompt', id, at, text })
export const reply = (id: string, text: string): Entry => ({ kind: 'reply', id, at, message: id, block: 0, text })
export const thought = (id: string, text: string): Entry => ({ kind: 'thought', id, at, message: id, block: 0, text })
export const tool = (id: string, name: string, title: string): Entry => ({
  kind: 'tool',
  id,
  at,
  name,
  title,
  input: '',
})
export const result = (of: string, text: string, exit?: number): Entry => ({
  kind: 'result',
  id: `r-${of}`,
  at,
  of,
  text,
  failed: exit !== undefined && exit !== 0,
  exit,
})
export const running = (since = at): RoomState['activity'] => ({ is: 'running', prompt: 'p' as CallId, since })
export const liveTool = (id: string, name: string, title: string, text: string): { [key: string]: LivePart } => ({
  [`t:${id}`]: { kind: 'tool', order: 1, id, name, title, input: '', at, text, dropped: 0 },
})
export const liveReply = (message: string, text: string): { [key: string]: LivePart } => ({
  [`m:${message}/0`]: { kind: 'reply', order: 1, message, block: 0, text },
})
export const device = (id: string, name: string, ticket?: string): { [id: string]: PresentDevice } => ({
  [id]: { id: id as DeviceId, name, role: 'owner', since: at, ticket: ticket as TicketId | undefined },
})
export const permission = (
  id: string,
  toolCall: string,
  title: string,
  detail?: string,
): { [id: string]: Permission } => ({
  [id]: {
    id: id as PermissionId,
    order: 1,
    tool: toolCall,
    title,
    detail,
    options: [
      { id: 'once', name: 'Allow once', kind: 'allow_once' },
      { id: 'always', name: 'Always allow this exact line', kind: 'allow_always' },
      { id: 'no', name: 'Reject', kind: 'reject_once' },
    ],
  },
})
export const queued = (
  id: string,
  text: string,
  standing: QueuedPrompt['standing'] = 'queued',
  order = 1,
): { [id: string]: QueuedPrompt } => ({
  [id]: { id: id as CallId, order, text, by: { device: 'd' as DeviceId, name: 'iPhone' }, at, standing },
})

export const question = (
  id: string,
  fields: readonly QuestionField[],
  message = 'Which one?',
): RoomState['questions'] => ({
  [id]: { id: id as QuestionId, order: 1, tool: `tool-${id}`, message, fields },
})
