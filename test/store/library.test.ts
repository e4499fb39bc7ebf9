// What the library does beyond the official SDK: pages from the end, search, following.

import fs from 'node:fs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  followSession,
  getSessionMessages,
  getSessionPage,
  listSessions,
  searchSessions,
} from '../../server/store/index.ts'
import { answer, call, prompt, said, session, text, title } from './claude-lines.ts'
import { save, sharedConfig } from './saved.ts'

let config: string
beforeEach(() => {
  config = sharedConfig()
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const other = '22222222-2222-4222-8222-222222222222'

describe('a page', () => {
  test('comes from the end, and the one before it when asked', async () => {
    save(config, [prompt(1, null, 'a'), said(2, 1, 'm1', 'b'), prompt(3, 2, 'c'), said(4, 3, 'm2', 'd')])
    const newest = await getSessionPage(session, { limit: 2 })
    expect(newest?.entries).toMatchObject([{ text: 'c' }, { text: 'd' }])
    const before = newest?.before
    expect(before).toBeTypeOf('number')
    const older = await getSessionPage(session, { limit: 2, before: before ?? 0 })
    expect(older).toMatchObject({ entries: [{ text: 'a' }, { text: 'b' }], before: null })
  })

  test('has what others said through Claude Code, as the messages have; and not what it said to itself', async () => {
    save(config, [
      prompt(1, null, 'mine'),
      prompt(2, 1, 'theirs', { isMeta: true, origin: { kind: 'channel' } }),
      prompt(3, 2, 'its own', { isMeta: true }),
      said(4, 3, 'm1', 'b'),
    ])
    expect((await getSessionPage(session))?.entries.map((entry) => 'id' in entry && entry.id)).toEqual(
      (await getSessionMessages(session)).map((message) => message.uuid),
    )
  })

  test('of nothing is nothing', async () => {
    expect(await getSessionPage(session)).toBeUndefined()
    expect(await getSessionPage('../x')).toBeUndefined()
  })
})

test('a file that may not be read is as if it said nothing; one that breaks off while it is read is told of', async () => {
  save(config, [prompt(1, null, 'a')])
  const fails = (code: string) =>
    vi.spyOn(fs, 'openSync').mockImplementation(() => {
      throw Object.assign(new Error(code), { code })
    })
  fails('EACCES')
  expect(await getSessionMessages(session)).toEqual([])
  expect(await listSessions()).toEqual([])
  fails('EIO')
  await expect(getSessionMessages(session)).rejects.toThrow('EIO')
  vi.restoreAllMocks()
  expect(await getSessionMessages(session)).toHaveLength(1)
})

describe('a search', () => {
  beforeEach(() => {
    save(config, [prompt(1, null, 'fix the Login'), said(2, 1, 'm1', 'Naïve "quoted" wörds')], { modified: 1000 })
    save(
      config,
      [prompt(1, null, 'x'), said(2, 1, 'm1', call('t1')), answer(3, 2, 't1', 'login failed'), title('Second')],
      {
        id: other,
        modified: 2000,
      },
    )
  })
  const found = async (...parts: Parameters<typeof searchSessions>) =>
    (await searchSessions(...parts)).map(({ session: info, text: where }) => [info.summary, where?.of])

  test('finds titles, first prompts and ids, whatever the case', async () => {
    expect(await found('login')).toEqual([['fix the Login', undefined]])
    expect(await found('SECOND')).toEqual([['Second', undefined]])
    expect(await found(other.slice(0, 10))).toEqual([['Second', undefined]])
    expect(await found('nothing of this')).toEqual([])
    expect(await found('', { limit: 1 })).toEqual([['Second', undefined]])
  })

  test('finds all that was said, and says where', async () => {
    expect(await found('LOGIN', { fullText: true })).toEqual([
      ['Second', 't1'],
      ['fix the Login', undefined],
    ])
    expect(await searchSessions('naïve "QUOTED" WÖRDS', { fullText: true })).toMatchObject([
      { session: { sessionId: session }, text: { excerpt: 'Naïve "quoted" wörds' } },
    ])
    expect(await found('sessionId', { fullText: true })).toEqual([])
  })
})

describe('following', () => {
  test('gives the newest entries, then what is added, then what a rewind leaves', async () => {
    const file = save(config, [prompt(1, null, 'a'), said(2, 1, 'm1', 'b')])
    const stop = new AbortController()
    const growth = followSession(session, { signal: stop.signal })
    expect((await growth.next()).value).toMatchObject({
      entries: [{ text: 'a' }, { text: 'b' }],
      keep: null,
      before: null,
    })
    fs.appendFileSync(file, text([prompt(3, 2, 'c')]))
    expect((await growth.next()).value).toMatchObject({ entries: [{ text: 'c' }] })
    fs.appendFileSync(file, text([prompt(4, 2, 'd')]))
    expect((await growth.next()).value).toMatchObject({ entries: [{ text: 'd' }], keep: expect.stringMatching(/2$/) })
    const last = growth.next()
    stop.abort()
    expect(await last).toEqual({ done: true, value: undefined })
  })

  test('says when there is nothing to follow', () => {
    expect(() => followSession(session)).toThrow(/not found/)
  })
})
