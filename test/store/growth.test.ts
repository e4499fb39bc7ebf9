// A transcript that others write to as well: however it grows, every device shows what one shows that joins at the end.

import fs from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LogPosition } from '../../server/store/transcript-log.ts'
import { emptyView, type RoomView } from '../../shared/room-view.ts'
import { linesOf, type Step, step } from './by-chance.ts'
import { answer, call, type Line, prompt, said, system, text, title, uuid } from './claude-lines.ts'
import { folded, joined, opened, openedAt } from './opened.ts'

const append = (path: string, lines: readonly (Line | string)[]) => fs.appendFileSync(path, text(lines))

describe('lines of another program', () => {
  test('are noticed, marked as foreign, and followed by ours', () => {
    const { log, path, batches, clock } = opened(text([prompt(1, null, 'a')]))
    append(path, [said(2, 1, 'm1', 'b')])
    clock.advance(1000)
    expect(batches).toMatchObject([{ foreign: true, entries: [{ kind: 'reply', text: 'b' }] }])
    append(path, [prompt(3, 2, 'c')])
    log.append([{ kind: 'prompt', uuid: uuid(9), text: 'd' }])
    expect(batches.slice(1)).toMatchObject([
      { foreign: true, entries: [{ text: 'c' }] },
      { foreign: false, entries: [{ text: 'd' }] },
    ])
    expect(JSON.parse(fs.readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      parentUuid: uuid(3),
    })
  })

  test('are noticed by the system’s own word, without waiting for the clock', async () => {
    const { log, path } = opened(text([prompt(1, null, 'a')]))
    const told = new Promise((resolve) => log.onBatch(resolve))
    append(path, [said(2, 1, 'm1', 'b')])
    expect(await told).toMatchObject({ foreign: true, entries: [{ text: 'b' }] })
  })

  test('are not read before their newline is there', () => {
    const { path, batches, clock } = opened(text([prompt(1, null, 'a')]))
    const line = text([said(2, 1, 'm1', 'b')])
    fs.appendFileSync(path, line.slice(0, 50))
    clock.advance(1000)
    expect(batches).toEqual([])
    fs.appendFileSync(path, line.slice(50))
    clock.advance(1000)
    expect(batches).toMatchObject([{ entries: [{ text: 'b' }] }])
  })

  test('RS2 that show nothing still move the position and may bring a title', () => {
    const { log, path, batches, clock } = opened(text([prompt(1, null, 'a')]))
    append(path, [title('Named'), { type: 'queue-operation', operation: 'enqueue' }])
    clock.advance(1000)
    expect(batches).toMatchObject([{ entries: [], next: { offset: fs.statSync(path).size } }])
    expect(log.title).toBe('Named')
  })
})

describe('a rewind', () => {
  test('says what to keep', () => {
    const { log, path, batches, clock } = opened(
      text([prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), prompt(3, 2, 'c'), said(4, 3, 'm2', 'd')]),
    )
    const start = log.page(undefined, 50).next
    append(path, [prompt(5, 2, 'e')])
    clock.advance(1000)
    expect(batches).toMatchObject([{ keep: uuid(2), entries: [{ text: 'e' }] }])
    expect([...(log.since(start, 1e6) ?? [])]).toMatchObject([{ keep: uuid(2), entries: [{ text: 'e' }] }])
    append(path, [prompt(6, null, 'f')])
    clock.advance(1000)
    expect(batches[1]).toMatchObject({ keep: null, entries: [{ text: 'f' }] })
  })

  test('is not what two tool calls in parallel are', () => {
    const { log, path, batches, clock } = opened(text([prompt(1, null, 'a')]))
    for (const line of [
      said(2, 1, 'm1', call('t1')),
      said(3, 2, 'm1', call('t2')),
      answer(4, 3, 't2'),
      answer(5, 2, 't1'),
      said(6, 5, 'm2', 'done'),
    ]) {
      append(path, [line])
      clock.advance(1000)
    }
    expect(batches.map(({ keep }) => keep)).toEqual([undefined, undefined, undefined, undefined, undefined])
    const shown = [{ id: uuid(1) }, { id: 't1' }, { id: 't2' }, { id: uuid(6) }]
    expect(joined(log).entries).toMatchObject(shown)
    expect([...joined(log).results.keys()].toSorted()).toEqual(['t1', 't2'])
  })
})

