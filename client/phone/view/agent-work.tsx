// Agents that the agent started, a line each: in the card of the call that did, or above the composer where none is shown.

import type { JSX } from 'preact'
import { type AgentWork, strayWork, workOf, workWords } from '../../../shared/agent-work.ts'
import { liveToolKey } from '../../../shared/room-state.ts'
import { plainLine } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/agent-work.css?inline'
import { useSession } from './room-context.ts'

lateStyles(styles)

export function WorkOf({ of }: { readonly of: string }): JSX.Element | null {
  return lines(workOf(useSession().state.value?.work, of))
}

export function StrayWork(): JSX.Element | null {
  const session = useSession()
  const shown = new Set(session.rows.keys.value)
  return lines(strayWork(session.state.value?.work, (call) => shown.has(liveToolKey(call))))
}

function lines(agents: readonly AgentWork[]): JSX.Element | null {
  if (agents.length === 0) return null
  return (
    <span class="sub-agents">
      {agents.map((agent) => (
        <span key={agent.order} class="sub-agent" data-standing={agent.standing}>
          {plainLine(workWords(agent))}
        </span>
      ))}
    </span>
  )
}
