import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from './temp.ts'
import { saidIn, transcriptsIn } from './transcript.ts'

const prompt = { type: 'user', uuid: 'a', parentUuid: null, message: { role: 'user', content: 'ls' } }
const call = {
  type: 'assistant',
  uuid: 'b',
  parentUuid: 'a',
  message: { content: [{ type: 'tool_use', id: 't1', name: 'Bash', input: { command: 'ls' } }] },
}
const result = {
  type: 'user',
  uuid: 'c',
  parentUuid: 'b',
  message: { content: [{ type: 'tool_result', tool_use_id: 't1', content: 'a.txt', is_error: false }] },
}

function written(...lines: readonly (object | string)[]): string {
  const folder = join(temporaryFolder(), 'projects', '-work')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'one.jsonl')
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : `${JSON.stringify(line)}\n`)).join(''))
  return path
}

test('a file’s prompts, tool calls and results, in order', () => {
  const path = written(prompt, { type: 'custom-title', customTitle: 'x' }, call, result)
  expect(saidIn(path)).toEqual([
    { kind: 'prompt', text: 'ls' },
    { kind: 'tool', id: 't1', name: 'Bash', input: { command: 'ls' } },
    { kind: 'result', of: 't1', text: 'a.txt', failed: false },
  ])
  expect(transcriptsIn(join(path, '..', '..', '..'))).toEqual([path])
})

test.each([
  ['a torn line', [prompt, '{"type":"us'], /torn/],
  ['a line that is there twice', [prompt, prompt], /twice/],
  ['a line that follows nothing', [prompt, result], /follows nothing/],
])('refuses %s', (_, lines, complaint) => {
  expect(() => saidIn(written(...lines))).toThrow(complaint)
})
