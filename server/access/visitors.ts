// Those who wait at the door for an owner's word. The first answer counts; a later one is told what it was.

import type { Person } from '../../shared/entries.ts'
import type { VisitorId } from '../../shared/ids.ts'
import type { Visitor } from '../../shared/visitors.ts'
import { CallRefused } from '../room/call-refused.ts'
import { SettledQuestions } from '../room/settled-questions.ts'

export type Question = Pick<Visitor, 'title' | 'detail' | 'options'>

interface Waiting {
  readonly visitor: Visitor
  /** Writes the answer down; nothing of it holds where that throws. */
  readonly note: (option: string, by: Person) => void
  readonly settle: (option: string | undefined) => void
}

export class Visitors {
  /** Whom to tell of every change. */
  onChange: () => void = () => {}
  readonly #newId: () => string
  readonly #waiting = new Map<VisitorId, Waiting>()
  readonly #settled = new SettledQuestions()
  #order = 0

  constructor(newId: () => string) {
    this.#newId = newId
  }

  get waiting(): Visitor[] {
    return [...this.#waiting.values()].map(({ visitor }) => visitor)
  }

  /** Asks every owner's device: `answered` resolves with the option's id, undefined once it was withdrawn. */
  ask(
    question: Question,
    note: Waiting['note'],
  ): { readonly answered: Promise<string | undefined>; readonly withdraw: () => void } {
    const id = this.#newId() as VisitorId
    const visitor: Visitor = { id, order: ++this.#order, ...question }
    const answered = new Promise<string | undefined>((resolve) => {
      this.#waiting.set(id, { visitor, note, settle: resolve })
    })
    this.onChange()
    return { answered, withdraw: () => this.#end(id, undefined, 'Whoever asked has gone.') }
  }

  /** Throws `CallRefused`. */
  answer(id: VisitorId, optionId: string, by: Person): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) throw this.#settled.refusal(id, 'Nobody waits for that answer any more.')
    const option = waiting.visitor.options.find((one) => one.id === optionId)
    if (!option) throw new CallRefused('bad_request', 'That is none of the answers offered; choose one of those shown.')
    waiting.note(option.id, by)
    this.#end(id, option.id, `${by.name} answered first: ${option.name}.`)
  }

  #end(id: VisitorId, option: string | undefined, how: string): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    this.#waiting.delete(id)
    this.#settled.add(id, how)
    waiting.settle(option)
    this.onChange()
  }
}
