// The first seconds: on the way into the room, and what to check where the host does not answer.

import type { JSX } from 'preact'
import { useNow } from '../page/ticking.ts'
import { LinkOffIcon } from './icons.tsx'
import { Page } from './page.tsx'
import { useSession } from './room-context.ts'
import { secondsUntil } from './times.ts'

export function JoiningPage({ name }: { readonly name: string }): JSX.Element {
  const session = useSession()
  const status = session.status.value
  const now = useNow(status.is === 'reconnecting')
  if (status.is === 'reconnecting') {
    return (
      <Page title="The computer does not answer" icon={<LinkOffIcon />}>
        <p>
          Is carryon still running there, and is this device on the same network? Guest Wi-Fi and a VPN keep devices
          apart.
        </p>
        <p class="muted">Trying again{secondsUntil(status.again, now.value)}.</p>
        <button type="button" class="button" onClick={session.wake}>
          Try now
        </button>
      </Page>
    )
  }
  if (status.is === 'connecting' && status.number) {
    return (
      <Page title="Is it the same number?" icon={<b>{status.number}</b>}>
        <p role="status">If the terminal shows it, too, say yes there.</p>
      </Page>
    )
  }
  return (
    <Page title="Coming in" icon={<span class="spinner" />}>
      <p role="status">Joining the session as {name}.</p>
    </Page>
  )
}
