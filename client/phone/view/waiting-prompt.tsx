// A prompt that waits, for its turn or for a decision: why, and what can be done about it.

import type { JSX } from 'preact'
import { mayAct } from '../../../shared/roles.ts'
import type { PromptRow } from '../session/rows.ts'
import { underway } from '../session/session.ts'
import { useSession } from './room-context.ts'

interface WaitingPromptProps {
  readonly prompt: PromptRow
  readonly standing: Exclude<PromptRow['standing'], undefined | 'sent' | 'sending'>
}

export function WaitingPrompt({ prompt, standing }: WaitingPromptProps): JSX.Element {
  const session = useSession()
  const { id } = prompt
  const busy = underway(session.outbox.value, 'withdraw', id) || underway(session.outbox.value, 'release', id)
  const may = mayAct(session.self.value?.role ?? 'view', 'drive')
  const button = (label: string, act: () => void): JSX.Element => (
    <button type="button" class="link" disabled={busy} onClick={act}>
      {label}
    </button>
  )
  const withdraw = (label: string) => may && button(label, () => session.withdraw(id))
  const release = (label: string) => may && button(label, () => session.release(id))
  switch (standing) {
    case 'queued':
      return (
        <>
          <span>{session.state.value?.activity.is === 'gone' ? 'Waits for the agent' : 'Waits its turn'}</span>
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
