// What stands above the first row: the way to older ones, or that this is where the session begins.

import type { JSX } from 'preact'
import { plainLine } from '../../plain-text.ts'
import { useSession } from './room-context.ts'

export function Beginning(): JSX.Element {
  const session = useSession()
  const state = session.state.value
  if (session.hasOlder.value) {
    return (
      <div class="beginning">
        <button type="button" class="button small" disabled={session.loadingOlder.value} onClick={session.older}>
          {session.loadingOlder.value ? 'Loading…' : 'Show earlier'}
        </button>
      </div>
    )
  }
  const empty = session.rows.keys.value.length === 0
  if (!empty) return <div class="beginning muted">The session begins here.</div>
  return (
    <div class="beginning empty muted">
      <p>
        {state?.cleared
          ? `${plainLine(state.cleared.by.name)} began afresh. What was said before: /resume ${state.cleared.before.slice(0, 8)}`
          : 'Nothing has been said yet.'}
      </p>
      {state?.agent.hint && <p>{plainLine(state.agent.hint)}</p>}
    </div>
  )
}
