// A transcript opened by a room: what is appended is shown, and the file is Claude Code's own format.

import fs from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createTranscript, openTranscript } from '../../server/store/open-transcript.ts'
import type { LogBatch, NewLine } from '../../server/store/transcript-log.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const options = () => ({ directory: '/home/ada/work', version: '0.1.0', limits: defaultLimits, clock: new FakeClock() })

function created() {
  const log = createTranscript({ configFolder: temporaryFolder(), ...options() })
  onTestFinished(() => log.close())
  const batches: LogBatch[] = []
  log.onBatch((batch) => batches.push(batch))
  return { log, batches }
}

const turn = (n: number): NewLine[] => [
  { kind: 'prompt', uuid: uuid(n), text: `ls ${n}` },
  { kind: 'tool', message: `m${n}`, model: 'shell', id: `t${n}`, name: 'Bash', input: { command: `ls ${n}` } },
  { kind: 'result', of: `t${n}`, text: 'a\nb', failed: true, structured: { exitCode: 2 } },
  { kind: 'reply', message: `m${n}`, block: 1, model: 'shell', text: `done ${n}` },
]

describe('a new transcript', () => {
  test('has no file until something is said', () => {
    const { log } = created()
    expect(fs.existsSync(log.path)).toBe(false)
    expect(log.page(undefined, 50)).toMatchObject({ entries: [], before: null, next: { offset: 0 } })
    log.append([{ kind: 'prompt', uuid: uuid(1), text: 'hello' }])
    expect(fs.statSync(log.path).mode & 0o777).toBe(0o600)
    expect(log.title).toBe('hello')
  })

  test('tells what was appended, once it is in the file', () => {
    const { log, batches } = created()
    log.append(turn(1))
    expect(batches).toHaveLength(1)
    expect(batches[0]?.foreign).toBe(false)
    expect(batches[0]?.next.offset).toBe(fs.statSync(log.path).size)
    expect(batches[0]?.entries).toMatchObject([
      { kind: 'prompt', id: uuid(1), text: 'ls 1' },
      { kind: 'tool', id: 't1', name: 'Bash', title: 'ls 1', input: '' },
      { kind: 'result', of: 't1', text: 'a\nb', failed: true, exit: 2 },
      { kind: 'reply', message: 'm1', block: 1, text: 'done 1' },
    ])
    expect(log.page(undefined, 50).entries).toEqual(batches[0]?.entries)
  })

  test('chains every line to the one before it, marked as a program’s', () => {
    const { log } = created()
    log.append(turn(1))
    log.append(turn(2))
    const lines = fs
      .readFileSync(log.path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    for (const [at, line] of lines.entries()) expect(line.parentUuid).toBe(at === 0 ? null : lines[at - 1].uuid)
    expect(new Set(lines.map((line) => line.entrypoint))).toEqual(new Set(['sdk-ts']))
    expect(lines[0]).toMatchObject({
      type: 'user',
      cwd: '/home/ada/work',
      sessionId: log.id,
      version: '0.1.0',
      isSidechain: false,
    })
  })
})

describe('pages', () => {
  test('come from the end, whole turns, and meet without gap or overlap', () => {
    const { log } = created()
    for (let n = 1; n <= 40; n++) log.append(turn(n))
    const all = log.page(undefined, 1000)
    expect(all.before).toBeNull()
    expect(all.entries).toHaveLength(160)
    for (const limit of [1, 2, 3, 5, 7, 50]) {
      let page = log.page(undefined, limit)
      const got = [...page.entries]
      while (page.before !== null) {
        page = log.page(page.before, limit)
        got.unshift(...page.entries)
      }
      expect(got).toEqual(all.entries)
    }
  })
})

describe('since', () => {
  test('RS1 RS3 goes on from every position that was told, and from no other', () => {
    const { log, batches } = created()
    const start = log.page(undefined, 50).next
    for (let n = 1; n <= 10; n++) log.append(turn(n))
    const all = log.page(undefined, 1000).entries
    for (const [at, position] of [start, ...batches.map(({ next }) => next)].entries()) {
      const got = [...(log.since(position, 300) ?? [])]
      expect(got.flatMap(({ entries }) => entries)).toEqual(all.slice(at * 4))
      expect(got.every(({ keep }) => keep === undefined)).toBe(true)
      for (const { next } of got) expect(log.since(next, 300)).toBeDefined()
    }
    expect(log.since({ offset: start.offset + 1, check: 'x' }, 300)).toBeUndefined()
    const [first] = batches
    expect(first && log.since({ ...first.next, check: start.check }, 300)).toBeUndefined()
    expect(log.since({ offset: 1e9, check: start.check }, 300)).toBeUndefined()
  })

  test('RS6 comes in batches of about as many units as asked for, at once where that is all', () => {
    const { log } = created()
    const start = log.page(undefined, 50).next
    for (let n = 1; n <= 10; n++) log.append(turn(n))
    const sizes = (batchUnits: number) =>
      [...(log.since(start, batchUnits) ?? [])].map(({ entries }) =>
        entries.reduce((units, entry) => units + JSON.stringify(entry).length, 0),
      )
    const [all = 0] = sizes(1e6)
    expect(sizes(1e6)).toHaveLength(1)
    const several = sizes(1000)
    expect(several.length).toBeGreaterThan(3)
    // Two entries more at most: a batch ends after the one that fills it, and a tool's answer comes with its call.
    expect(Math.min(...several.slice(0, -1))).toBeGreaterThanOrEqual(1000)
    expect(Math.max(...several)).toBeLessThan(1000 + 2 * Math.ceil(all / 40) + 200)
  })
})

test('EN1 a prompt is known by its id, also after opening again', () => {
  const { log } = created()
  expect(log.has(uuid(1))).toBe(false)
  log.append(turn(1))
  expect(log.has(uuid(1))).toBe(true)
  const again = openTranscript({ path: log.path, ...options() })
  onTestFinished(() => again.close())
  expect(again.has(uuid(1))).toBe(true)
  expect(again.has(uuid(2))).toBe(false)
  expect(again.title).toBe('ls 1')
  expect(again.page(undefined, 50)).toEqual(log.page(undefined, 50))
})

test('EN3 a long text is cut, and whole when asked for', () => {
  const log = createTranscript({ configFolder: temporaryFolder(), ...options(), limits: { entryText: 10 } })
  onTestFinished(() => log.close())
  const text = `${'a'.repeat(4)}😀${'b'.repeat(50)}😀${'c'.repeat(4)}`
  log.append([
    { kind: 'prompt', uuid: uuid(1), text },
    { kind: 'tool', message: 'm', model: 'x', id: 't', name: 'Bash', input: { command: 'x' } },
    { kind: 'result', of: 't', text: text + text, failed: false },
  ])
  const [prompt, , result] = log.page(undefined, 50).entries
  expect(prompt).toMatchObject({ text: `${'aaaa\u{1F600}'.slice(0, 4)}cccc`, cut: { at: 4, omitted: 54 } })
  expect(log.text(uuid(1))).toBe(text)
  expect(result).toMatchObject({ of: 't', cut: { at: 4 } })
  expect(log.text('t')).toBe(text + text)
  expect(log.text('nothing')).toBeUndefined()
})

test('opening what is not there says so', () => {
  expect(() => openTranscript({ path: `${temporaryFolder()}/${uuid(1)}.jsonl`, ...options() })).toThrow(/no session/)
})

test('a transcript under another name than its directory’s goes on in its own file', () => {
  const { log } = created()
  log.append(turn(1))
  const elsewhere = `${temporaryFolder()}/projects/-elsewhere/${log.id}.jsonl`
  fs.mkdirSync(elsewhere.slice(0, elsewhere.lastIndexOf('/')), { recursive: true })
  fs.renameSync(log.path, elsewhere)
  const again = createTranscript({ path: elsewhere, ...options() })
  onTestFinished(() => again.close())
  again.append(turn(2))
  expect(again.page(undefined, 50).entries).toHaveLength(8)
  expect(fs.existsSync(log.path)).toBe(false)
})
