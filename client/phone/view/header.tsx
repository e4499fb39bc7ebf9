// The top of the room: what it is called, how the connection is, and who is here.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { plainLine } from '../../plain-text.ts'
import { ConnectionState } from './connection-state.tsx'
import { DevicesIcon, SessionsIcon } from './icons.tsx'
import { tasks } from './later.ts'
import { useSession } from './room-context.ts'
import { showSession, showSessions } from './sheets.ts'

export function Header(): JSX.Element {
  const session = useSession()
  const state = session.state.value
  const count = Object.keys(state?.devices ?? {}).length
  const TasksButton = tasks.part.value?.TasksButton
  const someTask = session.tasks.value.tasks.length > 0 || state?.work !== undefined
  useEffect(() => {
    if (someTask) void tasks.load()
  }, [someTask])
  return (
    <header class="header">
      <div class="header-words">
        <h1 dir="auto">{plainLine(state?.title ?? '') || 'New session'}</h1>
        <p>
          <ConnectionState />
          <span class="folder">
            <bdi dir="ltr">{plainLine(state?.directory ?? '')}</bdi>
          </span>
        </p>
      </div>
      {session.self.value?.scope.kind === 'host' && (
        <button type="button" class="quiet" aria-label="Sessions" onClick={() => void showSessions(session)}>
          <SessionsIcon />
        </button>
      )}
      {TasksButton && <TasksButton />}
      <button
        type="button"
        class="quiet devices"
        aria-haspopup="dialog"
        aria-label={count === 1 ? '1 device' : `${count} devices`}
        onClick={() => void showSession(session)}
      >
        <DevicesIcon />
        <span aria-hidden="true">{count}</span>
      </button>
    </header>
  )
}
