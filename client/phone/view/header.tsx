// The top of the room: what it is called, how the connection is, and who is here.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { plainLine } from '../../plain-text.ts'
import { ConnectionState } from './connection-state.tsx'
import { DevicesIcon, SessionsIcon } from './icons.tsx'
import { sheet, tasks } from './later.ts'
import { chooseSession } from './load-session-list.ts'
import { useSession } from './room-context.ts'

export function Header(): JSX.Element {
  const session = useSession()
  const state = session.state.value
  const Sheet = sheet.part.value?.SessionSheet
  const open = useSignal(false)
  const count = Object.keys(state?.devices ?? {}).length
  const TasksButton = tasks.part.value?.TasksButton
  const someTask = session.tasks.value.tasks.length > 0 || state?.work !== undefined
  useEffect(() => {
    if (someTask) void tasks.load()
  }, [someTask])
  return (
    <header class="header">
      <div class="header-words">
        <h1>{plainLine(state?.title ?? '') || 'New session'}</h1>
        <p>
          <ConnectionState />
          <span class="folder">{plainLine(state?.directory ?? '')}</span>
        </p>
      </div>
      {session.self.value?.scope.kind === 'host' && (
        <button type="button" class="quiet" aria-label="Sessions" onClick={() => void chooseSession(session)}>
          <SessionsIcon />
        </button>
      )}
      {TasksButton && <TasksButton />}
      <button
        type="button"
        class="quiet devices"
        aria-haspopup="dialog"
        aria-label={count === 1 ? '1 device' : `${count} devices`}
        onClick={async () => {
          open.value = true
          if (await sheet.load()) return
          open.value = false
          session.notes.say('That could not be loaded. Try again when the connection is back.')
        }}
      >
        <DevicesIcon />
        <span aria-hidden="true">{count}</span>
      </button>
      {open.value && Sheet && (
        <Sheet
          onClose={() => {
            open.value = false
          }}
        />
      )}
    </header>
  )
}
