// What Claude Code's tools answer when they go to the background is for its model: people read what it means.

import { expect, test } from 'vitest'
import { entriesOfLine } from '../../server/store/entries-of-line.ts'
import { answer } from './claude-lines.ts'

const shown = (text: string, toolUseResult: object | undefined) =>
  entriesOfLine({ ...answer(1, null, 't1', text), toolUseResult }, { most: 1000, block: 0 })

test('EN7 a call that goes on in the background says so, without what its agent is told beside', () => {
  const internal = 'Async agent launched successfully. (This tool result is internal metadata) agentId: a1'
  expect(shown(internal, { isAsync: true, status: 'async_launched', agentId: 'a1' })).toMatchObject([
    { kind: 'result', of: 't1', text: 'It works in the background.', failed: false },
  ])
  const running = 'Command running in background with ID: b1. Output is being written to: /tmp/tasks/b1.output.'
  expect(shown(running, { stdout: '', stderr: '', backgroundTaskId: 'b1' })).toMatchObject([
    { text: 'It runs in the background.' },
  ])
  const moved = `so far\nCommand was moved to the background with ID: b1.`
  expect(shown(moved, { stdout: 'so far\n', stderr: 'oh\n', backgroundTaskId: 'b1' })).toMatchObject([
    { text: 'so far\noh\nIt runs in the background.' },
  ])
})

test('EN7 whatever only prints the same words is shown as it is', () => {
  for (const structured of [undefined, { stdout: 'x' }, { isAsync: true, status: 'completed' }]) {
    expect(shown('Async agent launched successfully.', structured)).toMatchObject([
      { text: 'Async agent launched successfully.' },
    ])
  }
})
