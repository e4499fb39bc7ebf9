// What Claude Code says of its tasks, in the room's words: messages as the real one sends them.

import { expect, test } from 'vitest'
import { ClaudeTasks } from '../../server/agents/claude-tasks.ts'
import type { AgentUpdate } from '../../server/room/agent.ts'

function heard() {
  const told: AgentUpdate[] = []
  const tasks = new ClaudeTasks((update) => told.push(update))
  const says = (subtype: string, more: object): void =>
    tasks.take({ sessionId: 's', message: { type: 'system', subtype, ...more } })
  const starts = (task_id: string, more: object = {}): void =>
    says('task_started', {
      task_id,
      tool_use_id: `call-${task_id}`,
      description: `Task ${task_id}`,
      is_backgrounded: true,
      task_type: 'local_bash',
      ...more,
    })
  const prints = (toolCallId: string, _meta: Record<string, unknown>): boolean =>
    tasks.printsElsewhere({ sessionId: 's', update: { sessionUpdate: 'tool_call_update', toolCallId, _meta } })
  return { told, tasks, says, starts, prints }
}

const begun = (id: string, more: object = {}) => ({
  is: 'work',
  id,
  kind: 'command',
  title: `Task ${id}`,
  call: `call-${id}`,
  standing: 'running',
  apart: true,
  ...more,
})

test('BW2 a command in the background begins and ends as Claude Code says, and a failed one says why', () => {
  const { told, says, starts } = heard()
  starts('b1')
  starts('b2')
  says('task_updated', { task_id: 'b1', patch: { status: 'failed' } })
  const summary = 'Background command "Task b1" failed with exit code 3'
  says('task_notification', { task_id: 'b1', status: 'failed', summary, output_file: '/tmp/x/tasks/b1.output' })
  says('background_tasks_changed', { tasks: [{ task_id: 'b2' }] })
  says('task_notification', { task_id: 'b2', status: 'stopped', summary: 'Task b2', output_file: '' })
  says('task_notification', { task_id: 'b2', status: 'completed', summary: 'late', output_file: '' })
  const one = { is: 'work', kind: 'command' }
  expect(told).toEqual([
    begun('b1'),
    begun('b2'),
    { ...one, id: 'b1', standing: 'failed', reason: summary, output: '/tmp/x/tasks/b1.output' },
    { ...one, id: 'b2', standing: 'stopped' },
  ])
})

test('BW2 one in the foreground is none until it is put into the background; housekeeping never is', () => {
  const { told, says, starts } = heard()
  starts('b1', { is_backgrounded: false })
  starts('b2', { is_backgrounded: false })
  starts('b3', { ambient: true })
  starts('b4', { skip_transcript: true })
  says('task_updated', { task_id: 'b2', patch: { is_backgrounded: true } })
  says('task_notification', { task_id: 'b1', status: 'completed', summary: 'done', output_file: '' })
  expect(told).toEqual([begun('b2')])
})

test('BW2 what is no more among those that run is over as far as is known; a sub-agent’s end ACP tells', () => {
  const { told, says, starts } = heard()
  starts('b1')
  starts('b2')
  starts('w1', { task_type: 'local_workflow', is_backgrounded: undefined })
  starts('a1', { task_type: 'local_agent', subagent_type: 'general-purpose' })
  says('task_updated', { task_id: 'b1', patch: { status: 'killed' } })
  says('background_tasks_changed', { tasks: [{ task_id: 'w1' }] })
  says('background_tasks_changed', { tasks: [{ task_id: 'w1' }] })
  expect(told).toEqual([
    begun('b1'),
    begun('b2'),
    begun('w1', { kind: 'other' }),
    begun('a1', { kind: 'agent' }),
    { is: 'work', id: 'b1', kind: 'command', standing: 'stopped' },
    { is: 'work', id: 'b2', kind: 'command', standing: 'done' },
  ])
})

test.each([
  [
    'running in background with ID: b1. Output is being written to: /tmp/a b/tasks/b1.output. You',
    '/tmp/a b/tasks/b1.output',
  ],
  ['C:\\Temp\\claude\\tasks\\b1.output', 'C:\\Temp\\claude\\tasks\\b1.output'],
  ['Output is being written to: /etc/passwd', undefined],
  ['/tmp/tasks/b2.output', undefined],
  ['/tmp/tasks/../../home/tasks/b1.output', undefined],
])('BW3 of “%s” the file is %s', (printed, output) => {
  const { told, starts, prints } = heard()
  starts('b1')
  const terminal_output = { terminal_id: 'call-b1', data: printed }
  // Before the command was put into the background it is the command's own words.
  expect(prints('call-b1', { terminal_output })).toBe(false)
  expect(prints('call-b1', { claudeCode: { toolResponse: { backgroundTaskId: 'b1' } } })).toBe(false)
  expect(prints('call-b1', { terminal_output })).toBe(output !== undefined)
  const named = { is: 'work', id: 'b1', kind: 'command', output }
  expect(told.slice(1)).toEqual(output === undefined ? [] : [named])
  expect(prints('call-b1', { terminal_output })).toBe(false)
})

test('BW6 that it works and ceases to is told; what makes no sense is nothing', () => {
  const { told, tasks, says } = heard()
  says('session_state_changed', { state: 'running' })
  says('session_state_changed', { state: 'requires_action' })
  says('session_state_changed', { state: 'idle' })
  for (const odd of [undefined, {}, { message: 1 }, { message: { subtype: 'task_started' } }]) tasks.take(odd)
  says('task_updated', { task_id: 'b1', patch: 'x' })
  says('background_tasks_changed', { tasks: 'x' })
  expect(told).toEqual([
    { is: 'busy', now: true },
    { is: 'busy', now: false },
  ])
})
