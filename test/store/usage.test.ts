// What a transcript has cost: each message once, sub-agents apart, time and lines; only what is new is read again.

import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTranscript, openTranscript } from '../../server/store/open-transcript.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { answer, call, chained, type Line, prompt, said, session, text } from './claude-lines.ts'

const usage = (input: number, output: number, more: Line = {}): Line => ({
  ...{ input_tokens: input, output_tokens: output, cache_read_input_tokens: 1000, cache_creation_input_tokens: 200 },
  ...more,
})

/** A line of the message with its usage. */
const spent = (n: number, parent: number, message: string, counts: Line, model = 'opus', block?: Line): Line => {
  const line = said(n, parent, message, block ?? `text ${n}`)
  return { ...line, message: { ...(line['message'] as Line), model, usage: counts } }
}

function written(...lines: readonly Line[]) {
  const folder = temporaryFolder()
  const path = join(folder, `${session}.jsonl`)
  writeFileSync(path, text(lines))
  const log = openTranscript({ path, directory: '/', version: '0', limits: defaultLimits })
  const add = (...more: readonly Line[]): void => {
    appendFileSync(path, text(more))
    log.look()
  }
  return { folder, path, log, add }
}

const tokens = (input: number, output: number, cacheRead = 0, cacheWrite = 0, cacheHour = 0) => ({
  ...{ input, output, cacheRead, cacheWrite, cacheHour },
})

test('CV8 a message whose lines repeat its usage is counted once, by the line that has most', async () => {
  const { log } = written(
    prompt(1, null, 'go'),
    spent(2, 1, 'a', usage(10, 1)),
    spent(3, 2, 'a', usage(10, 8), 'opus', call('t1')),
    answer(4, 3, 't1'),
    spent(5, 3, 'a', usage(10, 50), 'opus', call('t2')),
    answer(6, 5, 't2'),
    spent(7, 6, 'b', usage(20, 5, { cache_creation: { ephemeral_1h_input_tokens: 150 } }), 'haiku'),
  )
  expect(Object.fromEntries((await log.usage()).models)).toEqual({
    opus: tokens(10, 50, 1000, 200),
    haiku: tokens(20, 5, 1000, 200, 150),
  })
})

test('CV8 what comes later is added, and the same as if all were read anew; asked twice at once it is counted once', async () => {
  const { path, log, add } = written(prompt(1, null, 'go'), spent(2, 1, 'a', usage(10, 5)))
  await log.usage()
  for (let n = 3; n < 400; n++) add(spent(n, n - 1, `m${Math.floor(n / 2)}`, usage(1, n)))
  const [one, other] = await Promise.all([log.usage(), log.usage()])
  const anew = openTranscript({ path, directory: '/', version: '0', limits: defaultLimits })
  expect(await anew.usage()).toEqual(one)
  expect(other).toEqual(one)
  expect(one.models.get('opus')?.input).toBe(10 + 199)
})

test('CV8 a file that was replaced is counted anew', async () => {
  const { path, log } = written(prompt(1, null, 'go'), spent(2, 1, 'a', usage(10, 5)))
  await log.usage()
  writeFileSync(path, text([prompt(1, null, 'other'), spent(2, 1, 'z', usage(7, 3)), spent(3, 2, 'y', usage(1, 1))]))
  log.look()
  expect((await log.usage()).models.get('opus')).toEqual(tokens(8, 4, 2000, 400))
})

test('CV8 sub-agents are counted apart, in their own files and among the lines; a copy is not charged for', async () => {
  const { folder, log } = written(
    { ...prompt(1, null, 'go'), forkedFrom: { sessionId: 'x' } },
    { ...spent(2, 1, 'old', usage(99, 99)), forkedFrom: { sessionId: 'x' } },
    { ...spent(3, 2, 'side', usage(3, 3)), isSidechain: true },
    spent(4, 2, 'a', usage(10, 5)),
  )
  const below = join(folder, session, 'subagents', 'workflow')
  mkdirSync(below, { recursive: true })
  writeFileSync(join(below, 'agent-1.jsonl'), text([{ ...spent(1, 0, 's', usage(5, 6), 'haiku'), isSidechain: true }]))
  const { models, subagents } = await log.usage()
  expect(Object.fromEntries(models)).toEqual({ opus: tokens(10, 5, 1000, 200) })
  expect(Object.fromEntries(subagents)).toEqual({ opus: tokens(3, 3, 1000, 200), haiku: tokens(5, 6, 1000, 200) })
})

test('CV8 the time at work is from each prompt to the last word of its turn, and the pauses between are none of it', async () => {
  const { log } = written(
    prompt(0, null, 'go'),
    spent(10, 0, 'a', usage(1, 1)),
    answer(20, 10, 't1'),
    prompt(1000, 20, 'next'),
    spent(1005, 1000, 'b', usage(1, 1)),
    { type: 'cost-state', totalCostUSD: 0.25, totalAPIDuration: 9000 },
  )
  expect(await log.usage()).toMatchObject({
    time: { turns: 25_000, model: 9000 },
    told: { amount: 0.25, currency: 'USD' },
  })
})

test('CV8 lines of files are counted from the edits, and of a new file all of it', async () => {
  const patch = [{ oldStart: 1, lines: [' same', '-old', '+new', '+newer'] }]
  const { log } = written(
    prompt(1, null, 'go'),
    { ...answer(2, 1, 't1'), toolUseResult: { filePath: 'a', structuredPatch: patch } },
    { ...answer(3, 2, 't2'), toolUseResult: { type: 'create', content: 'one\ntwo\n', structuredPatch: [] } },
    { ...answer(4, 3, 't3'), toolUseResult: { stdout: '+ not an edit' } },
  )
  expect((await log.usage()).lines).toEqual({ added: 4, removed: 1 })
})

test('CV10 what we record of a turn’s tokens is read again by its models, and stands as the message’s usage', async () => {
  const home = temporaryFolder()
  const options = { directory: join(home, 'project'), version: '0', limits: defaultLimits }
  const log = createTranscript({ configFolder: join(home, 'claude'), ...options })
  const both = [
    { model: 'gemini-2.5-pro', tokens: tokens(100, 20, 50) },
    { model: 'gemini-2.5-flash', tokens: tokens(7, 3) },
  ]
  log.append([
    { kind: 'prompt', uuid: chained(1, null)['uuid'] as string, text: 'go' },
    { kind: 'reply', message: 'm', block: 0, model: '<synthetic>', text: 'first' },
    { kind: 'reply', message: 'n', block: 0, model: '<synthetic>', text: 'last', spent: both },
    { kind: 'spent', spent: [{ tokens: tokens(1, 1) }] },
    { kind: 'prompt', uuid: chained(2, null)['uuid'] as string, text: 'again' },
  ])
  const again = openTranscript({ path: log.path, ...options })
  expect(Object.fromEntries((await again.usage()).models)).toEqual({
    'gemini-2.5-pro': tokens(100, 20, 50),
    'gemini-2.5-flash': tokens(7, 3),
    'unknown model': tokens(1, 1),
  })
  // The line of its own is no part of the chain.
  expect(again.page(undefined, 10).entries.map((entry) => 'text' in entry && entry.text)).toEqual([
    ...['go', 'first', 'last', 'again'],
  ])
})
