// The computer's sessions on a sheet: typed into, looked into, named, tagged, copied, and gone on with.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { TranscriptId } from '../../../shared/ids.ts'
import { lateStyles } from '../page/late-styles.ts'
import type { Session } from '../session/session.ts'
import { type SessionFinder, sessionFinder } from '../session/session-finder.ts'
import styles from '../styles/session-list.css?inline'
import { showOverRoom } from './over-room.tsx'
import { SessionItem } from './session-item.tsx'
import { Sheet } from './sheet.tsx'

lateStyles(styles)

export function openSessionList(session: Session, filter: string, all: boolean): void {
  showOverRoom(session, (close) => <SessionList session={session} filter={filter} all={all} onClose={close} />)
}

interface SessionListProps {
  readonly session: Session
  readonly filter: string
  readonly all: boolean
  readonly onClose: () => void
}

function SessionList({ session, filter, all, onClose }: SessionListProps): JSX.Element {
  const finder = useMemo(() => sessionFinder(session.connection, { filter, all }), [])
  const chosen = useSignal<TranscriptId | undefined>(undefined)
  const here = session.state.value?.transcript
  const choose = (one: TranscriptId): void => {
    chosen.value = chosen.peek() === one ? undefined : one
    finder.look(one)
  }
  return (
    <Sheet label="Sessions" heading="Sessions" onClose={onClose}>
      <Finding finder={finder} />
      {finder.problem.value && (
        <p class="error" role="alert">
          {finder.problem.value}
        </p>
      )}
      <ul class="session-list">
        {finder.found.value?.sessions.map((one) => (
          <SessionItem
            key={one.session}
            listed={one}
            finder={finder}
            here={one.session === here}
            open={chosen.value === one.session}
            onChoose={() => choose(one.session)}
            onGone={onClose}
          />
        ))}
      </ul>
      <p class="muted session-count" role="status">
        {counted(finder)}
      </p>
    </Sheet>
  )
}

function Finding({ finder }: { readonly finder: SessionFinder }): JSX.Element {
  return (
    <form class="session-find" onSubmit={(event) => event.preventDefault()}>
      <input
        class="box"
        type="search"
        aria-label="Find a session"
        placeholder="Title, tag or id"
        autoComplete="off"
        autoCapitalize="off"
        value={finder.filter.value}
        onInput={(event) => finder.find(event.currentTarget.value, finder.all.peek())}
      />
      <label>
        <input
          type="checkbox"
          checked={finder.all.value}
          onChange={(event) => finder.find(finder.filter.peek(), event.currentTarget.checked)}
        />
        All folders
      </label>
    </form>
  )
}

function counted({ found, filter, all }: SessionFinder): string {
  if (!found.value) return 'Looking…'
  const { sessions, total } = found.value
  if (total > sessions.length) return `${total} fit; these are the newest ${sessions.length}. Type to find others.`
  if (total > 0) return total === 1 ? '1 session' : `${total} sessions`
  return `${filter.value === '' ? 'There is none here yet.' : 'None fits.'}${all.value ? '' : ' Look in all folders?'}`
}
