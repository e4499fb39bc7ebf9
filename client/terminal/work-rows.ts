// Agents that the agent started, a line each: under the call that started them, or where nobody can say which that was.

import { type AgentWork, strayWork, workWords } from '../../shared/agent-work.ts'
import type { RoomView } from '../../shared/room-view.ts'
import { plainLine } from '../plain-text.ts'
import { clipped } from './columns.ts'
import { indent } from './rows.ts'
import type { Theme } from './theme.ts'

export const workRows = (agents: readonly AgentWork[], width: number, theme: Theme): string[] =>
  agents.map((agent) => {
    const words = clipped(plainLine(workWords(agent)), width - indent.length - 2)
    switch (agent.standing) {
      case 'running':
        return `${indent}${theme.accent('○')} ${words}`
      case 'needs-you':
        return `${indent}${theme.warning(`○ ${words}`)}`
      case 'failed':
      case 'stopped':
        return `${indent}${theme.warning(`● ${words}`)}`
      case 'done':
        return `${indent}${theme.good('●')} ${theme.quiet(words)}`
    }
  })

/** Those at work without a call on the screen, under the conversation. */
export function strayRows({ state, entries }: RoomView, width: number, theme: Theme): string[] {
  if (!state?.work) return []
  const calls = new Set(entries.flatMap((entry) => (entry.kind === 'tool' ? entry.id : [])))
  const rows = workRows(
    strayWork(state.work, (call) => calls.has(call)),
    width,
    theme,
  )
  return rows.length > 0 ? ['', ...rows] : []
}
