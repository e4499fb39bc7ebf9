// The connection as the views see it: signals to show, and the few things a person can do.

import { batch, computed, type ReadonlySignal, signal } from '@preact/signals'
import type { CallId, ImageId, PermissionId, QuestionId, VisitorId } from '../../../shared/ids.ts'
import type { DeviceLimits } from '../../../shared/limits.ts'
import type { Method, Params, Results } from '../../../shared/protocol.ts'
import type { QuestionAnswer } from '../../../shared/questions.ts'
import type { RoomState } from '../../../shared/room-state.ts'
import type { Tasks } from '../../../shared/tasks.ts'
import type { Visitor } from '../../../shared/visitors.ts'
import { CallFailed, type Connection, type ConnectionStatus, type OutgoingCall } from '../../connection.ts'
import { plainLine } from '../../plain-text.ts'
import type { Draft } from './draft.ts'
import { type Notes, notes } from './notes.ts'
import type { RefusedStore } from './refused-store.ts'
import { type RowSignals, rowSignals } from './row-signals.ts'
import { type RefusedPrompt, rowsOf } from './rows.ts'

export interface Session {
  /** For commands, which make calls of their own. */
  readonly connection: Connection
  readonly status: ReadonlySignal<ConnectionStatus>
  /** Undefined until the host has sent it. What is being written is in `rows`, and no news here. */
  readonly state: ReadonlySignal<Omit<RoomState, 'live'> | undefined>
  /** Who waits at the door; nobody on devices that are no owner's. */
  readonly visitors: ReadonlySignal<readonly Visitor[]>
  readonly self: ReadonlySignal<Connection['self']>
  readonly outbox: ReadonlySignal<readonly OutgoingCall[]>
  /** What the host runs beside this room; nothing on devices of one room alone. */
  readonly tasks: ReadonlySignal<Tasks>
  readonly rows: RowSignals
  /** There is an older page. */
  readonly hasOlder: ReadonlySignal<boolean>
  readonly loadingOlder: ReadonlySignal<boolean>
  readonly notes: Notes
  readonly draft: Draft
  readonly limits: DeviceLimits

  send(text: string, images?: readonly ImageId[]): void
  /** A refused prompt is sent anew under a new id, or taken off the list; its text is returned. */
  takeBack(id: CallId): RefusedPrompt | undefined
  resend(id: CallId): void
  discard(id: CallId): void
  /** Stops the turn; again, while it is stopping, ends the agent with it. */
  stop(): void
  restart(): void
  amend(prompt: CallId, text: string): void
  withdraw(prompt: CallId): void
  release(prompt: CallId): void
  answer(permission: PermissionId, option: string): void
  respond(question: QuestionId, answer: QuestionAnswer): void
  /** Answers for somebody who waits at the door. */
  admit(visitor: VisitorId, option: string): void
  older(): void
  /** With a path the diff of that file in the call `of`. */
  read(of: string, from: number, path?: string): Promise<Results['read']>
  /** A link for other devices. Rejects with `CallFailed`. */
  share(wish: Params<'share'>): Promise<Results['share']>
  wake(): void
}

export interface SessionOptions {
  readonly connection: Connection
  readonly limits: DeviceLimits
  readonly draft: Draft
  readonly refused: RefusedStore
}

