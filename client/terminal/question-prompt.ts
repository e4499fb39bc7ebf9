// A form of the agent's, answered in the terminal field by field unless somebody else is quicker.

import { problemWith } from '../../shared/question-check.ts'
import type { FieldValue, FieldValues, Question, QuestionAnswer, QuestionField } from '../../shared/questions.ts'
import { plainLine, plainText } from '../plain-text.ts'
import { broken, columnsOf, wrapped } from './columns.ts'
import { elsewhere, OpenPrompt, type OpenPromptOptions } from './open-prompt.ts'
import { type Choice, choicesFor } from './question-choices.ts'
import { indent, untabbed } from './rows.ts'
import { Input, matchesKey, SelectList, selectListTheme } from './screen.ts'

/** A form that the agent wants filled in. */
export interface Form {
  readonly about: 'form'
  readonly asked: Question
}

/** Rows of the list, and of what the chosen option says beyond its row. */
const mostChoices = 8
const mostSaid = 3
/** Columns of a row of the list that its description does not have. */
const besideChoice = 36

export class QuestionPrompt extends OpenPrompt<Form, QuestionAnswer> {
  protected readonly heading = 'The agent asks'
  #at = 0
  #values: { [name: string]: FieldValue }
  #choices: readonly Choice[] = []
  #list: SelectList
  #input: { readonly name: string; readonly line: Input } | undefined
  #problem: string | undefined

  constructor(options: OpenPromptOptions<Form, QuestionAnswer>) {
    super(options)
    this.#values = presetsOf(options.question.asked)
    this.#list = this.#newList()
  }

  /** Words are being written. */
  get writing(): boolean {
    return this.#input !== undefined
  }

  override handleInput(data: string): void {
    if (this.#input) this.#write(this.#input, data)
    else super.handleInput(data)
  }

  invalidate(): void {
    this.#list.invalidate()
  }

  // ── What the keys do ───────────────────────────────────────────────────────────────────────────────────────────────

  protected press(data: string): void {
    if (matchesKey(data, 'left') && this.#at > 0) this.#goTo(this.#at - 1)
    else this.#list.handleInput(data)
  }

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
        return this.answer({ action: 'decline' })
    }
  }

  #goOn(): void {
    const field = this.#field
    this.#problem = field && problemWith(field, this.#values)
    if (this.#problem !== undefined) this.#list = this.#newList()
    else if (this.#at + 1 < this.question.asked.fields.length) this.#goTo(this.#at + 1)
    else this.answer({ action: 'accept', values: { ...this.#values } })
  }

  #goTo(at: number): void {
    this.#at = at
    this.#problem = undefined
    this.#list = this.#newList()
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
    const list = new SelectList(items, mostChoices, selectListTheme(this.options.theme))
    list.setSelectedIndex(selected ?? chosenIn(this.#choices, field, this.#values))
    list.onSelect = ({ value }) => {
      const choice = this.#choices[Number(value)]
      if (choice && !this.answered) this.#choose(choice)
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

  protected asked(width: number): readonly string[] {
    const { theme, rows } = this.options
    const { message, fields } = this.question.asked
    const field = this.#field
    const place = fields.length > 1 ? `${this.#at + 1} of ${fields.length} · ` : ''
    const title = field ? [theme.strong(plainLine(`${place}${field.title}`))] : []
    const said = [message, ...(field?.description ? [field.description] : [])]
    const all = said.flatMap((text) => textRows(text, width))
    const shown = this.cut(all, Math.max(4, Math.floor(rows() / 3)))
    return fields.length > 1 ? [...title, ...shown] : [...shown, ...title.map((row) => theme.quiet(row))]
  }

  protected answering(width: number): readonly string[] {
    const inner = width - indent.length
    const wrong = this.#problem ? wrapped(this.#problem, inner).map((row) => indent + this.options.theme.bad(row)) : []
    if (this.#input) {
      this.#input.line.focused = this.focused
      return [...this.#input.line.render(width), ...wrong]
    }
    return [...this.#list.render(width), ...this.#chosenInFull(inner).map((row) => indent + row), ...wrong]
  }

  /** A list shows the beginning of what an option says. */
  #chosenInFull(width: number): string[] {
    const { theme } = this.options
    const choice = this.#choices[Number(this.#list.getSelectedItem()?.value)]
    if (!choice?.description || columnsOf(choice.description) < width - besideChoice) return []
    const rows = wrapped(choice.description, width)
    const cut = rows.length > mostSaid ? [...rows.slice(0, mostSaid - 1), `${rows[mostSaid - 1]}…`] : rows
    return ['', ...cut.map(theme.quiet)]
  }

  protected get keys(): string {
    if (this.#input) return 'Enter takes it · Esc goes back'
    const back = this.#at > 0 ? ' · ← goes back' : ''
    return `${this.#field?.kind === 'choices' ? 'Enter ticks' : 'Enter answers'}${back} · ${elsewhere}`
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
