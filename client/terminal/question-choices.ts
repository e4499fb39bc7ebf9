// What can be chosen for one field of a form, as the rows of a list.

import type { FieldValues, QuestionField } from '../../shared/questions.ts'
import { plainLine } from '../plain-text.ts'

/** What choosing a row does. */
type ChoiceAct =
  /** The field has this value, and the next one comes. */
  | { readonly does: 'take'; readonly value: string | boolean }
  /** The option is among those chosen, or not any more. */
  | { readonly does: 'toggle'; readonly value: string }
  /** Words are to be written, as the value of this name. */
  | { readonly does: 'write'; readonly name: string }
  /** The next field comes. */
  | { readonly does: 'go-on' }
  | { readonly does: 'leave-out' }
  | { readonly does: 'decline' }

export interface Choice {
  readonly label: string
  /** All of what it says, where the list shows only the beginning. */
  readonly description?: string
  readonly act: ChoiceAct
}

/** `alone` is a form's only field: then declining is leaving it out. */
export function choicesFor(field: QuestionField | undefined, values: FieldValues, alone: boolean): Choice[] {
  const decline: Choice = { label: 'Decline to answer', act: { does: 'decline' } }
  if (!field) return [{ label: 'Yes', act: { does: 'go-on' } }, decline]
  const leaveOut: Choice[] =
    field.required || alone || field.kind === 'choices' ? [] : [{ label: 'Leave this out', act: { does: 'leave-out' } }]
  return [...ownChoices(field, values), ...leaveOut, decline]
}

function ownChoices(field: QuestionField, values: FieldValues): Choice[] {
  switch (field.kind) {
    case 'choice':
      return [
        ...field.options.map(
          ({ value, title, description }): Choice => ({
            label: plainLine(title),
            description: description && plainLine(description),
            act: { does: 'take', value },
          }),
        ),
        ...writeOwn(field.own, values, 'Something else…'),
      ]
    case 'choices': {
      const chosen = values[field.id]
      const isChosen = (value: string): boolean => Array.isArray(chosen) && chosen.includes(value)
      return [
        ...field.options.map(
          ({ value, title, description }): Choice => ({
            label: `${isChosen(value) ? '[x]' : '[ ]'} ${plainLine(title)}`,
            description: description && plainLine(description),
            act: { does: 'toggle', value },
          }),
        ),
        ...writeOwn(field.own, values, 'Something else…'),
        { label: 'Done', act: { does: 'go-on' } },
      ]
    }
    case 'text':
    case 'number':
      return writeOwn(field.id, values, 'Write an answer…')
    case 'yes-no':
      return [
        { label: 'Yes', act: { does: 'take', value: true } },
        { label: 'No', act: { does: 'take', value: false } },
      ]
  }
}

function writeOwn(name: string | undefined, values: FieldValues, label: string): Choice[] {
  if (name === undefined) return []
  const written = values[name]
  const shown = written === undefined || written === '' ? label : `${label} ${plainLine(String(written))}`
  return [{ label: shown, act: { does: 'write', name } }]
}
