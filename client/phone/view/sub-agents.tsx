// Agents that the agent started, a line each: in the card of the call that did, or above the composer where none is shown.

import type { JSX } from 'preact'
import { liveToolKey } from '../../../shared/room-state.ts'
import { type SubAgent, straySubAgents, subAgentsOf, subAgentWords } from '../../../shared/sub-agents.ts'
import { plainLine } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/sub-agents.css?inline'
import { useSession } from './room-context.ts'

lateStyles(styles)

export function SubAgents({ of }: { readonly of: string }): JSX.Element | null {
  return lines(subAgentsOf(useSession().state.value?.subAgents, of))
}

export function StraySubAgents(): JSX.Element | null {
  const session = useSession()
  const shown = new Set(session.rows.keys.value)
  return lines(straySubAgents(session.state.value?.subAgents, (call) => shown.has(liveToolKey(call))))
}

function lines(agents: readonly SubAgent[]): JSX.Element | null {
  if (agents.length === 0) return null
  return (
    <span class="sub-agents">
      {agents.map((agent) => (
        <span key={agent.order} class="sub-agent" data-standing={agent.standing}>
          {plainLine(subAgentWords(agent))}
        </span>
      ))}
    </span>
  )
}
