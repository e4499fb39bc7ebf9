// The questions that are open, of the agent and of whoever stands at the door: shows the first, sends its answer, and says so when somebody else was quicker.

import type { Clock } from '../../shared/clock.ts'
import type { RoomView } from '../../shared/room-view.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { PermissionPrompt, type Question } from './permission-prompt.ts'
import type { Theme } from './theme.ts'

/** Keys that were on their way when a question appeared do not answer it. */
const reflex = 700

export interface PermissionDeskOptions {
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
  readonly answeredElsewhere: (who: string, option: string) => void
  readonly failed: (what: string, problem: unknown) => void
}

export class PermissionDesk {
  prompt: PermissionPrompt | undefined
  readonly #options: PermissionDeskOptions
  #answered: Question['asked']['id'] | undefined

  constructor(options: PermissionDeskOptions) {
    this.#options = options
  }

  /** Looks at what is open now. */
  look(): void {
    const { view } = this.#options.connection
    const open = openQuestions(view)
    const shown = this.prompt?.question
    if (shown && !open.some(({ asked }) => asked.id === shown.asked.id)) {
      this.prompt = undefined
      const decision = shown.about === 'tool' ? view.marks.get(shown.asked.tool)?.decision : undefined
      if (this.#answered !== shown.asked.id && decision) {
        this.#options.answeredElsewhere(plainLine(decision.by?.name ?? 'Somebody'), plainLine(decision.option))
      }
    }
    const [first, ...behind] = open
    if (!first) return
    this.prompt ??= this.#promptFor(first)
    this.prompt.behind = behind.length
  }

  #promptFor(question: Question): PermissionPrompt {
    const { theme, rows, clock, writing, lastKey, onTyped } = this.#options
    const now = clock.now()
    const armedAt = now - lastKey() < reflex ? now + reflex : now
    return new PermissionPrompt({
      question,
      theme,
      rows,
      focused: !writing(),
      armed: () => clock.now() >= armedAt,
      onTyped,
      onAnswer: (option) => this.#answer(question, option),
    })
  }

  #answer({ about, asked }: Question, option: string): void {
    const { connection } = this.#options
    this.#answered = asked.id
    const answered =
      about === 'tool'
        ? connection.call('answer', { permission: asked.id, option })
        : connection.call('admit', { visitor: asked.id, option })
    answered.catch((problem: unknown) => {
      this.#answered = undefined
      if (this.prompt?.question.asked.id === asked.id) this.prompt.reopen()
      this.#options.failed('Not answered', problem)
    })
  }
}

/** Those at the door come first: they are few, and somebody waits in front of another screen. */
function openQuestions({ door, state }: RoomView): Question[] {
  const visitors = door.visitors.map((asked) => ({ about: 'visitor', asked }) as const)
  const permissions = Object.values(state?.permissions ?? {}).map((asked) => ({ about: 'tool', asked }) as const)
  return [...inOrder(visitors), ...inOrder(permissions)]
}

const inOrder = <Q extends Question>(questions: readonly Q[]): Q[] =>
  questions.toSorted((one, other) => one.asked.order - other.asked.order)
