// One field of a form: radio buttons, boxes to tick, or a line to write in, each with its label and what it says.

import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import type { FieldValue, FieldValues, QuestionField } from '../../../shared/questions.ts'
import { plainLine, plainText } from '../../plain-text.ts'

interface FieldProps<Field extends QuestionField = QuestionField> {
  readonly field: Field
  /** The only one: the card's title asks for it. */
  readonly alone: boolean
  readonly values: FieldValues
  /** Words of one's own steer the agent, so they take the right to prompt. */
  readonly mayWrite: boolean
  readonly problem: string | undefined
  readonly onValue: (name: string, value: FieldValue | undefined) => void
}

export function QuestionFieldView(props: FieldProps): JSX.Element {
  const { field } = props
  switch (field.kind) {
    case 'choice':
    case 'choices':
      return <Choices {...props} field={field} />
    case 'yes-no':
      return <YesNo {...props} field={field} />
    case 'text':
    case 'number':
      return <Written {...props} field={field} />
  }
}

type ChoiceKind = Extract<QuestionField, { kind: 'choice' | 'choices' }>

function Choices(props: FieldProps<ChoiceKind>): JSX.Element {
  const { field, values, onValue, mayWrite } = props
  const name = useId()
  const several = field.kind === 'choices'
  const held = values[field.id]
  const chosen = Array.isArray(held) ? held : held === undefined ? [] : [held]
  const own = field.own
  const choose = (value: string): void => {
    if (!several) {
      onValue(field.id, value)
      if (own !== undefined) onValue(own, undefined)
      return
    }
    const others = chosen.filter((one) => one !== value)
    const next = others.length < chosen.length ? others : [...chosen, value]
    onValue(field.id, next.length > 0 ? next.map(String) : undefined)
  }
  return (
    <Group {...props}>
      {field.options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type={several ? 'checkbox' : 'radio'}
            name={name}
            checked={chosen.includes(option.value)}
            onChange={() => choose(option.value)}
          />
          <span>
            {plainLine(option.title)}
            {option.description && <span class="muted">{plainText(option.description)}</span>}
          </span>
        </label>
      ))}
      {own !== undefined && (
        <input
          type="text"
          class="box line"
          aria-label="Something else"
          placeholder={mayWrite ? 'Something else…' : 'This device may choose, not write'}
          disabled={!mayWrite}
          value={String(values[own] ?? '')}
          onInput={({ currentTarget: { value } }) => {
            onValue(own, value === '' ? undefined : value)
            if (!several && value !== '') onValue(field.id, undefined)
          }}
        />
      )}
    </Group>
  )
}

function YesNo(props: FieldProps<Extract<QuestionField, { kind: 'yes-no' }>>): JSX.Element {
  const { field, values, onValue } = props
  const name = useId()
  return (
    <Group {...props}>
      {[true, false].map((value) => (
        <label key={value} class="choice">
          <input
            type="radio"
            name={name}
            checked={values[field.id] === value}
            onChange={() => onValue(field.id, value)}
          />
          <span>{value ? 'Yes' : 'No'}</span>
        </label>
      ))}
    </Group>
  )
}

const keyboards = { email: 'email', uri: 'url', date: 'text', 'date-time': 'text' } as const

function Written(props: FieldProps<Extract<QuestionField, { kind: 'text' | 'number' }>>): JSX.Element {
  const { field, values, onValue, mayWrite, problem } = props
  const label = useId()
  const told = useId()
  const number = field.kind === 'number'
  const barred = !number && !mayWrite
  return (
    <div class="asked">
      <label for={label}>{plainLine(field.title)}</label>
      {field.description && <p class="muted">{plainText(field.description)}</p>}
      <input
        id={label}
        class="box line"
        type="text"
        inputMode={number ? 'decimal' : field.format && keyboards[field.format]}
        required={field.required}
        aria-invalid={problem !== undefined}
        aria-describedby={problem ? told : undefined}
        placeholder={barred ? 'This device may choose, not write' : undefined}
        disabled={barred}
        value={String(values[field.id] ?? '')}
        onInput={({ currentTarget: { value } }) =>
          onValue(field.id, value.trim() === '' ? undefined : number ? numberOr(value) : value)
        }
      />
      <Problem id={told} text={problem} />
    </div>
  )
}

/** What is no number yet stays as it is written. */
function numberOr(text: string): number | string {
  const value = Number(text.replace(',', '.'))
  return Number.isFinite(value) && String(value) === text ? value : text
}

function Group({
  field,
  alone,
  problem,
  children,
}: FieldProps & { readonly children: ComponentChildren }): JSX.Element {
  const told = useId()
  return (
    <fieldset class="asked" aria-describedby={problem ? told : undefined}>
      <legend class={alone ? 'unseen' : undefined}>{plainLine(field.title)}</legend>
      {field.description && <p class="muted">{plainText(field.description)}</p>}
      {children}
      <Problem id={told} text={problem} />
    </fieldset>
  )
}

const Problem = ({ id, text }: { readonly id: string; readonly text: string | undefined }): JSX.Element | null =>
  text === undefined ? null : (
    <p id={id} class="error" role="alert">
      {text}
    </p>
  )
