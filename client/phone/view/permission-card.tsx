// One question of the agent's: what it wants to do, in full, and a button for each answer.

import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { mayAct } from '../../../shared/roles.ts'
import type { Permission } from '../../../shared/room-state.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { underway } from '../session/session.ts'
import { Frame } from './frame.tsx'
import { useSession } from './room-context.ts'

interface PermissionCardProps {
  readonly permission: Permission
  /** False for a moment after the cards moved. */
  readonly ready: boolean
}

export function PermissionCard({ permission, ready }: PermissionCardProps): JSX.Element {
  const session = useSession()
  const title = useId()
  const may = mayAct(session.self.value?.role ?? 'view', 'approve')
  const busy = underway(session.outbox.value, 'answer', permission.id)
  const live = session.status.value.is === 'live'
  return (
    <fieldset
      class="permission"
      data-sign={session.state.value?.agent.sign}
      aria-labelledby={title}
      aria-busy={busy}
      disabled={!may || busy || !ready}
    >
      <p class="eyebrow">Needs your answer</p>
      <h2 id={title}>{plainText(permission.title)}</h2>
      {permission.detail && <Frame class="detail" label="In full" text={plainText(permission.detail)} />}
      <div class="answers">
        {permission.options.map((option) => (
          <button
            type="button"
            key={option.id}
            class="answer"
            data-kind={option.kind}
            onClick={() => session.answer(permission.id, option.id)}
          >
            {plainLine(option.name)}
          </button>
        ))}
      </div>
      {!may && <p class="muted">This device may only watch. Another one has to answer.</p>}
      {busy && (
        <p class="muted">{live ? 'Sending your answer…' : 'Your answer goes out as soon as the connection is back.'}</p>
      )}
    </fieldset>
  )
}
