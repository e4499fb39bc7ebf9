// What the agent says about itself, above the composer: its notices, its plan as a checklist, what it is set to.

import type { JSX } from 'preact'
import { type AgentPlan, type PlanItem, settingsOf } from '../../../shared/agent-board.ts'
import { plainLine, plainText } from '../../plain-text.ts'
import { lateStyles } from '../page/late-styles.ts'
import styles from '../styles/board.css?inline'
import { StrayWork } from './agent-work.tsx'
import { Markdown } from './markdown.tsx'
import { useSession } from './room-context.ts'
import { showSession } from './sheets.ts'

lateStyles(styles)

export function Board(): JSX.Element | null {
  const session = useSession()
  const state = session.state.value
  if (!state) return null
  const settings = settingsOf(state)
  const plans = Object.entries(state.plans ?? {}).sort(([, one], [, other]) => one.order - other.order)
  const notices = Object.entries(state.notices ?? {}).sort(([, one], [, other]) => one.order - other.order)
  return (
    <div class="board">
      {notices.map(([id, { tone, text }]) => (
        <p key={id} class="board-notice" data-tone={tone}>
          {plainText(text)}
        </p>
      ))}
      {state.compacting && (
        <p class="board-notice">
          <span class="spinner" aria-hidden="true" /> Summing up the conversation…
        </p>
      )}
      <StrayWork />
      {plans.map(([id, plan]) => (
        <Plan key={id} plan={plan} />
      ))}
      {settings.length > 0 && (
        <button
          type="button"
          class="board-settings"
          aria-haspopup="dialog"
          aria-label={`Settings: ${settings.map(plainLine).join(', ')}`}
          onClick={() => void showSession(session)}
        >
          <span>{settings.map(plainLine).join(' · ')}</span>
        </button>
      )}
    </div>
  )
}

function Plan({ plan }: { readonly plan: AgentPlan }): JSX.Element {
  const items = plan.items ?? []
  const done = items.filter(({ standing }) => standing === 'done').length
  const now = items.find(({ standing }) => standing === 'doing') ?? items.find(({ standing }) => standing === 'pending')
  return (
    <details class="plan">
      <summary>
        <span class="plan-head">Plan</span>
        {items.length > 0 && <span class="plan-count">{`${done} of ${items.length} done`}</span>}
        {now && <span class="plan-now">{plainLine(now.text)}</span>}
      </summary>
      {items.length > 0 ? (
        <ul>
          {items.map((item, at) => (
            <Item key={at} item={item} />
          ))}
        </ul>
      ) : (
        <div class="plan-text">
          <Markdown text={plan.text ?? ''} />
        </div>
      )}
    </details>
  )
}

const standings = { done: ['✓', 'Done'], doing: ['▸', 'Being done'], pending: ['○', 'To do'] } as const

function Item({ item: { text, standing } }: { readonly item: PlanItem }): JSX.Element {
  const [sign, word] = standings[standing]
  return (
    <li data-standing={standing}>
      <span role="img" aria-label={word}>
        {sign}
      </span>
      <span>{plainLine(text)}</span>
    </li>
  )
}