test('what a compaction summed up stays in sight, above its boundary', () => {
  const boundary = { ...system(3, null, 'compact_boundary'), logicalParentUuid: uuid(2) }
  const { log } = opened(
    text([
      prompt(1, null, 'a'),
      said(2, 1, 'm1', 'b'),
      boundary,
      prompt(4, 3, 'sum', { isCompactSummary: true }),
      prompt(5, 4, 'c'),
    ]),
  )
  expect(joined(log).entries.map((entry) => entry.kind)).toEqual(['prompt', 'reply', 'boundary', 'notice', 'prompt'])
})

test('RS11 a file cut or replaced by others begins anew', () => {
  const { log, path, batches, clock } = opened(text([prompt(1, null, 'a'), said(2, 1, 'm1', 'b')]))
  const old = log.page(undefined, 50).next
  fs.writeFileSync(path, text([prompt(7, null, 'other')]))
  clock.advance(1000)
  expect(batches).toMatchObject([{ keep: null, before: null, foreign: true, entries: [{ text: 'other' }] }])
  expect(log.since(old, 1000)).toBeUndefined()
  const beside = `${path}.new`
  fs.writeFileSync(beside, text([prompt(8, null, 'third'), said(9, 8, 'm', 'x')]))
  fs.renameSync(beside, path)
  log.append([{ kind: 'prompt', uuid: uuid(10), text: 'next' }])
  expect(joined(log).entries).toMatchObject([{ text: 'third' }, { text: 'x' }, { text: 'next' }])
})

test('a deleted file is still shown, and not written to unseen', () => {
  const { log, path, clock } = opened(text([prompt(1, null, 'a')]))
  fs.rmSync(path)
  clock.advance(5000)
  expect(joined(log).entries).toHaveLength(1)
  expect(() => log.append([{ kind: 'prompt', uuid: uuid(2), text: 'b' }])).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  )
})

test('two hosts that write in turn to one file see the same, once and in order', () => {
  const one = opened('')
  const two = openedAt(one.path)
  for (let n = 1; n <= 40; n++) {
    const writer = n % 3 === 0 ? two : one
    writer.log.append([{ kind: 'prompt', uuid: uuid(n), text: `prompt ${n}` }])
  }
  one.clock.advance(1000)
  two.clock.advance(1000)
  const numbers = Array.from({ length: 40 }, (_, at) => uuid(at + 1))
  for (const { log, batches } of [one, two]) {
    expect(joined(log).entries.map((entry) => entry.id)).toEqual(numbers)
    expect(folded(emptyView, batches).entries.map((entry) => entry.id)).toEqual(numbers)
  }
})

/** Follows a transcript while it grows, then compares that with joining at the end and with resuming at positions between. */
function allAgree(steps: readonly Step[], limit: number, every: number): void {
  const { log, path, batches, clock } = opened('')
  const positions: { at: LogPosition; view: RoomView }[] = []
  let waiting: (Line | string)[] = []
  for (const [place, { line, step }] of [...linesOf(steps)].entries()) {
    if (step.what === 'ours') log.append([{ kind: 'prompt', uuid: uuid(10_000 + place), text: 'ours' }])
    else waiting.push(line)
    if (step.together) continue
    append(path, waiting)
    waiting = []
    clock.advance(1000)
    if (place % every === 0) positions.push({ at: log.page(undefined, 1).next, view: joined(log) })
  }
  append(path, waiting)
  clock.advance(1000)
  const end = joined(log, limit).entries
  expect(joined(log, 1000).entries).toEqual(end)
  expect(folded(emptyView, batches).entries).toEqual(end)
  for (const { at, view } of positions) {
    const replayed = [...(log.since(at, 200) ?? [])]
    expect(folded(view, replayed).entries).toEqual(end)
    for (const [place, { next }] of replayed.entries()) {
      if (place % every !== 0) continue
      const upTo = folded(view, replayed.slice(0, place + 1))
      expect(folded(upTo, log.since(next, 1e6) ?? []).entries).toEqual(end)
    }
  }
}

describe('followed, resumed from any position or joined at the end: all show the same', () => {
  test('for short transcripts, at every position', () => {
    const steps = fc.array(step, { maxLength: 40 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 9 }), (some, limit) => allAgree(some, limit, 1)),
      { numRuns: 150, seed: 7 },
    )
  })

  test('for long ones, with rewinds further back than is read at once', () => {
    const steps = fc.array(step, { minLength: 150, maxLength: 200 })
    fc.assert(
      fc.property(steps, fc.integer({ min: 5, max: 30 }), (some, limit) => allAgree(some, limit, 40)),
      {
        numRuns: 25,
        seed: 11,
        endOnFailure: true,
      },
    )
  })
})
