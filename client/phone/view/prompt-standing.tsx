// How far a prompt is on its way; what waits for a decision comes with its buttons, once there is one.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { PromptRow } from '../session/rows.ts'
import { waitingPrompt } from './later.ts'
import { useSession } from './room-context.ts'

export function PromptStanding({ prompt }: { readonly prompt: PromptRow }): JSX.Element | null {
  const { status } = useSession()
  const { standing } = prompt
  const Waiting = waitingPrompt.part.value?.WaitingPrompt
  // With the first one that is sent: should it have to wait, the connection may be gone.
  useEffect(() => {
    if (standing) void waitingPrompt.load()
  }, [standing])
  switch (standing) {
    case undefined:
      return null
    case 'sent':
      return <span>Sent</span>
    case 'sending':
      return <span>{status.value.is === 'live' ? 'Sending…' : 'Goes out when the connection is back'}</span>
    default:
      return Waiting ? <Waiting prompt={prompt} standing={standing} /> : null
  }
}
