// Above the composer: who answers here, what it is doing, its last word, and the button that stops it or starts it again.

import type { JSX } from 'preact'
import { type AgentStanding, runningWord, standingOf, standingWord } from '../../../shared/agent-standing.ts'
import { mayAct } from '../../../shared/roles.ts'
import { plainLine } from '../../plain-text.ts'
import { useNow } from '../page/ticking.ts'
import { underway } from '../session/session.ts'
import { StopIcon } from './icons.tsx'
import { useSession } from './room-context.ts'
import { clockTime, elapsed } from './times.ts'

export function AgentStrip(): JSX.Element | null {
  const session = useSession()
  const state = session.state.value
  const running = state?.activity.is === 'running' ? state.activity : undefined
  const live = session.status.value.is === 'live'
  const now = useNow(running !== undefined && live)
  if (!state) return null
  const role = session.self.value?.role ?? 'view'
  const asked = underway(session.outbox.value, running ? 'cancel' : 'restart', running?.prompt)
  const standing = asked && running ? { is: 'stopping' as const, since: running.since } : standingOf(state)
  return (
    <div class="strip" data-is={live ? standing.is : 'unknown'}>
      <div class="strip-words">
        <p>
          <span class="agent">{plainLine(state.agent.label)}</span>
          <span class="doing" role="status" aria-label="Agent">
            {live ? doing(standing) : `was ${standingWord(standing.is)}`}
          </span>
          {running && live && standing.is !== 'stalled' && (
            <span class="since" aria-hidden="true">
              {elapsed(running.since, now.value)}
            </span>
          )}
        </p>
        {state.heard !== undefined && (
          <p class="last-word">
            {lastWord(state.heard, running && live ? now.value : undefined)}
            {waitsFor(standing)}
          </p>
        )}
      </div>
      {(running || state.activity.is === 'gone') && mayAct(role, running ? 'approve' : 'drive') && (
        <button
          type="button"
          class="button small act"
          disabled={asked}
          onClick={running ? session.stop : session.restart}
        >
          {running && <StopIcon />}
          {running ? (running.stopping ? 'End it now' : 'Stop') : 'Start again'}
        </button>
      )}
    </div>
  )
}

function doing(standing: AgentStanding): string {
  switch (standing.is) {
    case 'running':
      return runningWord(standing)
    case 'stalled':
      return `${standingWord('stalled')} since ${clockTime(standing.since)}`
    case 'gone':
      return `${standingWord('gone')}: ${plainLine(standing.reason)}`
    default:
      return standingWord(standing.is)
  }
}

/** The tool in which nothing was heard. */
const waitsFor = (standing: AgentStanding): string =>
  standing.is === 'stalled' && standing.in !== undefined ? `, in ${plainLine(standing.in)}` : ''

/** How long ago, where that counts on; one that has just come is on the screen. */
function lastWord(heard: string, now: number | undefined): string {
  if (now === undefined) return `Last word ${clockTime(heard)}`
  return now - Date.parse(heard) < 10_000 ? '' : `Last word ${elapsed(heard, now)} ago`
}
