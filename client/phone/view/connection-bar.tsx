// Shown while the connection is lost: since when, when it is tried again, and a button for now.

import type { JSX } from 'preact'
import { useNow } from '../page/ticking.ts'
import { useSession } from './room-context.ts'
import { elapsed, secondsUntil } from './times.ts'

export function ConnectionBar(): JSX.Element | null {
  const session = useSession()
  const status = session.status.value
  const now = useNow(status.is === 'reconnecting')
  if (status.is !== 'reconnecting') return null
  return (
    <section class="bar" aria-label="Connection lost">
      <span>
        Connection lost {elapsed(status.since, now.value)} ago. Trying again{secondsUntil(status.again, now.value)}.
      </span>
      <button type="button" class="button small" onClick={session.wake}>
        Try now
      </button>
    </section>
  )
}
