// One question: what would be done, or who wants in, in full, and a button for each answer.

import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { mayAct } from '../../../shared/roles.ts'
import type { Permission } from '../../../shared/room-state.ts'
import type { Visitor } from '../../../shared/visitors.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { underway } from '../session/session.ts'
import { FileChanges } from './file-changes.tsx'
import { Frame } from './frame.tsx'
import { useSession } from './room-context.ts'

interface PermissionCardProps {
  readonly question: Permission | Visitor
  /** False for a moment after the cards moved. */
  readonly ready: boolean
}

export function PermissionCard({ question, ready }: PermissionCardProps): JSX.Element {
  const session = useSession()
  const title = useId()
  const isVisitor = !('tool' in question)
  const asker = isVisitor ? undefined : question.from
  const role = session.self.value?.role ?? 'view'
  const may = mayAct(role, 'approve')
  const busy = underway(session.outbox.value, isVisitor ? 'admit' : 'answer', question.id)
  const live = session.status.value.is === 'live'
  return (
    <div
      class="permission"
      data-sign={isVisitor ? undefined : session.state.value?.agent.sign}
      role="group"
      aria-labelledby={title}
      aria-busy={busy}
    >
      <p class="eyebrow">{asker ? `${plainLine(asker)} needs your answer` : 'Needs your answer'}</p>
      <h2 id={title}>{plainText(question.title)}</h2>
      {question.detail && (
        <Frame class="detail" label="In full">
          {plainText(question.detail)}
        </Frame>
      )}
      {'changes' in question && question.changes && <FileChanges of={question.tool} list={question.changes} />}
      <fieldset class="answers" disabled={!may || busy || !ready}>
        {question.options.map((option) => (
          <button
            type="button"
            key={option.id}
            class="answer"
            data-kind={option.kind}
            disabled={'role' in option && option.role && !mayAct(role, option.role)}
            onClick={() => (isVisitor ? session.admit(question.id, option.id) : session.answer(question.id, option.id))}
          >
            {plainLine(option.name)}
          </button>
        ))}
      </fieldset>
      {!may && <p class="muted">This device may only watch. Another one has to answer.</p>}
      {busy && (
        <p class="muted">{live ? 'Sending your answer…' : 'Your answer goes out as soon as the connection is back.'}</p>
      )}
    </div>
  )
}
