// One thing that the agent has running by itself, in the list of tasks: how it stands, what it did or printed, a way to stop it.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { type AgentWork, isAtWork, lastOfWork, workStanding } from '../../../shared/agent-work.ts'
import { mayAct } from '../../../shared/roles.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { canLook, whyNotStopped, workKind, workSpan } from '../../tasks/work-words.ts'
import { useNow } from '../page/ticking.ts'
import { useDoing } from './doing.ts'
import { Frame } from './frame.tsx'
import { useSession } from './room-context.ts'
import { WorkWithin } from './sub-agent-work.tsx'
import { elapsed } from './times.ts'

interface WorkItemProps {
  /** The agent's own. */
  readonly id: string
  readonly work: AgentWork
}

export function WorkItem({ id, work }: WorkItemProps): JSX.Element {
  const session = useSession()
  const running = isAtWork(work)
  const now = useNow(running)
  const { busy, act } = useDoing(session)
  const looks = useSignal(false)
  const printed = useSignal<string | undefined>(undefined)
  const role = session.self.value?.role ?? 'view'
  const title = plainLine(work.title)
  const last = plainLine(lastOfWork(work))
  const notStopped = whyNotStopped(work, plainLine(session.state.value?.agent.label ?? 'The agent'))
  const look = async (): Promise<void> => {
    if (work.kind === 'agent') {
      looks.value = true
      return
    }
    const { text } = await session.connection.call('output', { work: id })
    printed.value = plainText(text).trimEnd()
  }
  return (
    <li data-state={work.standing === 'needs-you' ? 'needs_you' : work.standing}>
      <strong>{title}</strong>
      <p class="muted">{`${workStanding(work)}, ${elapsed(0, workSpan(work, now.value))} · ${workKind(work)}`}</p>
      {last !== '' && printed.value === undefined && <p class="task-last">{last}</p>}
      {notStopped !== undefined && <p class="muted">{notStopped}</p>}
      {printed.value !== undefined && (
        <Frame class="task-printed" label={`What “${title}” printed`}>
          {printed.value || 'It has printed nothing so far.'}
        </Frame>
      )}
      <fieldset class="task-actions" disabled={busy.value} aria-label={title}>
        {canLook(work) && !looks.value && (
          <button type="button" class="button small" onClick={() => void act(look())}>
            {printed.value === undefined ? 'Open' : 'Look again'}
          </button>
        )}
        {running && work.stops && mayAct(role, 'approve') && (
          <button
            type="button"
            class="button small"
            onClick={() => void act(session.connection.call('stopWork', { work: id }))}
          >
            Stop
          </button>
        )}
      </fieldset>
      {looks.value && work.call !== undefined && <WorkWithin call={work.call} />}
    </li>
  )
}
