// One prompt as a device without a person: sends it, answers by rules what is asked, and tells how it ended.

import { apartWords, apartWork } from '../../shared/agent-work.ts'
import type { Clock } from '../../shared/clock.ts'
import type { CallId, PermissionId, QuestionId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { promptStanding } from '../../shared/prompt-standing.ts'
import type { Question } from '../../shared/questions.ts'
import type { Permission, RoomState } from '../../shared/room-state.ts'
import type { RoomView } from '../../shared/room-view.ts'
import type { Connection } from '../connection.ts'
import { allows, optionFor, type PermissionPolicy } from './permission-policy.ts'

export type PrintEnd =
  | { readonly is: 'done' }
  | { readonly is: 'failed'; readonly reason: string }
  /** Stopped, here or by another. */
  | { readonly is: 'cancelled' }

export interface PrintRunOptions {
  readonly connection: Connection
  readonly text: string
  readonly policy: PermissionPolicy
  /** Called after every change, also after the last one. */
  readonly onView: (view: RoomView) => void
  readonly clock: Clock
  readonly limits: Pick<Limits, 'lastLines' | 'printLingers'>
}

export class PrintRun {
  readonly prompt: CallId
  /** Resolves once the prompt is in the room's queue; never where it is refused. */
  readonly accepted: Promise<void>
  readonly ended: Promise<PrintEnd>
  /** What was asked and is not allowed by anything, in its order. */
  readonly refused: Permission[] = []
  /** What still ran in the background when it was waited for no more: "1 command in the background". */
  left: string | undefined
  /** Forms of the agent's that nobody was there to fill in. */
  readonly unanswered: Question[] = []
  readonly #options: PrintRunOptions
  readonly #unlisten: () => void
  readonly #answered = new Set<PermissionId | QuestionId>()
  #end: (end: PrintEnd) => void = () => {}
  #accepted = false
  #over = false
  #stopped = false
  readonly #asked = new Set<'withdraw' | 'cancel'>()
  #callOff: (() => void) | undefined
  #callOffLingering: (() => void) | undefined

  constructor(options: PrintRunOptions) {
    this.#options = options
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    this.#unlisten = options.connection.onChange(() => this.#look())
    const { id, answered } = options.connection.prompt(options.text)
    this.prompt = id
    this.accepted = new Promise((resolve) => {
      answered.then(
        () => {
          this.#accepted = true
          resolve()
          this.#look()
        },
        (problem: Error) => this.#finish({ is: 'failed', reason: problem.message }),
      )
    })
  }

  /** Interrupts it, or takes it back where it has not begun; `ended` then resolves. */
  stop(): void {
    this.#stopped = true
    this.#look()
  }

  #look(): void {
    if (this.#over) return
    const { connection, onView } = this.#options
    const { view, status } = connection
    onView(view)
    if (status.is === 'ended') return this.#finish({ is: 'failed', reason: status.reason })
    if (!view.state || !this.#accepted) return
    for (const permission of Object.values(view.state.permissions)) this.#answer(permission)
    for (const question of Object.values(view.state.questions)) this.#decline(question)
    if (this.#waits(view.state)) return
    // Whoever writes the transcript may do so a moment after the turn, and an agent may be gone before its turn is.
    const { live, activity } = view.state
    if (Object.keys(live).length === 0 && activity.is !== 'gone') return this.#finish(this.#outcome())
    if (view.marks.get(this.prompt)?.outcome === 'failed') return this.#finish(this.#outcome())
    this.#callOff ??= this.#options.clock.after(this.#options.limits.lastLines, () => this.#finish(this.#outcome()))
  }

  /** It has not had its turn, or has it now. */
  #waits(state: RoomState): boolean {
    switch (promptStanding(state, this.prompt)) {
      case 'waits':
        // Where it has begun meanwhile it is interrupted then.
        if (this.#stopped) this.#ask('withdraw', () => this.#finish({ is: 'cancelled' }))
        return true
      case 'lost':
        this.#finish(this.#outcome())
        return true
      case 'runs':
        if (this.#stopped) this.#ask('cancel')
        return true
      case 'lingers':
        // Stopped, it ends with all that the agent started.
        return !this.#stopped && this.#lingers(state)
      case 'over':
        return false
    }
  }

  /** What runs in the background is waited for; where no turn comes of it for long no more. */
  #lingers(state: RoomState): boolean {
    if (this.left !== undefined) return false
    if (state.activity.is !== 'idle') {
      this.#callOffLingering?.()
      this.#callOffLingering = undefined
      return true
    }
    const { clock, limits } = this.#options
    this.#callOffLingering ??= clock.after(limits.printLingers, () => {
      this.left = apartWords(apartWork(this.#options.connection.view.state?.work))
      this.#look()
    })
    return true
  }

  /** Once. */
  #ask(what: 'withdraw' | 'cancel', done = (): void => {}): void {
    if (this.#asked.has(what)) return
    this.#asked.add(what)
    this.#options.connection.call(what, { prompt: this.prompt }).then(done, () => this.#look())
  }

  #outcome(): PrintEnd {
    const { marks, state } = this.#options.connection.view
    const mark = marks.get(this.prompt)
    switch (mark?.outcome) {
      case undefined:
        return state?.activity.is === 'gone' ? { is: 'failed', reason: state.activity.reason } : { is: 'done' }
      case 'failed':
        return { is: 'failed', reason: mark.reason ?? 'The agent could not finish, and did not say why.' }
      case 'cancelled':
      case 'interrupted':
        return { is: 'cancelled' }
    }
  }

  #answer(permission: Permission): void {
    const { connection, policy } = this.#options
    if (this.#answered.has(permission.id)) return
    this.#answered.add(permission.id)
    const allowed = allows(policy, permission)
    if (!allowed) this.refused.push(permission)
    const option = optionFor(allowed, permission.options)
    // Where the agent takes no such answer, its turn cannot go on.
    if (!option) return this.#ask('cancel')
    // Another device may have been first; then it is settled all the same.
    connection.call('answer', { permission: permission.id, option: option.id }).catch(() => {})
  }

  /** The agent goes on without an answer, and knows it. */
  #decline(question: Question): void {
    if (this.#answered.has(question.id)) return
    this.#answered.add(question.id)
    this.unanswered.push(question)
    const declined = { question: question.id, answer: { action: 'decline' } } as const
    this.#options.connection.call('respond', declined).catch(() => {})
  }

  #finish(end: PrintEnd): void {
    if (this.#over) return
    this.#over = true
    this.#callOff?.()
    this.#callOffLingering?.()
    this.#unlisten()
    this.#options.onView(this.#options.connection.view)
    this.#end(end)
  }
}
