// The line that says where the agent changed: shown where it stands, though Claude Code goes on from the message before it.

import { randomUUID } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTranscript, openTranscript } from '../../server/store/open-transcript.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { temporaryFolder } from '../harness/temp.ts'

test('CV11 it stays where another program branches off before it, and nothing is taken back', () => {
  const home = temporaryFolder()
  const options = { directory: join(home, 'project'), version: '0', limits: defaultLimits }
  const log = createTranscript({ configFolder: join(home, 'claude'), ...options })
  log.append([
    { kind: 'prompt', uuid: randomUUID(), text: 'ls' },
    { kind: 'tool', message: 'm', model: 'none', id: 't', name: 'Bash', input: { command: 'ls' } },
    { kind: 'result', of: 't', text: 'a.txt', failed: false },
    { kind: 'agent', text: 'Claude goes on.' },
  ])
  const [, , result, note] = readFileSync(log.path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const batches: { kinds: string[]; keep: unknown }[] = []
  log.onBatch(({ entries, keep }) => batches.push({ kinds: entries.map(({ kind }) => kind), keep }))
  const theirs = { ...result, uuid: randomUUID(), parentUuid: result.uuid, toolUseResult: undefined }
  const reply = { role: 'assistant', id: 'n', model: 'claude', content: [{ type: 'text', text: 'I see.' }] }
  appendFileSync(log.path, `${JSON.stringify({ ...theirs, type: 'assistant', message: reply })}\n`)
  log.look()
  expect(note).toMatchObject({ type: 'system', subtype: 'informational', parentUuid: result.uuid })
  expect(batches).toEqual([{ kinds: ['reply'], keep: undefined }])
  const again = openTranscript({ path: log.path, ...options })
  expect(again.page(undefined, 10).entries.map(({ kind }) => kind)).toEqual([
    'prompt',
    'tool',
    'result',
    'notice',
    'reply',
  ])
})
