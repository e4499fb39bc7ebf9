import { expect, test } from 'vitest'
import { askedTool } from '../../server/agents/asked-tool.ts'

const call = { toolCallId: 't1', title: 'mkdir made', kind: 'execute' as const }

test('TK4 a command that only the title of its question tells is known, of agents and versions of which that is sure', () => {
  expect(askedTool(call, [0, 61], '0.61.0')).toMatchObject({ name: 'Bash', input: { command: 'mkdir made' } })
  expect(askedTool(call, [0, 61], '1.2.3')).toMatchObject({ input: { command: 'mkdir made' } })
  for (const version of ['0.60.9', 'nightly', undefined])
    expect(askedTool(call, [0, 61], version).input).toBeUndefined()
  expect(askedTool(call, undefined, '0.61.0').input).toBeUndefined()
  expect(askedTool({ ...call, kind: 'other' }, [0, 61], '0.61.0').input).toBeUndefined()
  const told = { ...call, rawInput: { command: 'mkdir -p made' } }
  expect(askedTool(told, [0, 61], '0.61.0')).toMatchObject({ input: { command: 'mkdir -p made' } })
})
