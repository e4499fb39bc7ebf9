// A form of the agent's, answered in the terminal field by field unless somebody else is quicker.

import { problemWith } from '../../shared/question-check.ts'
import type { FieldValue, FieldValues, Question, QuestionAnswer, QuestionField } from '../../shared/questions.ts'
import { plainLine, plainText } from '../plain-text.ts'
import type { Form, PromptOptions } from './answer-desk.ts'
import { broken, columnsOf, wrapped } from './columns.ts'
import { type Choice, choicesFor } from './question-choices.ts'
import { indent, untabbed } from './rows.ts'
import { type Component, Input, isTyped, matchesKey, SelectList, selectListTheme } from './screen.ts'

/** Rows of the list, and of what the chosen option says beyond its row. */
const mostChoices = 8
const mostSaid = 3
/** Columns of a row of the list that its description does not have. */
const besideChoice = 36

export interface QuestionPromptOptions extends PromptOptions {
  readonly question: Form
  readonly onAnswer: (answer: QuestionAnswer) => void
}

export class QuestionPrompt implements Component {
  /** Told by the terminal: whether keys come here. */
  focused: boolean
  /** How many more questions wait behind this one. */
  behind = 0
  readonly question: Form
  readonly #options: QuestionPromptOptions
  #at = 0
  #values: { [name: string]: FieldValue }
  #choices: readonly Choice[] = []
  #list: SelectList
  #input: { readonly name: string; readonly line: Input } | undefined
  #problem: string | undefined
  #answered = false
  #reached = false

  constructor(options: QuestionPromptOptions) {
    this.question = options.question
    this.focused = options.focused
    this.#options = options
    this.#values = presetsOf(options.question.asked)
    this.#list = this.#newList()
  }

