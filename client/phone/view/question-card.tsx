// A form of the agent's: what it wants to know, a control for each field, and the buttons that answer or decline.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { problemWith } from '../../../shared/question-check.ts'
import type { FieldValue, FieldValues, Question } from '../../../shared/questions.ts'
import { mayAct } from '../../../shared/roles.ts'
import { plainText } from '../../plain-text.ts'
import { underway } from '../session/session.ts'
import { QuestionFieldView } from './question-field.tsx'
import { useSession } from './room-context.ts'

interface QuestionCardProps {
  readonly question: Question
  /** False for a moment after the cards moved. */
  readonly ready: boolean
}

export function QuestionCard({ question, ready }: QuestionCardProps): JSX.Element {
  const session = useSession()
  const title = useId()
  const values = useSignal<FieldValues>(presets(question))
  const problems = useSignal<{ readonly [field: string]: string | undefined }>({})
  const role = session.self.value?.role ?? 'view'
  const may = mayAct(role, 'approve')
  const busy = underway(session.outbox.value, 'respond', question.id)
  const live = session.status.value.is === 'live'
  const { fields } = question

  const set = (name: string, value: FieldValue | undefined): void => {
    const { [name]: _, ...others } = values.peek()
    values.value = value === undefined ? others : { ...others, [name]: value }
    problems.value = {}
  }
  const send = (): void => {
    const found = fields.map((field) => [field.id, problemWith(field, values.peek())] as const)
    problems.value = Object.fromEntries(found)
    if (found.some(([, problem]) => problem !== undefined)) return
    session.respond(question.id, { action: 'accept', values: values.peek() })
  }
  const blank = fields.length > 0 && Object.keys(values.value).length === 0

  return (
    <form
      class="permission question"
      noValidate
      aria-labelledby={title}
      aria-busy={busy}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <p class="eyebrow">Needs your answer</p>
      <h2 id={title}>{plainText(question.message)}</h2>
      <fieldset aria-labelledby={title} disabled={!may || busy || !ready}>
        {fields.map((field) => (
          <QuestionFieldView
            key={field.id}
            field={field}
            alone={fields.length === 1}
            values={values.value}
            mayWrite={mayAct(role, 'drive')}
            problem={problems.value[field.id]}
            onValue={set}
          />
        ))}
        <div class="answers">
          <button type="submit" class="answer" data-kind="allow_once" disabled={blank}>
            {fields.length > 0 ? 'Send answer' : 'Yes'}
          </button>
          <button type="button" class="answer" onClick={() => session.respond(question.id, { action: 'decline' })}>
            Decline to answer
          </button>
        </div>
      </fieldset>
      {!may && <p class="muted">This device may only watch. Another one has to answer.</p>}
      {busy && (
        <p class="muted">{live ? 'Sending your answer…' : 'Your answer goes out as soon as the connection is back.'}</p>
      )}
    </form>
  )
}

const presets = ({ fields }: Question): FieldValues =>
  Object.fromEntries(
    fields.flatMap(({ id, preset }): [string, FieldValue][] => (preset === undefined ? [] : [[id, preset]])),
  )
