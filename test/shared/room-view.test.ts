// The fold that every device runs, frame by frame.

import { expect, test } from 'vitest'
import type { Entry } from '../../shared/entries.ts'
import type { DeviceId, TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import { emptyView, fold, type RoomView, shown } from '../../shared/room-view.ts'

const folded = (frames: readonly ServerFrame[], from: RoomView = emptyView): RoomView =>
  frames.reduce((view, frame) => fold(view, frame, defaultLimits), from)

const entries = (...list: Entry[]): ServerFrame => ({
  t: 'entries',
  entries: list,
  next: { transcript: 'any' as TranscriptId, offset: 0, check: '', journal: 0 },
})
const prompt = (id: string, text: string): Entry => ({ kind: 'prompt', id, at: '', text })

const part = { kind: 'reply', order: 1, message: 'm', block: 0, text: 'é😀' }
const writing: ServerFrame = { t: 'state', whole: true, patch: { live: { 'm:m/0': part } } }
const delta = (offset: number, text: string, of = 'm:m/0'): ServerFrame => ({ t: 'delta', of, offset, text })
const textOf = (view: RoomView) => Object.values(view.state?.live ?? {}).map(({ text }) => text)

test('DL1 a delta is applied only where its offset is the length held, in UTF-16 units', () => {
  const view = folded([writing])
  // One unit for the first letter, two for the second.
  expect(textOf(folded([delta(3, '!')], view))).toEqual(['é😀!'])
  for (const strange of [delta(2, '!'), delta(4, '!'), delta(0, '!'), delta(3, '!', 'm:other/0')]) {
    expect(folded([strange], view)).toEqual(view)
  }
  expect(textOf(folded([delta(3, '!'), delta(3, '!')], view))).toEqual(['é😀!'])
  expect(folded([delta(0, 'x')])).toEqual(emptyView)
})

test('RS8 an entry whose id is known replaces the one that is shown, where that stands', () => {
  const view = folded([entries(prompt('a', 'one'), prompt('b', 'two')), entries(prompt('a', 'changed'))])
  expect(view.entries.map((entry) => 'text' in entry && entry.text)).toEqual(['changed', 'two'])
})

test('EN2 results and marks are folded in whatever order they come, several marks into one', () => {
  const tool: Entry = { kind: 'tool', id: 't', at: '', name: 'Bash', title: 'ls', input: '' }
  const result: Entry = { kind: 'result', id: 'r', of: 't', at: '', text: 'a.txt', failed: false }
  const by = { device: 'd' as DeviceId, name: 'Phone' }
  const marks: Entry[] = [
    { kind: 'mark', of: 't', by },
    { kind: 'mark', of: 't', outcome: 'failed', reason: 'why' },
  ]
  const view = folded([entries(tool, result, ...marks)])
  expect(shown(view)).toMatchObject([
    { kind: 'tool', tool: { output: 'a.txt', state: 'done' }, mark: { by, outcome: 'failed', reason: 'why' } },
  ])
  for (const order of [
    [result, tool, ...marks],
    [...marks, result, tool],
    [...marks, tool, result],
  ]) {
    expect(shown(folded([entries(...order)]))).toEqual(shown(view))
    expect(shown(folded(order.map((entry) => entries(entry))))).toEqual(shown(view))
  }
})

test('EN8 a call that a person is asked about waits for the answer, live or not', () => {
  const tool: Entry = { kind: 'tool', id: 't', at: '', name: 'Edit', title: 'a.txt', input: '' }
  const { kind, ...live } = { ...tool, kind: 'tool', order: 1, text: 'so far', dropped: 0 }
  const stateOf = (patch: object): ServerFrame => ({ t: 'state', patch: patch as never, whole: true })
  const one = { p: { id: 'p', order: 1, tool: 't', title: 'a.txt', options: [] } }
  const states = (state: object): (string | false)[] =>
    shown(folded([entries(tool), stateOf({ live: {}, permissions: {}, questions: {}, ...state })])).map(
      (item) => item.kind === 'tool' && item.tool.state,
    )
  const running = { 't:t': { kind, ...live } }
  expect(states({})).toEqual(['unanswered'])
  expect(states({ permissions: one })).toEqual(['asked'])
  expect(states({ questions: one })).toEqual(['asked'])
  expect(states({ permissions: one, live: running })).toEqual(['asked'])
  expect(states({ live: running })).toEqual(['running'])
  const answered = folded([
    entries(tool, { kind: 'result', id: 'r', of: 't', at: '', text: 'done', failed: false }),
    stateOf({ live: {}, permissions: one, questions: {} }),
  ])
  expect(shown(answered)).toMatchObject([{ tool: { state: 'done' } }])
})

test('RS4 a welcome that begins anew forgets all that was shown, one that goes on forgets nothing', () => {
  const welcome = { t: 'welcome', device: 'd', name: 'n', role: 'view', scope: { kind: 'host' }, room: 'r' }
  const view = folded([writing, entries(prompt('a', 'one'))])
  expect(folded([{ ...welcome, resume: 'reset' } as ServerFrame], view)).toEqual(emptyView)
  expect(folded([{ ...welcome, resume: 'from' } as ServerFrame], view)).toEqual(view)
})

test('ST1 a whole state replaces what was held, a patch changes what it names', () => {
  const view = folded([writing, { t: 'state', patch: { title: 'new' } }])
  expect(view.state).toMatchObject({ title: 'new', live: { 'm:m/0': part } })
  expect(folded([{ t: 'state', whole: true, patch: { title: 'other' } }], view).state).toEqual({ title: 'other' })
})
