// Forms of the agent's: asked of every device, checked here, answered by the first that fits.

import type { Person } from '../../shared/entries.ts'
import type { QuestionId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { answerInWords, isWorded, problemWith, strayValue } from '../../shared/question-check.ts'
import type { FieldValues, Question, QuestionAnswer } from '../../shared/questions.ts'
import { mayAct, type Role } from '../../shared/roles.ts'
import type { AgentForm } from './agent.ts'
import { Asking } from './asking.ts'
import { CallRefused } from './call-refused.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'

/** What others are told of an answer, in units. */
const mostTold = 200

interface QuestionParts {
  readonly live: LiveState
  readonly history: History
  readonly limits: Pick<Limits, 'prompt'>
  readonly nextOrder: () => number
}

export class Questions {
  readonly #parts: QuestionParts
  readonly #asking: Asking<Question, QuestionAnswer>

  constructor(parts: QuestionParts) {
    const { live, history } = parts
    this.#parts = parts
    this.#asking = new Asking({ show: (questions) => live.set({ questions }), sync: () => history.sync() })
  }

  get isOpen(): boolean {
    return this.#asking.isOpen
  }

  /** Asks every device; undefined where the question was withdrawn. */
  ask(id: QuestionId, form: AgentForm): Promise<QuestionAnswer | undefined> {
    const { tool, message, fields, withdrawn } = form
    this.#parts.history.note({ t: 'questioned', id, tool, message: message.slice(0, mostTold) })
    return this.#asking.ask({ id, order: this.#parts.nextOrder(), tool, message, fields }, withdrawn)
  }

  /** Durable before it takes effect. Throws `CallRefused`. */
  respond(id: QuestionId, answer: QuestionAnswer, by: Person, role: Role): Promise<void> {
    return this.#asking.settle(id, (question) => {
      if (answer.action === 'accept') this.#check(question, answer.values, role)
      const words = answer.action === 'accept' ? answerInWords(question, answer.values) : ''
      const said = words.length > mostTold ? `${words.slice(0, mostTold)}…` : words
      this.#parts.history.note({ t: 'responded', id, tool: question.tool, action: answer.action, said, by })
      return { answer, told: toldOf(answer.action, said, by) }
    })
  }

  voidAll(why: string): void {
    this.#asking.voidAll(why)
  }

  #check(question: Question, values: FieldValues, role: Role): void {
    const stray = strayValue(question, values)
    if (stray !== undefined)
      throw new CallRefused('bad_request', 'That answers something that was not asked; answer what is shown.')
    for (const field of question.fields) {
      const problem = problemWith(field, values)
      if (problem !== undefined) throw new CallRefused('bad_request', `${field.title}: ${problem}`)
    }
    if (JSON.stringify(values).length > this.#parts.limits.prompt)
      throw new CallRefused(
        'too_large',
        `That answer is longer than ${this.#parts.limits.prompt} characters; shorten it.`,
      )
    if (isWorded(question, values) && !mayAct(role, 'drive')) {
      throw new CallRefused(
        'not_allowed',
        'This device may choose among the options but not write to the agent; leave the text out, or ask the owner.',
      )
    }
  }
}

function toldOf(action: QuestionAnswer['action'], said: string, by: Person): string {
  switch (action) {
    case 'accept':
      return said === '' ? `${by.name} answered first.` : `${by.name} answered first: ${said}.`
    case 'decline':
      return `${by.name} answered first: no answer.`
    case 'cancel':
      return `${by.name} called the question off.`
  }
}