  /** Words are being written. */
  get writing(): boolean {
    return this.#input !== undefined
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
    if (this.#input) this.#write(this.#input, data)
    else if (isTyped(data)) this.#options.onTyped(data)
    else if (!this.#reached && !this.#options.armed()) return
    else if (matchesKey(data, 'left') && this.#at > 0) this.#goTo(this.#at - 1)
    else this.#list.handleInput(data)
  }

  invalidate(): void {
    this.#list.invalidate()
  }

  render(width: number): string[] {
    const { theme } = this.#options
    const more = this.behind > 0 ? theme.quiet(` · ${this.behind} more after this`) : ''
    const inner = width - indent.length
    return [
      theme.warning('─'.repeat(width)),
      theme.warning(theme.strong('The agent asks')) + more,
      ...this.#asked(inner).map((row) => indent + row),
      '',
      ...this.#answering(width),
      ...(this.#problem ? wrapped(this.#problem, inner).map((row) => indent + theme.bad(row)) : []),
      theme.quiet(this.#how()),
    ]
  }

  // ── What the keys do ───────────────────────────────────────────────────────────────────────────────────────────────

  #write({ name, line }: { readonly name: string; readonly line: Input }, data: string): void {
    if (matchesKey(data, 'escape')) this.#input = undefined
    else if (!matchesKey(data, 'enter')) line.handleInput(data)
    else {
      const text = line.getValue().trim()
      this.#input = undefined
      if (text === '') delete this.#values[name]
      else this.#values[name] = this.#field?.kind === 'number' ? numberOr(text) : text
      if (this.#field?.kind === 'choice') delete this.#values[this.#field.id]
      if (this.#field?.kind === 'choices') this.#list = this.#newList()
      else this.#goOn()
    }
  }

  #choose({ act }: Choice): void {
    const field = this.#field
    switch (act.does) {
      case 'take':
        if (field) this.#values[field.id] = act.value
        if (field?.kind === 'choice' && field.own !== undefined) delete this.#values[field.own]
        return this.#goOn()
      case 'toggle': {
        if (!field) return
        const held = this.#values[field.id]
        const chosen = Array.isArray(held) ? held : []
        this.#values[field.id] = chosen.includes(act.value)
          ? chosen.filter((one) => one !== act.value)
          : [...chosen, act.value]
        this.#problem = undefined
        this.#list = this.#newList(this.#choices.findIndex((choice) => sameToggle(choice, act.value)))
        return
      }
      case 'write':
        this.#input = { name: act.name, line: this.#newLine(act.name) }
        this.#problem = undefined
        return
      case 'leave-out':
        if (field) delete this.#values[field.id]
        return this.#goOn()
      case 'go-on':
        return this.#goOn()
      case 'decline':
        return this.#answer({ action: 'decline' })
    }
  }

  #goOn(): void {
    const field = this.#field
    this.#problem = field && problemWith(field, this.#values)
    if (this.#problem !== undefined) this.#list = this.#newList()
    else if (this.#at + 1 < this.question.asked.fields.length) this.#goTo(this.#at + 1)
    else this.#answer({ action: 'accept', values: { ...this.#values } })
  }

  #goTo(at: number): void {
    this.#at = at
    this.#problem = undefined
    this.#list = this.#newList()
  }

  #answer(answer: QuestionAnswer): void {
    if (this.#answered) return
    this.#answered = true
    this.#options.onAnswer(answer)
  }

  // ── What is drawn ──────────────────────────────────────────────────────────────────────────────────────────────────

  get #field(): QuestionField | undefined {
    return this.question.asked.fields[this.#at]
  }

  #newList(selected?: number): SelectList {
    const { fields } = this.question.asked
    const field = this.#field
    this.#choices = choicesFor(field, this.#values, fields.length < 2)
    const items = this.#choices.map(({ label, description }, at) => ({ value: `${at}`, label, description }))
    const list = new SelectList(items, mostChoices, selectListTheme(this.#options.theme))
    list.setSelectedIndex(selected ?? chosenIn(this.#choices, field, this.#values))
    list.onSelect = ({ value }) => {
      const choice = this.#choices[Number(value)]
      if (choice && !this.#answered) this.#choose(choice)
    }
    return list
  }

  #newLine(name: string): Input {
    const line = new Input()
    const written = this.#values[name]
    line.setValue(written === undefined ? '' : plainLine(String(written)))
    // The cursor belongs behind what is there.
    line.handleInput('\x05')
    return line
  }

  #asked(width: number): string[] {
    const { theme, rows } = this.#options
    const { message, fields } = this.question.asked
    const field = this.#field
    const place = fields.length > 1 ? `${this.#at + 1} of ${fields.length} · ` : ''
    const title = field ? [theme.strong(plainLine(`${place}${field.title}`))] : []
    const said = [message, ...(field?.description ? [field.description] : [])]
    const all = said.flatMap((text) => textRows(text, width))
    const most = Math.max(4, Math.floor(rows() / 3))
    const left = all.length - most
    const shown =
      left > 0 ? [...all.slice(0, most), theme.warning(`… ${left} more rows that this window cannot show`)] : all
    return fields.length > 1 ? [...title, ...shown] : [...shown, ...title.map((row) => theme.quiet(row))]
  }

  #answering(width: number): string[] {
    if (this.#input) {
      this.#input.line.focused = this.focused
      return this.#input.line.render(width)
    }
    return [...this.#list.render(width), ...this.#chosenInFull(width - indent.length).map((row) => indent + row)]
  }

  /** A list shows the beginning of what an option says. */
  #chosenInFull(width: number): string[] {
    const { theme } = this.#options
    const choice = this.#choices[Number(this.#list.getSelectedItem()?.value)]
    if (!choice?.description || columnsOf(choice.description) < width - besideChoice) return []
    const rows = wrapped(choice.description, width)
    const cut = rows.length > mostSaid ? [...rows.slice(0, mostSaid - 1), `${rows[mostSaid - 1]}…`] : rows
    return ['', ...cut.map(theme.quiet)]
  }

  #how(): string {
    if (this.#answered) return 'Answering…'
    if (!this.focused) return 'Tab to answer here'
    if (this.#input) return 'Enter takes it · Esc goes back'
    const back = this.#at > 0 ? ' · ← goes back' : ''
    const enter = this.#field?.kind === 'choices' ? 'Enter ticks' : 'Enter answers'
    return `${enter}${back} · Esc interrupts · Tab goes to the editor`
  }
}

function presetsOf({ fields }: Question): { [name: string]: FieldValue } {
  return Object.fromEntries(
    fields.flatMap(({ id, preset }): [string, FieldValue][] => (preset === undefined ? [] : [[id, preset]])),
  )
}

function chosenIn(choices: readonly Choice[], field: QuestionField | undefined, values: FieldValues): number {
  const value = field && values[field.id]
  return Math.max(
    0,
    choices.findIndex(({ act }) => act.does === 'take' && act.value === value),
  )
}

/** What is no number stays as it was written, and is told to be none. */
function numberOr(text: string): string | number {
  const value = Number(text.replace(',', '.'))
  return Number.isFinite(value) ? value : text
}

const sameToggle = ({ act }: Choice, value: string): boolean => act.does === 'toggle' && act.value === value

const textRows = (text: string, width: number): string[] =>
  plainText(text)
    .split('\n')
    .flatMap((line) => wrapped(untabbed(line), width).flatMap((row) => broken(row, width)))
