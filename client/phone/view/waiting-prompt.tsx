// A prompt that waits, for its turn or for a decision: why, and what can be done about it.

import { useSignal } from '@preact/signals'
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
  const rewriting = useSignal(false)
  const busy = (['amend', 'withdraw', 'release'] as const).some((call) => underway(session.outbox.value, call, id))
  const may = mayAct(session.self.value?.role ?? 'view', 'drive')
  const button = (label: string, act: () => void): JSX.Element => (
    <button type="button" class="link" disabled={busy} onClick={act}>
      {label}
    </button>
  )
  const withdraw = (label: string) => may && button(label, () => session.withdraw(id))
  const release = (label: string) => may && button(label, () => session.release(id))
  const edit = () =>
    may &&
    button('Edit', () => {
      rewriting.value = true
    })
  if (rewriting.value && (standing === 'queued' || standing === 'held')) {
    return (
      <Rewriting
        text={prompt.text}
        onDone={(text) => {
          rewriting.value = false
          if (text !== undefined && text !== prompt.text) session.amend(id, text)
        }}
      />
    )
  }
  switch (standing) {
    case 'queued':
      return (
        <>
          <span>{session.state.value?.activity.is === 'gone' ? 'Waits for the agent' : 'Waits its turn'}</span>
          <span class="ways">
            {edit()}
            {withdraw('Withdraw')}
          </span>
        </>
      )
    case 'held':
      return (
        <>
          <span>Held since a restart.</span>
          <span class="ways">
            {release('Send now')}
            {edit()}
            {withdraw('Discard')}
          </span>
        </>
      )
    case 'interrupted':
      return (
        <>
          <span>Interrupted, it may have begun.</span>
          <span class="ways">
            {release('Send again')}
            {withdraw('Leave it')}
          </span>
        </>
      )
    case 'asks':
      return (
        <>
          <span>Not sent. Send now?</span>
          <span class="ways">
            {button('Send now', () => session.resend(id))}
            {button('Discard', () => session.discard(id))}
          </span>
        </>
      )
    case 'refused':
      return (
        <>
          <span class="error">Not sent: {prompt.reason}</span>
          <span class="ways">
            {button('Try again', () => {
              const taken = session.takeBack(id)
              if (taken) session.send(taken.text, taken.images)
            })}
            {button('Discard', () => session.discard(id))}
          </span>
        </>
      )
  }
}

interface RewritingProps {
  readonly text: string
  /** Undefined where it is to stay as it was. */
  readonly onDone: (text: string | undefined) => void
}

function Rewriting({ text, onDone }: RewritingProps): JSX.Element {
  const now = useSignal(text)
  return (
    <form
      class="rewriting"
      onSubmit={(event) => {
        event.preventDefault()
        onDone(now.value)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone(undefined)
      }}
    >
      <div class="field">
        <textarea
          aria-label="This message"
          dir="auto"
          rows={Math.min(8, text.split('\n').length + 1)}
          value={text}
          // biome-ignore lint/a11y/noAutofocus: it was just asked for
          autoFocus
          onInput={(event) => {
            now.value = event.currentTarget.value
          }}
        />
      </div>
      <span class="ways">
        <button type="submit" class="link" disabled={now.value.trim() === ''}>
          Save
        </button>
        <button type="button" class="link" onClick={() => onDone(undefined)}>
          Cancel
        </button>
      </span>
    </form>
  )
}
