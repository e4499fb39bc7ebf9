// What is asked, by the agent or by whoever stands at the door: shows the first, sends its answer, and says so when
// somebody else was quicker.

import type { Clock } from '../../shared/clock.ts'
import type { QuestionAnswer } from '../../shared/questions.ts'
import type { RoomView } from '../../shared/room-view.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { responseWords } from '../response-words.ts'
import { PermissionPrompt, type YesOrNo } from './permission-prompt.ts'
import { type Form, QuestionPrompt } from './question-prompt.ts'
import type { Theme } from './theme.ts'

/** Keys that were on their way when a question appeared do not answer it. */
const reflex = 700

export interface AnswerDeskOptions {
  readonly connection: Connection
  readonly theme: Theme
  /** Rows of the window. */
  readonly rows: () => number
  readonly clock: Clock
  /** Something is written in the editor: a question does not take its keys. */
  readonly writing: () => boolean
  /** When a key was pressed last, in milliseconds since 1970. */
  readonly lastKey: () => number
  /** Text that belongs into the editor. */
  readonly onTyped: (data: string) => void
  readonly answeredElsewhere: (who: string, answer: string) => void
  readonly failed: (what: string, problem: unknown) => void
}

type Asking = YesOrNo | Form
type Prompt = PermissionPrompt | QuestionPrompt

export class AnswerDesk {
  prompt: Prompt | undefined
  readonly #options: AnswerDeskOptions
  #answered: Asking['asked']['id'] | undefined

  constructor(options: AnswerDeskOptions) {
    this.#options = options
  }

  /** Words are being written into an answer: Escape goes back to the options. */
  get writing(): boolean {
    return this.prompt instanceof QuestionPrompt && this.prompt.focused && this.prompt.writing
  }

  /** Looks at what is open now. */
  look(): void {
    const { view } = this.#options.connection
    const open = openIn(view)
    const shown = this.prompt?.question
    if (shown && !open.some(({ asked }) => asked.id === shown.asked.id)) {
      this.prompt = undefined
      if (this.#answered !== shown.asked.id) this.#tellWhoAnswered(shown, view)
    }
    const [first, ...behind] = open
    if (!first) return
    this.prompt ??= this.#promptFor(first)
    this.prompt.behind = behind.length
  }

  #tellWhoAnswered({ about, asked }: Asking, { marks }: RoomView): void {
    const { answeredElsewhere } = this.#options
    switch (about) {
      case 'tool': {
        const decision = marks.get(asked.tool)?.decision
        if (decision) answeredElsewhere(plainLine(decision.by?.name ?? 'Somebody'), plainLine(decision.option))
        return
      }
      case 'form': {
        const response = marks.get(asked.tool ?? asked.id)?.response
        if (response) answeredElsewhere(plainLine(response.by.name), responseWords(response))
        return
      }
      case 'visitor':
        return
    }
  }

  #promptFor(question: Asking): Prompt {
    const { theme, rows, clock, writing, lastKey, onTyped, connection } = this.#options
    const now = clock.now()
    const armedAt = now - lastKey() < reflex ? now + reflex : now
    const options = { theme, rows, focused: !writing(), armed: () => clock.now() >= armedAt, onTyped }
    switch (question.about) {
      case 'form':
        return new QuestionPrompt({
          ...options,
          question,
          onAnswer: (answer) => this.#send(question, this.#respond(question, answer)),
        })
      case 'tool': {
        const permission = question.asked.id
        const answer = (option: string) => connection.call('answer', { permission, option })
        return new PermissionPrompt({
          ...options,
          question,
          onAnswer: (option) => this.#send(question, answer(option)),
        })
      }
      case 'visitor': {
        const visitor = question.asked.id
        const admit = (option: string) => connection.call('admit', { visitor, option })
        return new PermissionPrompt({ ...options, question, onAnswer: (option) => this.#send(question, admit(option)) })
      }
    }
  }

  #respond({ asked }: Form, answer: QuestionAnswer): Promise<unknown> {
    return this.#options.connection.call('respond', { question: asked.id, answer })
  }

  #send({ asked: { id } }: Asking, answered: Promise<unknown>): void {
    this.#answered = id
    answered.catch((problem: unknown) => {
      this.#answered = undefined
      if (this.prompt?.question.asked.id === id) this.prompt.reopen()
      this.#options.failed('Not answered', problem)
    })
  }
}

/** Those at the door come first: they are few, and somebody waits in front of another screen. */
function openIn({ door, state }: RoomView): Asking[] {
  const visitors = door.visitors.map((asked): Asking => ({ about: 'visitor', asked }))
  const permissions = Object.values(state?.permissions ?? {}).map((asked): Asking => ({ about: 'tool', asked }))
  const forms = Object.values(state?.questions ?? {}).map((asked): Asking => ({ about: 'form', asked }))
  return [...inOrder(visitors), ...inOrder([...permissions, ...forms])]
}

const inOrder = (questions: readonly Asking[]): Asking[] =>
  questions.toSorted((one, other) => one.asked.order - other.asked.order)
