// The agent's plan under the conversation: a checklist that changes in place, around what is being done now.

import type { AgentPlan, PlanItem } from '../../shared/agent-board.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { plainLine } from '../plain-text.ts'
import { clipped } from './columns.ts'
import { indent } from './rows.ts'
import type { Theme } from './theme.ts'

/** More items than these are counted, not listed. */
const most = 6

export function planRows(state: RoomState | undefined, width: number, theme: Theme): string[] {
  const plans = Object.values(state?.plans ?? {}).sort((one, other) => one.order - other.order)
  const rows = plans.flatMap((plan) => rowsOf(plan, width, theme))
  return rows.length > 0 ? ['', ...rows] : []
}

function rowsOf({ items, text }: AgentPlan, width: number, theme: Theme): string[] {
  if (!items || items.length === 0) {
    const title = text?.split('\n').find((line) => line.trim() !== '') ?? ''
    return [theme.quiet(clipped(`Plan: ${plainLine(title.replace(/^#+\s*/, ''))}`, width))]
  }
  const done = items.filter(({ standing }) => standing === 'done').length
  const head = theme.quiet(`Plan: ${done} of ${items.length} done`)
  if (done === items.length) return [head]
  const shown = around(items)
  const left = items.length - shown.length
  return [
    head,
    ...shown.map((item) => itemRow(item, width, theme)),
    ...(left > 0 ? [theme.quiet(`${indent}and ${left} more`)] : []),
  ]
}

/** The item before the first that is open, and what follows. */
function around(items: readonly PlanItem[]): readonly PlanItem[] {
  const first = items.findIndex(({ standing }) => standing !== 'done')
  const from = Math.max(0, Math.min(first - 1, items.length - most))
  return items.slice(from, from + most)
}

function itemRow({ text, standing }: PlanItem, width: number, theme: Theme): string {
  const words = clipped(plainLine(text), width - indent.length - 4)
  switch (standing) {
    case 'done':
      return `${indent}${theme.good('[x]')} ${theme.quiet(words)}`
    case 'doing':
      return `${indent}${theme.accent('[>]')} ${theme.strong(words)}`
    case 'pending':
      return `${indent}${theme.quiet('[ ]')} ${words}`
  }
}