export function openSession({ connection, limits, draft, refused: store }: SessionOptions): Session {
  const status = signal(connection.status)
  const view = signal(connection.view)
  const self = signal(connection.self)
  const outbox = signal(connection.outbox)
  const refused = signal(store.load())
  const sent = new Map<CallId, string>()
  /** Taken back by this page: that they were not sent is no news. */
  const discarded = new Set<CallId>()
  const loadingOlder = signal(false)
  const rows = rowSignals()
  const told = notes()

  let stood: RoomState | undefined
  /** A try after a loss is still the loss: the words would change back and forth at every one. */
  const steady = (now: ConnectionStatus): ConnectionStatus =>
    now.is === 'connecting' && now.since !== undefined ? { is: 'reconnecting', since: now.since, again: 0 } : now

  const show = (): void =>
    rows.update(
      rowsOf({ view: view.peek(), outbox: outbox.peek(), refused: refused.peek(), sent, self: self.peek()?.device }),
    )
  let room = connection.self?.room
  /** What was refused and sent in another room is not this one's. */
  const enter = (): void => {
    const here = connection.self?.room
    if (here === room) return
    if (room !== undefined) {
      refused.value = store.load()
      sent.clear()
    }
    room = here
  }
  const follow = (): void =>
    batch(() => {
      enter()
      status.value = steady(connection.status)
      view.value = connection.view
      self.value = connection.self
      outbox.value = connection.outbox
      hearOfRefusals()
      show()
      settleStale()
    })

  let refusedBefore: number | undefined
  /** What was told before this page came is no news. */
  const hearOfRefusals = (): void => {
    const { refused: tries } = connection.view.door
    if (connection.status.is !== 'live') return
    if (tries && tries.number > (refusedBefore ?? tries.number)) told.say(plainLine(tries.text))
    refusedBefore = tries?.number ?? 0
  }

  /**
   * Of calls too old to be sent unasked, only a prompt is worth the question, and only if it never arrived: the others
   * are one tap away again where they still make sense.
   */
  const settleStale = (): void => {
    const state = connection.view.state
    if (!state) return
    const arrived = new Set<string>([...connection.view.entries.map((entry) => entry.id), ...Object.keys(state.queue)])
    for (const call of connection.outbox) {
      if (call.standing !== 'asks' || discarded.has(call.id)) continue
      if (call.method === 'prompt' && !arrived.has(call.id)) continue
      discard(call.id)
      if (call.method !== 'prompt') told.say('What you tapped before the connection was lost was not done: look again.')
    }
  }

  const discard = (id: CallId): void => {
    discarded.add(id)
    connection.discard(id)
  }

  /** Calls whose failure needs no more than a sentence. */
  const attempt = async <M extends Method>(method: M, params: Params<M>): Promise<void> => {
    const answered = connection.call(method, params)
    const id = connection.outbox.at(-1)?.id
    try {
      await answered
    } catch (error) {
      if (id === undefined || !discarded.has(id)) told.say(sentence(error))
    }
  }

  const refuse = (list: readonly RefusedPrompt[]): void => {
    refused.value = list
    store.save(list)
    show()
  }
  const forgetRefused = (id: CallId): void => refuse(refused.peek().filter((prompt) => prompt.id !== id))

  const send = async (text: string, images?: readonly ImageId[]): Promise<void> => {
    const { id, answered } = connection.prompt(text, images)
    follow()
    try {
      await answered
      sent.set(id, text)
    } catch (error) {
      if (discarded.has(id)) return
      const reason = sentence(error)
      refuse([...refused.peek(), { id, text, images, reason, at: new Date().toISOString() }])
    }
    show()
  }

  connection.onChange(follow)
  follow()

  return {
    connection,
    status,
    state: computed(() => {
      const { state } = view.value
      if (!sameButLive(stood, state)) stood = state
      return stood
    }),
    visitors: computed(() => view.value.door.visitors),
    tasks: computed(() => view.value.tasks),
    self,
    outbox,
    rows,
    hasOlder: computed(() => view.value.before !== undefined),
    loadingOlder,
    notes: told,
    draft,
    limits,
    send,
    takeBack(id) {
      const taken = refused.peek().find((prompt) => prompt.id === id)
      forgetRefused(id)
      return taken
    },
    resend: (id) => connection.resend(id),
    discard(id) {
      discard(id)
      forgetRefused(id)
    },
    stop() {
      const activity = connection.view.state?.activity
      if (activity?.is !== 'running') return
      const { prompt, stopping } = activity
      void attempt('cancel', { prompt, ...(stopping && { now: true }) })
    },
    restart: () => void attempt('restart', {}),
    amend: (prompt, text) => void attempt('amend', { prompt, text }),
    withdraw: (prompt) => void attempt('withdraw', { prompt }),
    release: (prompt) => void attempt('release', { prompt }),
    answer: (permission, option) => void attempt('answer', { permission, option }),
    respond: (question, answer) => void attempt('respond', { question, answer }),
    admit: (visitor, option) => void attempt('admit', { visitor, option }),
    older() {
      if (loadingOlder.peek() || connection.view.before === undefined || connection.status.is !== 'live') return
      loadingOlder.value = true
      connection
        .older()
        .catch((error: unknown) => told.say(sentence(error)))
        .finally(() => {
          loadingOlder.value = false
        })
    },
    read: (of, from, path) => connection.call('read', { of, from, path }),
    share: (wish) => connection.call('share', wish),
    wake: () => connection.wake(),
  }
}

/** Is this very thing on its way? Then its button is busy. */
export function underway(
  outbox: readonly OutgoingCall[],
  method: 'amend' | 'answer' | 'respond' | 'admit' | 'cancel' | 'restart' | 'withdraw' | 'release',
  about?: string,
): boolean {
  return outbox.some((call) => {
    if (call.method !== method || call.standing !== 'sending') return false
    if ('visitor' in call.params) return call.params.visitor === about
    if ('question' in call.params) return call.params.question === about
    if ('permission' in call.params) return call.params.permission === about
    return ('prompt' in call.params ? call.params.prompt : undefined) === about
  })
}

function sentence(error: unknown): string {
  if (error instanceof CallFailed) return error.message
  return 'That did not work, and carryon does not know why: try again, or load the page anew.'
}

/** Nothing but what is being written differs: then only its own row is to be drawn. */
function sameButLive(one: RoomState | undefined, other: RoomState | undefined): boolean {
  if (!one || !other) return one === other
  const { live: before, ...left } = one
  const { live: after, ...right }: Record<string, unknown> = { ...other }
  return (
    Object.keys(left).length === Object.keys(right).length &&
    Object.entries(left).every(([name, value]) => value === right[name])
  )
}
