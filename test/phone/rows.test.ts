// What is listed and in which order, folded from frames; every prompt once.

import { effect } from '@preact/signals'
import { describe, expect, test } from 'vitest'
import type { OutgoingCall } from '../../client/connection.ts'
import { rowSignals } from '../../client/phone/session/row-signals.ts'
import { type Row, type RowSources, rowsOf } from '../../client/phone/session/rows.ts'
import type { CallId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import { emptyView, fold, type RoomView } from '../../shared/room-view.ts'
import { queued, running } from './examples.ts'
import { joined, more, patch, phone, prompt, reply, result, tool } from './wire.ts'

const view = (...frames: readonly ServerFrame[]): RoomView =>
  frames.reduce((held, frame) => fold(held, frame, defaultLimits), emptyView)

const from = (change: Partial<RowSources>): RowSources => ({
  view: emptyView,
  outbox: [],
  refused: [],
  sent: new Map(),
  self: phone,
  ...change,
})

const outgoing = (id: string, text: string, standing: OutgoingCall['standing'] = 'sending'): OutgoingCall => ({
  id: id as CallId,
  method: 'prompt',
  params: { text },
  at: 0,
  device: phone,
  standing,
})

const told = (rows: ReadonlyMap<string, Row>): string[] =>
  [...rows.values()].map((row) => {
    switch (row.kind) {
      case 'prompt':
        return [row.text, row.standing].filter(Boolean).join(' ')
      case 'tool':
        return `tool ${row.tool.title}`
      case 'line':
        return row.entry.text
      case 'reply':
      case 'thought':
        return `${row.kind} ${row.text}${row.writing ? '…' : ''}`
    }
  })

describe('a prompt is listed once', () => {
  const sending = outgoing('p1', 'go')

  test('PH7 from the tap to the transcript it keeps one key', () => {
    const key = ['p:p1']
    const stages: RowSources[] = [
      from({ view: view(...joined([])), outbox: [sending] }),
      from({ view: view(...joined([], { queue: { p1: queued('p1', 0, 'go', 'queued') } })), outbox: [sending] }),
      from({ view: view(...joined([], { queue: { p1: queued('p1', 0, 'go', 'queued') } })) }),
      from({ view: view(...joined([], { activity: running('p1') })), sent: new Map([['p1' as CallId, 'go']]) }),
      from({ view: view(...joined([prompt('p1', 'go')], { activity: running('p1') })), outbox: [sending] }),
      from({ view: view(...joined([prompt('p1', 'go')])), sent: new Map([['p1' as CallId, 'go']]) }),
    ]
    expect(stages.map((stage) => [...rowsOf(stage).keys()])).toEqual(stages.map(() => key))
    expect(stages.map((stage) => told(rowsOf(stage))[0])).toEqual([
      'go sending',
      'go queued',
      'go queued',
      'go sent',
      'go',
      'go',
    ])
  })

  test('PH7 one that was broken off says so where it stands in the transcript', () => {
    const queue = { p1: queued('p1', 0, 'go', 'interrupted') }
    expect(told(rowsOf(from({ view: view(...joined([prompt('p1', 'go')], { queue })) })))).toEqual(['go interrupted'])
  })

  test('PH7 a refused one stays until it is taken back', () => {
    const refused = [{ id: 'p1' as CallId, text: 'go', reason: 'The queue is full.', at: '' }]
    expect(told(rowsOf(from({ view: view(...joined([])), refused })))).toEqual(['go refused'])
  })
})

test('PH7 transcript, then what is live, then what waits, then what is on its way', () => {
  const state = {
    activity: running('p1'),
    live: {
      'm:m1/0': { kind: 'reply' as const, order: 2, message: 'm1', block: 0, text: 'wri' },
      't:t1': {
        kind: 'tool' as const,
        order: 1,
        id: 't1',
        name: 'Bash',
        title: 'ls',
        input: '',
        at: '',
        text: '',
        dropped: 0,
      },
    },
    queue: { q2: queued('q2', 2, 'second', 'queued'), q1: queued('q1', 1, 'first', 'held') },
  }
  const rows = rowsOf(
    from({ view: view(...joined([prompt('p1', 'go')], state)), outbox: [outgoing('o1', 'last', 'asks')] }),
  )
  expect(told(rows)).toEqual(['go', 'tool ls', 'reply wri…', 'first held', 'second queued', 'last asks'])
})

test('PH7 who else sent it is told, and that it was this device is not', () => {
  const by = { device: phone, name: 'iPhone · Safari' }
  const other = { device: 'terminal' as typeof phone, name: 'Terminal' }
  const rows = rowsOf(
    from({
      view: view(
        ...joined([
          prompt('p1', 'mine'),
          { kind: 'mark', of: 'p1', by },
          prompt('p2', 'theirs'),
          { kind: 'mark', of: 'p2', by: other },
        ]),
      ),
    }),
  )
  expect([...rows.values()].map((row) => row.kind === 'prompt' && row.by?.name)).toEqual([undefined, 'Terminal'])
})

test('PH8 a part that is being written and its entry share a key, so it is not drawn anew', () => {
  const live = { 'm:m1/0': { kind: 'reply' as const, order: 1, message: 'm1', block: 0, text: 'Hel' } }
  const writing = view(...joined([], { live }))
  const keys = [...rowsOf(from({ view: writing })).keys()]
  const after = view(...joined([], { live }), more(reply('m1', 'Hello')), patch({ live: { 'm:m1/0': null } }))
  expect([...rowsOf(from({ view: after })).keys()]).toEqual(keys)
})

test('PH8 a command that repeats its prompt is told from one that does not', () => {
  const rows = rowsOf(
    from({ view: view(...joined([prompt('p1', 'ls '), tool('t1', 'Bash', 'ls'), tool('t2', 'Bash', 'ls')])) }),
  )
  expect([...rows.values()].map((row) => row.kind === 'tool' && row.echo)).toEqual([false, true, false])
})

test('PH8 letters that come change one row’s signal and nothing else', () => {
  const live = { 'm:m1/0': { kind: 'reply' as const, order: 1, message: 'm1', block: 0, text: 'Hel' } }
  let held = view(...joined([prompt('p1', 'go'), tool('t1', 'Bash', 'ls'), result('t1', 'a', 0)], { live }))
  const signals = rowSignals()
  signals.update(rowsOf(from({ view: held })))
  const drawn: string[] = []
  effect(() => void drawn.push(`list of ${signals.keys.value.length}`))
  for (const key of signals.keys.peek()) effect(() => void (signals.row(key)?.value && drawn.push(key)))
  drawn.length = 0
  held = fold(held, { t: 'delta', of: 'm:m1/0', offset: 3, text: 'lo' }, defaultLimits)
  signals.update(rowsOf(from({ view: held })))
  expect(drawn).toEqual(['m:m1/0'])
  held = fold(held, more(prompt('p2', 'next')), defaultLimits)
  signals.update(rowsOf(from({ view: held })))
  expect(drawn).toEqual(['m:m1/0', 'list of 4'])
})
