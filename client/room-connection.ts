// A connection that comes back by itself: try after try, one view folded from all of them, calls carried across.

import { utf8ToBytes } from '@noble/hashes/utils.js'
import { type CallId, type ImageId, uuidOf } from '../shared/ids.ts'
import { calls, type Method, type Params, type Results, type ServerFrame } from '../shared/protocol.ts'
import { emptyView, fold, foldPage, type RoomView } from '../shared/room-view.ts'
import { Attempt, type Welcome } from './attempt.ts'
import { backoff } from './backoff.ts'
import { CallFailed } from './call-failed.ts'
import type { Connection, ConnectionOptions, ConnectionStatus, Credential, OutgoingCall } from './connection.ts'
import type { Refusal } from './handshake.ts'
import { Outbox } from './outbox.ts'

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (failure: CallFailed) => void
  /** A call that changes nothing; it lives and dies with the connection. */
  readonly read?: OutgoingCall
}

export class RoomConnection implements Connection {
  readonly #options: ConnectionOptions
  readonly #outbox: Outbox
  readonly #waiting = new Map<CallId, Waiting>()
  readonly #listeners = new Set<() => void>()
  #credential: Credential
  #view: RoomView = emptyView
  #status: ConnectionStatus = { is: 'connecting' }
  #self: Connection['self']
  #attempt: Attempt | undefined
  #failures = 0
  #lostAt: number | undefined
  #callOffRetry: () => void = () => {}
  #older: Promise<void> | undefined
  #telling = false

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#credential = options.credential
    this.#outbox = new Outbox(options.outbox, options.limits)
    this.#try()
  }

  get view(): RoomView {
    return this.#view
  }

  get status(): ConnectionStatus {
    return this.#status
  }

  get outbox(): readonly OutgoingCall[] {
    return this.#outbox.calls
  }

  get self(): Connection['self'] {
    return this.#self
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  call<M extends Method>(method: M, params: Params<M>): Promise<Results[M]> {
    return this.#make(method, params).answered
  }

  prompt(
    text: string,
    images?: readonly ImageId[],
  ): { readonly id: CallId; readonly answered: Promise<Results['prompt']> } {
    return this.#make('prompt', { text, images })
  }

  resend(id: CallId): void {
    const call = this.#outbox.renew(id, this.#self, this.#options.clock.now())
    if (!call) return
    this.#attempt?.send(callFrame(call))
    this.#changed()
  }

  discard(id: CallId): void {
    this.#outbox.remove(id)
    this.#fail(id, new CallFailed('unavailable', 'Not sent, as you asked.'))
    this.#changed()
  }

  older(): Promise<void> {
    this.#older ??= this.#bringOlder().finally(() => {
      this.#older = undefined
    })
    return this.#older
  }

  wake(): void {
    switch (this.#status.is) {
      case 'reconnecting':
        this.#try()
        break
      case 'connecting':
        // Somebody is comparing the number.
        if (this.#status.number !== undefined) break
        // What was begun before the page slept, or on another network, may hang until its time is up.
        if (this.#options.clock.now() - (this.#attempt?.begun ?? 0) > this.#options.limits.doubt) this.#try()
        break
      case 'catching-up':
      case 'live':
        this.#attempt?.doubt()
        break
      case 'ended':
        break
    }
  }

  close(reason = 'This device left the session.'): void {
    this.#end({ code: 'closed', reason })
  }

  #try(): void {
    this.#callOffRetry()
    this.#attempt?.abandon()
    const { open, room, name, random, limits, clock } = this.#options
    const asked = room && (this.#self?.room ?? room)
    const introduction = { credential: this.#credential, room: asked, name, from: this.#view.position, random }
    this.#attempt = new Attempt({
      open,
      introduction,
      limits,
      clock,
      events: {
        welcomed: (welcome, credential) => this.#welcomed(welcome, credential),
        compared: (number) => this.#become({ is: 'connecting', number }),
        frame: (frame) => this.#take(frame),
        lost: () => this.#lost(),
        refused: (refusal) => this.#end(refusal),
      },
    })
    this.#become({ is: 'connecting', ...(this.#lostAt !== undefined && { since: this.#lostAt }) })
    this.#attempt.start()
  }

  #welcomed(welcome: Welcome, credential: Credential): void {
    if (credential !== this.#credential) {
      this.#credential = credential
      this.#options.onCredential?.(credential)
    }
    const here = this.#enter(welcome)
    for (const call of this.#outbox.review(here, this.#options.clock.now())) this.#attempt?.send(callFrame(call))
    for (const { read } of this.#waiting.values()) {
      if (read !== undefined) this.#attempt?.send(callFrame({ ...read, room: here.room }))
    }
  }

  /** Shows this room from now on. What was sent for the one before is still answered by that one. */
  #enter({ device, role, scope, room, ...welcome }: Welcome): NonNullable<Connection['self']> {
    const here = { device, role, scope, room }
    this.#self = here
    this.#view = fold(this.#view, { ...welcome, ...here }, this.#options.limits)
    this.#become({ is: 'catching-up' })
    return here
  }

  #take(frame: ServerFrame): void {
    if (frame.t === 'welcome') {
      this.#enter(frame)
      return
    }
    if (frame.t === 'result') this.#settle(frame)
    if (frame.t === 'live') {
      this.#failures = 0
      this.#lostAt = undefined
      this.#become({ is: 'live' })
    }
    if (frame.t === 'you' && this.#self) {
      this.#self = { ...this.#self, role: frame.role, scope: frame.scope }
      this.#changed()
    }
    const view = fold(this.#view, frame, this.#options.limits)
    if (view === this.#view) return
    this.#view = view
    this.#changed()
  }

  #settle(frame: Extract<ServerFrame, { t: 'result' }>): void {
    this.#outbox.remove(frame.id)
    const waiting = this.#waiting.get(frame.id)
    this.#waiting.delete(frame.id)
    if ('error' in frame) waiting?.reject(new CallFailed(frame.error.code, frame.error.message))
    else waiting?.resolve(frame.ok)
    this.#changed()
  }

  #lost(): void {
    const { clock, limits, random } = this.#options
    const wait = backoff(this.#failures++, limits, random)
    this.#callOffRetry = clock.after(wait, () => this.#try())
    this.#failReads('The connection was lost. It comes back by itself; then try again.')
    this.#lostAt ??= clock.now()
    this.#become({ is: 'reconnecting', since: this.#lostAt, again: clock.now() + wait })
  }

  #end(refusal: Refusal): void {
    if (this.#status.is === 'ended') return
    this.#callOffRetry()
    this.#attempt?.abandon()
    this.#become({ is: 'ended', ...refusal })
    this.#failReads(refusal.reason)
  }

  #make<M extends Method>(method: M, params: Params<M>): { id: CallId; answered: Promise<Results[M]> } {
    const { random, clock, limits } = this.#options
    const id = uuidOf(random(16)) as CallId
    const call: OutgoingCall<M> = {
      id,
      method,
      params,
      at: clock.now(),
      room: this.#self?.room,
      device: this.#self?.device,
      standing: 'sending',
    }
    const frame = callFrame(call)
    const changes = calls[method].changes
    // The host answers a call with the result its method has: the one place where that is taken on trust.
    const answered = new Promise<Results[M]>((resolve, reject) => {
      this.#waiting.set(id, {
        resolve: resolve as (result: unknown) => void,
        reject,
        read: changes ? undefined : call,
      })
    })
    // Whoever does not look at the answer of a call is not to be ended by its failure.
    answered.catch(() => {})
    const refusal = this.#refusalOf(frame, changes, limits.inboundFrame)
    if (refusal) this.#fail(id, refusal)
    else {
      if (changes) this.#outbox.add(call)
      this.#attempt?.send(frame)
      if (changes) this.#changed()
    }
    return { id, answered }
  }

  /** Why a call is not even begun. */
  #refusalOf(frame: string, changes: boolean, most: number): CallFailed | undefined {
    if (this.#status.is === 'ended') return new CallFailed('unavailable', this.#status.reason)
    if (!changes && this.#status.is === 'reconnecting') {
      return new CallFailed('unavailable', 'There is no connection right now. It comes back by itself; then try again.')
    }
    // The host cuts a device off for a frame over its limit, and would again at every try.
    if (frame.length * 3 > most && utf8ToBytes(frame).length > most) {
      return new CallFailed(
        'too_large',
        'This is too long to send. Shorten it, or put it into a file and name the file.',
      )
    }
    return undefined
  }

  async #bringOlder(): Promise<void> {
    const { before } = this.#view
    if (before === undefined) return
    const page = await this.call('page', { before, limit: this.#options.limits.page })
    // A view that began anew meanwhile has another beginning.
    if (this.#view.before !== before) return
    this.#view = foldPage(this.#view, page)
    this.#changed()
  }

  #failReads(message: string): void {
    for (const [id, { read }] of this.#waiting) {
      if (read !== undefined) this.#fail(id, new CallFailed('unavailable', message))
    }
  }

  #fail(id: CallId, failure: CallFailed): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.reject(failure)
  }

  #become(status: ConnectionStatus): void {
    this.#status = status
    this.#changed()
  }

  #changed(): void {
    if (this.#telling) return
    this.#telling = true
    queueMicrotask(() => {
      this.#telling = false
      for (const listener of [...this.#listeners]) listener()
    })
  }
}

const callFrame = ({ id, room, method, params }: OutgoingCall) =>
  JSON.stringify({ t: 'call', id, room, method, params })
