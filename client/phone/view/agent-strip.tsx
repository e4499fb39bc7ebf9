// One line above the composer: who answers here, what it is doing, and the button that stops it.

import type { JSX } from 'preact'
import { mayAct } from '../../../shared/roles.ts'
import type { RoomState } from '../../../shared/room-state.ts'
import { plainLine } from '../../plain-text.ts'
import { useNow } from '../page/ticking.ts'
import { underway } from '../session/session.ts'
import { StopIcon } from './icons.tsx'
import { useSession } from './room-context.ts'
import { elapsed } from './times.ts'

export function AgentStrip(): JSX.Element | null {
  const session = useSession()
  const state = session.state.value
  const running = state?.activity.is === 'running' ? state.activity : undefined
  const now = useNow(running !== undefined)
  if (!state) return null
  const mayStop = mayAct(session.self.value?.role ?? 'view', 'approve')
  const stopping = running?.stopping || underway(session.outbox.value, 'cancel', running?.prompt)
  const needsYou = Object.keys(state.permissions).length > 0
  return (
    <div class="strip" data-is={needsYou ? 'needs-you' : state.activity.is}>
      <span class="agent">{plainLine(state.agent.label)}</span>
      <span class="doing" role="status" aria-label="Agent">
        {doing(state.activity, needsYou, Boolean(stopping))}
      </span>
      {running && (
        <span class="since" aria-hidden="true">
          {elapsed(running.since, now.value)}
        </span>
      )}
      {running && mayStop && (
        <button type="button" class="stop" disabled={Boolean(stopping)} onClick={session.stop}>
          <StopIcon />
          Stop
        </button>
      )}
    </div>
  )
}

function doing(activity: RoomState['activity'], needsYou: boolean, stopping: boolean): string {
  switch (activity.is) {
    case 'starting':
      return 'starting'
    case 'idle':
      return 'idle'
    case 'running':
      if (stopping) return 'stopping'
      if (needsYou) return 'needs you'
      return activity.unasked ? 'working by itself' : 'running'
    case 'gone':
      return `gone: ${plainLine(activity.reason)}`
  }
}
