// A connection without a host: a test gives it frames, statuses and answers, and reads what was called.

import { CallFailed, type Connection, type ConnectionStatus, type OutgoingCall } from '../../../client/connection.ts'
import type { CallErrorCode } from '../../../shared/codes.ts'
import { type CallId, type ImageId, uuidOf } from '../../../shared/ids.ts'
import { defaultLimits } from '../../../shared/limits.ts'
import { calls, type Method, type Params, type Results, type ServerFrame } from '../../../shared/protocol.ts'
import { emptyView, fold, foldPage } from '../../../shared/room-view.ts'

interface Made {
  readonly id: CallId
  readonly method: string
  readonly params: unknown
}

export class PlayedConnection implements Connection {
  view = emptyView
  status: ConnectionStatus = { is: 'connecting' }
  outbox: readonly OutgoingCall[] = []
  self: Connection['self']
  /** Every call made, in order. */
  readonly made: Made[] = []
  /** Everything else that was asked of it, by name. */
  readonly noted: string[] = []
  otherWay = false
  readonly #listeners = new Set<() => void>()
  readonly #waiting = new Map<string, { resolve: (ok: never) => void; reject: (failure: CallFailed) => void }>()

  // ── What a test plays ────────────────────────────────────────────────────────────────────────────────────────────

  frames(...frames: readonly ServerFrame[]): void {
    for (const frame of frames) {
      if (frame.t === 'welcome') {
        this.self = { device: frame.device, role: frame.role, scope: frame.scope, room: frame.room }
        this.status = { is: 'catching-up' }
      }
      if (frame.t === 'live') this.status = { is: 'live' }
      this.view = fold(this.view, frame, defaultLimits)
    }
    this.#changed()
  }

  become(status: ConnectionStatus): void {
    this.status = status
    this.#changed()
  }

  hold(outbox: readonly OutgoingCall[]): void {
    this.outbox = outbox
    this.#changed()
  }

  /** Answers the newest call of this method. */
  answer(method: Method, ok: unknown): void {
    this.#settle(method)?.resolve(ok as never)
    this.#changed()
  }

  refuse(method: Method, code: CallErrorCode, message: string): void {
    this.#settle(method)?.reject(new CallFailed(code, message))
    this.#changed()
  }

  note(what: string): void {
    this.noted.push(what)
  }

  // ── What the page sees ───────────────────────────────────────────────────────────────────────────────────────────

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    return this.#make(method, params).answered
  }

  prompt(text: string, images: readonly ImageId[] = []): { id: CallId; answered: Promise<Results['prompt']> } {
    return this.#make('prompt', images.length > 0 ? { text, images } : { text })
  }

  resend(id: CallId): void {
    this.note(`resend ${id}`)
  }

  discard(id: CallId): void {
    this.note(`discard ${id}`)
    this.outbox = this.outbox.filter((call) => call.id !== id)
    this.#waiting.get(id)?.reject(new CallFailed('unavailable', 'Not sent, as you asked.'))
    this.#changed()
  }

  async older(): Promise<void> {
    const { before } = this.view
    if (before === undefined) return
    const page = await this.call('page', { before })
    this.view = foldPage(this.view, page)
    this.#changed()
  }

  wake(): void {
    this.note('wake')
  }

  close(): void {
    this.note('close')
  }

  #make<M extends Method>(method: M, params: Params<M>): { id: CallId; answered: Promise<Results[M]> } {
    const id = uuidOf(crypto.getRandomValues(new Uint8Array(16))) as CallId
    this.made.push({ id, method, params })
    if (calls[method].changes) {
      const call: OutgoingCall<M> = {
        id,
        method,
        params,
        at: Date.now(),
        device: this.self?.device,
        standing: 'sending',
      }
      this.outbox = [...this.outbox, call]
    }
    const answered = new Promise<Results[M]>((resolve, reject) => this.#waiting.set(id, { resolve, reject }))
    answered.catch(() => {})
    this.#changed()
    return { id, answered }
  }

  #settle(method: Method) {
    const call = this.made.findLast((made) => made.method === method)
    this.outbox = this.outbox.filter((other) => other.id !== call?.id)
    return call && this.#waiting.get(call.id)
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
