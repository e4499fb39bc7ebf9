// What waits for an answer over the editor, whatever its kind: its frame, whether keys come to it, and that it is answered once.

import { clipped } from './columns.ts'
import { indent } from './rows.ts'
import { type Component, isTyped } from './screen.ts'
import type { Theme } from './theme.ts'

export interface OpenPromptOptions<Asking, Answer> {
  readonly question: Asking
  readonly theme: Theme
  /** Rows of the window; what is asked takes at most half of them. */
  readonly rows: () => number
  /** Whether keys come here from the start. */
  readonly focused: boolean
  /** False while keys may still be meant for what was there before. */
  readonly armed: () => boolean
  /** Text that belongs into the editor. */
  readonly onTyped: (data: string) => void
  readonly onAnswer: (answer: Answer) => void
}

export abstract class OpenPrompt<Asking, Answer> implements Component {
  /** Told by the terminal: whether keys come here. */
  focused: boolean
  /** How many more questions wait behind this one. */
  behind = 0
  readonly question: Asking
  protected readonly options: OpenPromptOptions<Asking, Answer>
  #answered = false
  #reached = false

  constructor(options: OpenPromptOptions<Asking, Answer>) {
    this.question = options.question
    this.focused = options.focused
    this.options = options
  }

  /** Somebody went to it, or back to the editor, on purpose. */
  switchFocus(): void {
    this.focused = !this.focused
    this.#reached = this.focused
  }

  /** The answer did not get through: the question is open again. */
  reopen(): void {
    this.#answered = false
  }

  handleInput(data: string): void {
    if (isTyped(data)) this.options.onTyped(data)
    else if (this.#reached || this.options.armed()) this.press(data)
  }

  render(width: number): string[] {
    const { theme } = this.options
    const more = this.behind > 0 ? theme.quiet(` · ${this.behind} more after this`) : ''
    return [
      theme.warning('─'.repeat(width)),
      theme.warning(theme.strong(clipped(this.heading, width))) + more,
      ...this.asked(width - indent.length).map((row) => indent + row),
      '',
      ...this.answering(width),
      theme.quiet(this.#how()),
    ]
  }

  abstract invalidate(): void
  protected abstract readonly heading: string
  /** What the keys do now, where they come here. */
  protected abstract readonly keys: string
  /** The words of the question. */
  protected abstract asked(width: number): readonly string[]
  /** What an answer is chosen from, or written in. */
  protected abstract answering(width: number): readonly string[]
  /** A key that is meant for the question and is no text. */
  protected abstract press(data: string): void

  /** Its answer is on its way: nothing can be chosen any more. */
  protected get answered(): boolean {
    return this.#answered
  }

  protected answer(answer: Answer): void {
    if (this.#answered) return
    this.#answered = true
    this.options.onAnswer(answer)
  }

  /** The first `most` rows, and how many there are beyond them. */
  protected cut(rows: readonly string[], most: number): readonly string[] {
    const left = rows.length - most
    if (left <= 0) return rows
    const warning = `… ${left} more ${left === 1 ? 'row' : 'rows'} that this window cannot show`
    return [...rows.slice(0, most), this.options.theme.warning(warning)]
  }

  #how(): string {
    if (this.#answered) return 'Answering…'
    return this.focused ? this.keys : 'Tab to answer here'
  }
}

/** What keys do beside answering. */
export const elsewhere = 'Esc interrupts · Tab goes to the editor'
