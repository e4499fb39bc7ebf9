// Many who read at the same time: what they are told is not older than their question, and memory and open files are bounded.

import fs from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { getSessionInfo, getSessionMessages, listSessions } from '../../server/store/index.ts'
import { forgetEnds } from '../../server/store/known-ends.ts'
import { SessionLibrary } from '../../server/store/session-library.ts'
import { SharedAnswer } from '../../server/store/shared-answer.ts'
import { filesAtOnce } from '../../server/store/two-ends.ts'
import { heldReads } from '../harness/held-reads.ts'
import { prompt, session } from './claude-lines.ts'
import { save, sharedConfig } from './saved.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
  forgetEnds()
})

/** Too long to be read in one piece. */
const long = 'long '.repeat(30_000)
const idOf = (place: number): string => `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`

function saved(count: number): string[] {
  const config = sharedConfig()
  return Array.from({ length: count }, (_, place) =>
    save(config, [prompt(1, null, `session ${place}`), prompt(2, 1, long)], { id: idOf(place) }),
  )
}

const aLibrary = (): SessionLibrary => {
  const config = process.env['CLAUDE_CONFIG_DIR'] ?? ''
  return new SessionLibrary({ home: config, platform: 'linux', environment: { CLAUDE_CONFIG_DIR: config } })
}

/** How many files are open now, and were at most. */
function openFiles() {
  const now = new Set<number>()
  const open = fs.openSync
  const close = fs.closeSync
  const count = { most: 0, now: () => now.size, opened: 0 }
  vi.spyOn(fs, 'openSync').mockImplementation((...given) => {
    const fd = open(...given)
    now.add(fd)
    count.opened++
    count.most = Math.max(count.most, now.size)
    return fd
  })
  vi.spyOn(fs, 'closeSync').mockImplementation((fd) => {
    now.delete(fd)
    close(fd)
  })
  return count
}

test('SE12 whoever asks for a list while one is made shares the next with all others, and it is not older than the question', async () => {
  const [path = ''] = saved(20)
  const library = aLibrary()
  const files = openFiles()
  const reads = heldReads()
  const first = library.list('/', { all: true })
  expect(reads.waiting).toBeGreaterThan(0)
  library.rename(idOf(0), 'Beans')
  const opened = files.opened
  const later = Array.from({ length: 500 }, () => library.list('/', { all: true, search: 'beans' }))
  reads.release()
  expect((await first).total).toBe(20)
  for (const { sessions } of await Promise.all(later)) expect(sessions.map(({ title }) => title)).toEqual(['Beans'])
  expect(files.opened - opened).toBeLessThanOrEqual(2 * 20)
  expect(files.now()).toBe(0)
  expect(fs.readFileSync(path, 'utf8')).toContain('Beans')
  expect((await library.list('/', { all: true })).total).toBe(20)
})

test('SE12 a list that fails is told to those who share it, and the next is made all the same', async () => {
  let fails = true
  const made = vi.fn(async () => {
    await new Promise(setImmediate)
    if (fails) throw new Error('no disk')
    return 'list'
  })
  const list = new SharedAnswer(made)
  const [first, second, third] = [list.ask(), list.ask(), list.ask()]
  await expect(first).rejects.toThrow('no disk')
  fails = false
  expect(await Promise.all([second, third])).toEqual(['list', 'list'])
  expect(made).toHaveBeenCalledTimes(2)
  expect(await list.ask()).toBe('list')
  expect(made).toHaveBeenCalledTimes(3)
})

test('however many ask at once, so many files are open at a time, and none is left open', async () => {
  saved(40)
  const files = openFiles()
  const every = Array.from({ length: 40 }, (_, place) => idOf(place))
  const [infos, messages, lists] = await Promise.all([
    Promise.all(every.map((id) => getSessionInfo(id))),
    Promise.all(every.map((id) => getSessionMessages(id))),
    Promise.all([listSessions(), listSessions({ limit: 3 }), listSessions({ includeProgrammatic: false })]),
  ])
  expect(infos.map((info) => info?.summary)).toEqual(every.map((_, place) => `session ${place}`))
  expect(messages.map(({ length }) => length)).toEqual(every.map(() => 2))
  expect(lists.map(({ length }) => length)).toEqual([40, 3, 40])
  expect(files.most).toBeLessThanOrEqual(filesAtOnce + 4)
  expect(files.now()).toBe(0)
})

test.each<[string, () => Promise<unknown>]>([
  ['list', () => listSessions()],
  ['info', () => getSessionInfo(session)],
])('a %s whose files cannot be read leaves none open, and what asks next is answered', async (_, ask) => {
  save(sharedConfig(), [prompt(1, null, 'beans'), prompt(2, 1, long)])
  const files = openFiles()
  const broken = Object.assign(new Error('EIO'), { code: 'EIO' })
  const read = vi
    .spyOn(fs, 'read')
    .mockImplementation(((...given: unknown[]) =>
      setImmediate(given.at(-1) as (error: Error) => void, broken)) as never)
  const readSync = vi.spyOn(fs, 'readSync').mockImplementation(() => {
    throw broken
  })
  await Promise.all(Array.from({ length: 3 * filesAtOnce }, ask))
  expect(files.now()).toBe(0)
  read.mockRestore()
  readSync.mockRestore()
  expect(await listSessions()).toHaveLength(1)
})

test('a transcript that breaks off while it is read is told to whoever asked, closed, and the others are read', async () => {
  save(sharedConfig(), [prompt(1, null, 'beans'), prompt(2, 1, long)])
  const files = openFiles()
  const read = fs.read as unknown as (...given: unknown[]) => void
  vi.spyOn(fs, 'read').mockImplementation(((...given: unknown[]) => {
    if (given[4] === 0) read(...given)
    else setImmediate(given.at(-1) as (error: Error) => void, Object.assign(new Error('EIO'), { code: 'EIO' }))
  }) as never)
  const asked = await Promise.allSettled(Array.from({ length: 20 }, () => getSessionMessages(session)))
  expect(asked.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'rejected'))
  expect(files.now()).toBe(0)
  vi.restoreAllMocks()
  expect(await getSessionMessages(session)).toHaveLength(2)
})

test('of what changed while it was read, at the very same time, nothing is kept', async () => {
  const path = save(sharedConfig(), [prompt(1, null, 'beans'), prompt(2, 1, long)])
  const { ctimeMs } = fs.statSync(path)
  const now = vi.spyOn(Date, 'now').mockReturnValue(ctimeMs + 1)
  const reads = heldReads()
  const listed = listSessions()
  // So long did the threads take that read it.
  now.mockReturnValue(ctimeMs + 60_000)
  reads.release()
  expect((await listed).map(({ summary }) => summary)).toEqual(['beans'])
  const open = vi.spyOn(fs, 'openSync')
  await listSessions()
  expect(open).toHaveBeenCalled()
})
