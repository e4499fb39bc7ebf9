// What a device says of what the agent ran in the background: each end once, to whoever saw it run.

import { expect, test } from 'vitest'
import { WorkEnds } from '../../client/tasks/work-ends.ts'
import type { AgentWork, AllWork } from '../../shared/agent-work.ts'

const command: AgentWork = {
  order: 1,
  kind: 'command',
  title: 'npm\u001b[2J test',
  standing: 'running',
  since: '2026-01-01T00:00:00.000Z',
  calls: 0,
  apart: true,
}
const told = (ends: WorkEnds, all: AllWork | undefined): string[] =>
  ends.look(all).map(({ text, tone }) => `${tone === 'warning' ? '! ' : ''}${text}`)

test('BW7 each end is told once, with the last word; what moves a cursor is left out', () => {
  const ends = new WorkEnds()
  const agent: AgentWork = { ...command, kind: 'agent', title: 'Look' }
  expect(told(ends, { a: command, b: command, c: agent, d: agent })).toEqual([])
  const over: AllWork = {
    a: { ...command, standing: 'done', last: 'All\u001b]0;x\u0007 pass.' },
    b: { ...command, standing: 'failed', last: 'x', reason: 'exit code 1' },
    c: { ...agent, standing: 'stopped', last: 'x' },
    d: { ...agent, standing: 'needs-you' },
  }
  expect(told(ends, over)).toEqual([
    'In the background “npm test” is done: All pass.',
    '! In the background “npm test” failed: exit code 1',
    '! Sub-agent “Look” was stopped.',
  ])
  expect(told(ends, over)).toEqual([])
})

test('BW7 nothing is told of what a turn waited for, of what was over before, or of what is gone with its agent', () => {
  const ends = new WorkEnds()
  const within: AgentWork = { ...command, apart: undefined }
  expect(told(ends, { a: { ...command, standing: 'done' }, b: within, c: command })).toEqual([])
  expect(told(ends, { a: { ...command, standing: 'done' }, b: { ...within, standing: 'done' } })).toEqual([])
  expect(told(ends, undefined)).toEqual([])
  expect(told(ends, { c: { ...command, standing: 'done' } })).toEqual([])
})
