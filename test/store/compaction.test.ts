// A conversation that carryon summed up, on the disk: other readers begin at the boundary, people see all of it.

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { entriesOfLine } from '../../server/store/entries-of-line.ts'
import { createTranscript, openTranscript } from '../../server/store/open-transcript.ts'
import type { NewLine } from '../../server/store/transcript-log.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { prompt } from './claude-lines.ts'
import { type Library, official, same } from './official.ts'

let them: Library
beforeAll(async () => {
  them = await official()
})

const turn = (text: string): NewLine[] => [
  { kind: 'prompt', uuid: randomUUID(), text },
  { kind: 'reply', message: randomUUID(), block: 0, model: 'none', text: `answer to ${text}` },
]

function compacted() {
  const home = temporaryFolder()
  const options = { directory: join(home, 'project'), version: '0', limits: defaultLimits }
  const log = createTranscript({ configFolder: join(home, 'claude'), ...options })
  log.append(turn('first'))
  log.append(turn('second'))
  const batches: string[][] = []
  log.onBatch(({ entries, keep }) => {
    expect(keep).toBeUndefined()
    batches.push(entries.map((entry) => entry.kind))
  })
  const sizes = { unit: 'characters', before: 12_345, after: 678 } as const
  log.append([
    { kind: 'boundary', made: 'summary', sizes },
    { kind: 'summary', made: 'summary', text: 'They spoke of two things.' },
  ])
  log.append(turn('third'))
  log.close()
  return { log, home, batches, again: () => openTranscript({ path: log.path, ...options }) }
}

test('CV6 the official function begins at the boundary, with the summary, and ours answers the same', async () => {
  const { log, home } = compacted()
  process.env.CLAUDE_CONFIG_DIR = join(home, 'claude')
  try {
    for (const includeSystemMessages of [false, true]) {
      const { value } = (await same(them, (library) =>
        library.getSessionMessages(log.id, { includeSystemMessages }),
      )) as { value: { type: string; message?: { content: unknown } }[] }
      const told = value.map(({ type, message }) => [type, message?.content])
      expect(told.filter(([type]) => type === 'user')).toEqual([
        ['user', expect.stringMatching(/^This session goes on.*\n\nThey spoke of two things\.$/)],
        ['user', 'third'],
      ])
      expect(told.some(([type]) => type === 'system')).toBe(includeSystemMessages)
    }
  } finally {
    delete process.env.CLAUDE_CONFIG_DIR
  }
})

test('CV7 people see what was summed up, too, and the sizes', () => {
  const { batches, again } = compacted()
  expect(batches).toEqual([
    ['boundary', 'notice'],
    ['prompt', 'reply'],
  ])
  const log = again()
  const texts = log.page(undefined, 50).entries.map((entry) => ('text' in entry ? entry.text : ''))
  log.close()
  expect(texts).toEqual([
    ...['first', 'answer to first', 'second', 'answer to second'],
    'The conversation so far was summed up: 12,345 → 678 characters.',
    expect.stringContaining('They spoke of two things.'),
    ...['third', 'answer to third'],
  ])
})

test('CV6 the lines are those of Claude Code', () => {
  const { log } = compacted()
  const lines = readFileSync(log.path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const [before, boundary, summary, after] = lines.slice(3, 7)
  expect(boundary).toMatchObject({
    ...{ type: 'system', subtype: 'compact_boundary', content: 'Conversation compacted', level: 'info', isMeta: false },
    ...{ parentUuid: null, logicalParentUuid: before.uuid },
    compactMetadata: { trigger: 'manual', preTokens: 3087, postTokens: 170 },
  })
  expect(summary).toMatchObject({
    ...{ type: 'user', parentUuid: boundary.uuid, isCompactSummary: true, isVisibleInTranscriptOnly: true },
  })
  expect(after.parentUuid).toBe(summary.uuid)
})

test('a summary is shown without what its agent is told beside it', () => {
  const text = '<system-reminder>\nNobody reads this.\n</system-reminder>\nThe beans are watered.'
  const line = prompt(1, null, text, { isCompactSummary: true })
  expect(entriesOfLine(line, { most: 1000, block: 0 })).toMatchObject([
    { kind: 'notice', summary: true, text: 'The beans are watered.' },
  ])
})

test.each([
  ['Compacted PostCompact [callback] completed successfully', 'Compacted'],
  [
    'Compacted PreCompact [callback] completed successfully\nPostCompact [callback] completed successfully',
    'Compacted',
  ],
  ['Compacted PostCompact [./notes.sh] completed successfully', undefined],
  ['a\n  line of [callback] completed', undefined],
])(
  'of what a command of Claude Code’s answers its own hooks are left out, and the user’s are not: %j',
  (said, shown) => {
    const line = prompt(1, null, `<local-command-stdout>${said}</local-command-stdout>`)
    expect(entriesOfLine(line, { most: 1000, block: 0 })).toMatchObject([{ kind: 'notice', text: shown ?? said }])
  },
)
