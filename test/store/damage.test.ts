// Files that were torn, mixed up or half-written open, show what they hold, and can be appended to.

import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Entry } from '../../shared/entries.ts'
import { answer, call, prompt, said, session, text, time, title, uuid } from './claude-lines.ts'
import { contents, joined, opened, openedAt } from './opened.ts'

const said1 = [
  prompt(1, null, 'héllo 😀'),
  said(2, 1, 'm1', call('t1')),
  answer(3, 2, 't1', 'ü'),
  said(4, 3, 'm2', 'done'),
]
const kinds = (entries: readonly Entry[]) => entries.map((entry) => entry.kind)

describe('every beginning of a file', () => {
  const transcripts: Record<string, string> = {
    'a turn with a tool': text(said1),
    'line ends of Windows': text(said1).replaceAll('\n', '\r\n'),
    'a title and a broken line': text([title('naïve'), prompt(1, null, 'a'), '{"broken', said(2, 1, 'm1', 'b')]),
    'a byte order mark': `\ufeff${text([prompt(1, null, 'a'), said(2, 1, 'm1', 'b')])}`,
  }
  test.each(Object.entries(transcripts))(
    '%s: opens, and takes a prompt that is shown last',
    { timeout: 60_000 },
    (_name, whole) => {
      const bytes = Buffer.from(whole)
      const { path } = opened('')
      const seen = new Set<number>()
      for (let length = 0; length <= bytes.length; length++) {
        fs.writeFileSync(path, bytes.subarray(0, length))
        const { log, batches } = openedAt(path)
        const before = joined(log).entries
        // What is there is a beginning of what the whole file shows.
        seen.add(before.length)
        log.append([{ kind: 'prompt', uuid: uuid(99), text: 'next' }])
        const after = joined(log).entries
        expect(after.slice(0, before.length)).toEqual(before)
        expect(after.at(-1)).toMatchObject({ kind: 'prompt', id: uuid(99), text: 'next' })
        expect(batches.flatMap(({ entries }) => entries).at(-1)).toMatchObject({ id: uuid(99) })
        // A torn tail is ended and shown as broken; nothing else is added.
        expect(kinds(after.slice(before.length))).toEqual(expect.arrayContaining(['prompt']))
        expect(after.length - before.length).toBeLessThanOrEqual(2)
        const again = openedAt(path)
        expect(contents(joined(again.log))).toEqual(contents(joined(log)))
        for (const line of fs.readFileSync(path, 'utf8').split('\n').slice(-2)) if (line !== '') JSON.parse(line)
        log.close()
        again.log.close()
      }
      expect(seen.size).toBeGreaterThan(2)
    },
  )
})

test('a line without its newline is shown, and the next one does not fuse with it', () => {
  const { log, path } = opened(text(said1).trimEnd())
  expect(kinds(joined(log).entries)).toEqual(['prompt', 'tool', 'reply'])
  log.append([{ kind: 'prompt', uuid: uuid(9), text: 'next' }])
  expect(kinds(joined(log).entries)).toEqual(['prompt', 'tool', 'reply', 'prompt'])
  expect(JSON.parse(fs.readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '').parentUuid).toBe(uuid(4))
})

test('a broken line in the middle is shown where it stands, and what came before it too', () => {
  const lost = JSON.stringify(said(2, 1, 'm1', 'lost')).slice(0, -10)
  const { log } = opened(text([prompt(1, null, 'a'), lost, prompt(3, 2, 'b'), said(4, 3, 'm2', 'c')]))
  expect(joined(log).entries).toMatchObject([
    { kind: 'prompt', text: 'a' },
    { kind: 'broken', at: time(1), bytes: lost.length, text: lost },
    { kind: 'prompt', text: 'b' },
    { kind: 'reply', text: 'c' },
  ])
})

test('text that is no UTF-8 is shown with replacement characters', () => {
  const bytes = Buffer.from(text([prompt(1, null, 'a?b')]))
  bytes[bytes.indexOf('?')] = 0xff
  expect(joined(opened(bytes).log).entries).toMatchObject([{ kind: 'prompt', text: 'a\ufffdb' }])
})

test('a byte order mark hides nothing', () => {
  expect(joined(opened(`\ufeff${text([prompt(1, null, 'a')])}`).log).entries).toMatchObject([{ text: 'a' }])
})

test('lines that are not objects, and blank ones', () => {
  const { log } = opened(`\n\r\n[1]\n${text([prompt(1, null, 'a')])}null\n\n`)
  expect(kinds(joined(log).entries)).toEqual(['broken', 'prompt', 'broken'])
})

test('a line of 50 MB is shown cut, and stays out of the way', { timeout: 60_000 }, () => {
  const huge = 'x'.repeat(50 * 1024 * 1024)
  const { log } = opened(
    text([prompt(1, null, 'a'), said(2, 1, 'm1', call('t1')), answer(3, 2, 't1', huge), said(4, 3, 'm2', 'b')]),
  )
  const page = log.page(undefined, 1)
  expect(page.entries).toMatchObject([{ kind: 'reply', text: 'b' }])
  const result = joined(log).results.get('t1')
  expect(result?.text.length).toBe(64 * 1024)
  expect(result?.cut).toEqual({ at: 32 * 1024, omitted: huge.length - 64 * 1024 })
  expect(log.text('t1')?.length).toBe(huge.length)
  log.append([{ kind: 'prompt', uuid: uuid(9), text: 'next' }])
  expect(joined(log).entries.at(-1)).toMatchObject({ text: 'next' })
})

test('the session of the file is the one it is named for', () => {
  expect(opened('').log.id).toBe(session)
})
