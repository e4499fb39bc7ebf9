// What the agent says about itself, in the terminal: its settings, its plan, its notices, its own commands.

import { describe, expect, it } from 'vitest'
import type { AgentOption, PlanItem } from '../../shared/agent-board.ts'
import { openTerminal } from './open-terminal.ts'
import { keys } from './virtual-terminal.ts'

const option = (category: 'mode' | 'model', order: number, name: string): { [id: string]: AgentOption } => ({
  [category]: { id: category, order, name: category, category, current: 'x', choices: [{ value: 'x', name }] },
})
const options = { ...option('mode', 0, 'Plan'), ...option('model', 1, 'Deep\x1b[31m One') }

const items = (...standings: PlanItem['standing'][]): PlanItem[] =>
  standings.map((standing, at) => ({ text: `step ${at + 1}`, standing }))

describe('the board', () => {
  it('OP3 shows mode, model and how full the context is in the status line', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live({ options, context: { used: 84_000, size: 200_000 } })
    await terminal.until('idle   Plan · Deep One · context 42 %')
    connection.state({ compacting: { since: '2026-11-23T09:00:00.000Z' } })
    await terminal.until('idle   summing up the conversation')
  })

  it('OP7 shows the plan as a checklist that changes in place, around what is being done', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live({ plans: { plan: { order: 1, items: items('doing', 'pending') } } })
    await terminal.until(/Plan: 0 of 2 done\n {2}\[>\] step 1\s*\n {2}\[ \] step 2/)
    connection.state({
      plans: { plan: { order: 1, items: items(...Array(9).fill('done'), 'doing', ...Array(5).fill('pending')) } },
    })
    const text = await terminal.until('Plan: 9 of 15 done')
    expect(text.match(/Plan:/g)).toHaveLength(1)
    expect(text).toMatch(/\[x\] step 9\s*\n {2}\[>\] step 10\s*\n[\s\S]*\[ \] step 14\s*\n {2}and 9 more/)
    expect(text).not.toContain('step 8')
    connection.state({ plans: { plan: { order: 1, items: items('done', 'done') } } })
    expect(await terminal.until('Plan: 2 of 2 done')).not.toContain('step 1')
  })

  it('OP8 prints a notice once', async () => {
    const { terminal, connection } = await openTerminal()
    const notice = { order: 1, tone: 'warning' as const, text: 'Rate\x1b]0;x\x07 limit near', at: '2026' }
    connection.live({ notices: { n1: notice } })
    await terminal.until('Rate limit near')
    connection.state({ notices: { n1: notice, n2: { ...notice, order: 2, text: 'And now reached' } } })
    const text = await terminal.until('And now reached')
    expect(text.match(/Rate limit near/g)).toHaveLength(1)
  })

  it('OP9 completes the agent’s commands, and sends them to it', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live({ commands: [{ name: 'review', description: 'looks at\x1b[2J changes', hint: 'what' }] })
    terminal.type('/rev')
    await terminal.until(/→ \/review <what>\s+looks at changes/)
    terminal.press(keys.tab)
    terminal.type(' the last commit')
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['/review the last commit'])
    terminal.type('/help')
    terminal.press(keys.enter)
    await terminal.until('/review <what>')
  })
})
