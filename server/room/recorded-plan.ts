// A plan as the transcript keeps it: Claude Code's own list of things to do, so that every reader shows it as one.

import type { PlanItem } from '../../shared/agent-board.ts'

const statuses = { pending: 'pending', doing: 'in_progress', done: 'completed' } as const

export const todoInput = (items: readonly PlanItem[]): object => ({
  todos: items.map(({ text, standing }) => ({ content: text, status: statuses[standing], activeForm: text })),
})
