// Agents that the agent started, in the terminal: under their call, by themselves where it is not there, and as who asks.

import { expect, test } from 'vitest'
import type { AgentWork } from '../../shared/agent-work.ts'
import { openTerminal } from './open-terminal.ts'
import { permission, running, tool } from './scripted-connection.ts'

const agent = (change: Partial<AgentWork> = {}): AgentWork => ({
  order: 1,
  kind: 'agent',
  since: '2026-11-23T08:59:00.000Z',
  call: 't1',
  title: 'Look\x1b[31m around',
  standing: 'running',
  calls: 0,
  ...change,
})
const result = { kind: 'result', id: 'r1', of: 't1', text: 'Started.', failed: false, at: '' } as const

test('SA1 a line under the call that started it changes in place, also when the call has answered', async () => {
  const { terminal, connection } = await openTerminal()
  connection.live({ activity: running(), work: { a: agent() } })
  await terminal.until(/○ Look around: running/)
  connection.entries(tool('t1', 'Agent', 'Look around'), result)
  expect(await terminal.until(/Agent {2}Look around\s*\n.*Started\.\s*\n\s+○ Look around: running/)).not.toMatch(
    /around: running[\s\S]*around: running/,
  )
  connection.state({ work: { a: agent({ standing: 'done', calls: 2, last: 'All is well.' }) } })
  const text = await terminal.until(/Started\.\s*\n\s+● Look around: done, 2 calls · All is well\./)
  expect(text).not.toContain('around: running')
})

test('SA1 one whose call is not shown stands by itself while it is at work', async () => {
  const { terminal, connection } = await openTerminal()
  connection.live({ activity: running(), work: { a: agent({ call: undefined, calls: 1 }) } })
  await terminal.until('Look around: running, 1 call')
  connection.state({ work: { a: agent({ call: undefined, standing: 'done' }) } })
  await terminal.until((text) => !text.includes('Look around'))
})

test('SA3 its question says who asks', async () => {
  const { terminal, connection } = await openTerminal()
  const { p } = permission('p', 't', 'rm x')
  connection.live({ activity: running(), permissions: { p: { ...p, from: 'Look\x1b[2J around' } as never } })
  await terminal.until('Look around asks. Allow this?')
})
