// How far a prompt is that waits, and what can be done about it.

import type { JSX } from 'preact'
import { mayAct } from '../../../shared/roles.ts'
import type { PromptRow } from '../session/rows.ts'
import { underway } from '../session/session.ts'
import { useSession } from './room-context.ts'

export function PromptStanding({ prompt }: { readonly prompt: PromptRow }): JSX.Element | null {
  const session = useSession()
  const busy =
    underway(session.outbox.value, 'withdraw', prompt.id) || underway(session.outbox.value, 'release', prompt.id)
  const may = mayAct(session.self.value?.role ?? 'view', 'drive')
  const button = (label: string, act: () => void): JSX.Element => (
    <button type="button" class="link" disabled={busy} onClick={act}>
      {label}
    </button>
  )
  const withdraw = (label: string) => may && button(label, () => session.withdraw(prompt.id))
  const release = (label: string) => may && button(label, () => session.release(prompt.id))
  const { id } = prompt
  switch (prompt.standing) {
    case undefined:
      return null
    case 'sent':
      return <span>Sent</span>
    case 'sending':
      return <span>{session.status.value.is === 'live' ? 'Sending…' : 'Goes out when the connection is back'}</span>
    case 'queued':
      return (
        <>
          <span>Waits its turn</span>
          {withdraw('Withdraw')}
        </>
      )
    case 'held':
      return (
        <>
          <span>Held since a restart.</span>
          {release('Send now')}
          {withdraw('Discard')}
        </>
      )
    case 'interrupted':
      return (
        <>
          <span>Interrupted, it may have begun.</span>
          {release('Send again')}
          {withdraw('Leave it')}
        </>
      )
    case 'asks':
      return (
        <>
          <span>Not sent. Send now?</span>
          {button('Send now', () => session.resend(id))}
          {button('Discard', () => session.discard(id))}
        </>
      )
    case 'refused':
      return (
        <>
          <span class="error">Not sent: {prompt.reason}</span>
          {button('Try again', () => {
            const text = session.takeBack(id)
            if (text !== undefined) session.send(text)
          })}
          {button('Discard', () => session.discard(id))}
        </>
      )
  }
}
