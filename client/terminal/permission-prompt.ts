// A question, the agent's or whether to let somebody in, answered in the terminal unless somebody else is quicker.

import type { Permission } from '../../shared/room-state.ts'
import type { Visitor } from '../../shared/visitors.ts'
import { plainLine, plainText } from '../plain-text.ts'
import type { PromptOptions } from './answer-desk.ts'
import { broken, clipped, wrapped } from './columns.ts'
import { diffRows } from './diff-rows.ts'
import { indent, untabbed } from './rows.ts'
import { type Component, isTyped, SelectList, selectListTheme } from './screen.ts'

/** What is answered by one of a few options. */
export type YesOrNo =
  | { readonly about: 'tool'; readonly asked: Permission }
  | { readonly about: 'visitor'; readonly asked: Visitor }

/** No window shows more rows than these. */
const mostAsked = 1000

const headings = { tool: 'Allow this?', visitor: 'Let it in?' } as const

export interface PermissionPromptOptions extends PromptOptions {
  readonly question: YesOrNo
  readonly onAnswer: (option: string) => void
}

export class PermissionPrompt implements Component {
  /** Told by the terminal: whether keys come here. */
  focused: boolean
  /** How many more questions wait behind this one. */
  behind = 0
  readonly question: YesOrNo
  readonly #list: SelectList
  readonly #options: PermissionPromptOptions
  #answered = false
  #reached = false

  constructor(options: PermissionPromptOptions) {
    const { question, theme } = options
    this.question = question
    this.focused = options.focused
    this.#options = options
    const items = question.asked.options.map((option) => ({ value: option.id, label: plainLine(option.name) }))
    this.#list = new SelectList(items, 8, selectListTheme(theme))
    this.#list.onSelect = (item) => {
      if (this.#answered) return
      this.#answered = true
      options.onAnswer(item.value)
    }
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
    if (isTyped(data)) this.#options.onTyped(data)
    else if (this.#reached || this.#options.armed()) this.#list.handleInput(data)
  }

  invalidate(): void {
    this.#list.invalidate()
  }

  render(width: number): string[] {
    const { theme } = this.#options
    const more = this.behind > 0 ? theme.quiet(` · ${this.behind} more after this`) : ''
    const how = this.#answered
      ? 'Answering…'
      : this.focused
        ? 'Enter answers · Esc interrupts · Tab goes to the editor'
        : 'Tab to answer here'
    const { about, asked } = this.question
    const from = 'from' in asked && asked.from ? `${plainLine(asked.from)} asks. ` : ''
    return [
      theme.warning('─'.repeat(width)),
      theme.warning(theme.strong(clipped(from + headings[about], width))) + more,
      ...this.#asked(width - indent.length).map((row) => indent + row),
      '',
      ...this.#list.render(width),
      theme.quiet(how),
    ]
  }

  #asked(width: number): string[] {
    const { about, asked } = this.question
    const { title, detail } = asked
    const text = detail && plainText(detail).trim() !== plainText(title).trim() ? `${title}\n${detail}` : title
    const most = Math.max(4, Math.floor(this.#options.rows() / 2))
    const changes = 'changes' in asked ? (asked.changes ?? []) : []
    const diff = changes.length > 0 ? diffRows(changes, mostAsked, width, this.#options.theme) : []
    const words = plainText(text)
      .split('\n')
      .flatMap((line) => (about === 'tool' ? broken(untabbed(line), width) : wrapped(line, width)))
    const rows = [...words, ...diff]
    if (rows.length <= most) return rows
    const left = rows.length - most
    const warning = `… ${left} more ${left === 1 ? 'row' : 'rows'} that this window cannot show`
    return [...rows.slice(0, most), this.#options.theme.warning(warning)]
  }
}
