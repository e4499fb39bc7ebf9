// Who may answer here: the agents of this computer, of which one is chosen to go on with the conversation.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { FoundAgent } from '../../../shared/listed.ts'
import { plainLine } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import type { Session } from '../session/session.ts'
import styles from '../styles/agent-sheet.css?inline'
import { showOverRoom } from './over-room.tsx'
import { useSession } from './room-context.ts'
import { Sheet } from './sheet.tsx'

lateStyles(styles)

export const openAgents = (session: Session): void => showOverRoom(session, (close) => <AgentSheet onClose={close} />)

function AgentSheet({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { connection } = useSession()
  const agents = useSignal<readonly FoundAgent[] | undefined>(undefined)
  const chosen = useSignal<string | undefined>(undefined)
  const problem = useSignal<string | undefined>(undefined)
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    problem.value = undefined
    try {
      await work()
    } catch (failure) {
      problem.value = failure instanceof Error ? failure.message : String(failure)
    }
  }
  const choose = async (name: string): Promise<void> => {
    chosen.value = name
    await attempt(async () => {
      await connection.call('agent', { name })
      onClose()
    })
    chosen.value = undefined
  }
  useEffect(() => {
    void attempt(async () => {
      agents.value = (await connection.call('agents', {})).agents
    })
  }, [])
  return (
    <Sheet label="Agents" heading="Who answers" onClose={onClose}>
      <p class="muted">Another agent goes on with what was said. The one that answers now is ended.</p>
      {!agents.value && !problem.value && <p class="muted">Looking…</p>}
      <ul class="agent-list">
        {agents.value?.map((agent) => (
          <li key={agent.name}>
            <Agent
              agent={agent}
              busy={chosen.value !== undefined}
              chosen={chosen.value === agent.name}
              onChoose={() => void choose(agent.name)}
            />
          </li>
        ))}
      </ul>
      {problem.value && (
        <p class="error" role="alert">
          {problem.value}
        </p>
      )}
    </Sheet>
  )
}

interface AgentProps {
  readonly agent: FoundAgent
  /** One is on its way. */
  readonly busy: boolean
  /** This one. */
  readonly chosen: boolean
  readonly onChoose: () => void
}

function Agent({ agent, busy, chosen, onChoose }: AgentProps): JSX.Element {
  const label = <strong>{plainLine(agent.label)}</strong>
  if (agent.found && !agent.current) {
    return (
      <button type="button" disabled={busy} onClick={onChoose}>
        {label} {chosen && <span class="tag">coming…</span>}
      </button>
    )
  }
  return (
    <div aria-current={agent.current}>
      {label} {agent.current ? <span class="tag">answers here</span> : <span class="muted">not on this computer</span>}
      {!agent.found && agent.install !== undefined && <p class="muted mono">{plainLine(agent.install)}</p>}
    </div>
  )
}
