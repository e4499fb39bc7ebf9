// The list of sessions to choose from: what it shows, what is typed into it, and what comes of it.

import { expect, onTestFinished, test } from 'vitest'
import { pickSession } from '../../client/terminal/pick-session.ts'
import type { Picked, SessionSource } from '../../client/terminal/session-picker.ts'
import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { ListedSession } from '../../shared/listed.ts'
import { FakeClock } from '../harness/clock.ts'
import { keys, VirtualTerminal } from './virtual-terminal.ts'

const now = Date.parse('2026-11-23T09:00:00.000Z')

const listed = (id: string, title: string, hours: number, more: Partial<ListedSession> = {}): ListedSession => ({
  session: id as TranscriptId,
  title,
  modified: new Date(now - hours * 3_600_000).toISOString(),
  size: 12_000,
  directory: '/home/me/project',
  ...more,
})

/** Sessions in memory that are searched, named and tagged as a host's are. */
class Source implements SessionSource {
  list: ListedSession[]
  readonly asked: unknown[] = []
  failure: Error | undefined

  constructor(list: ListedSession[]) {
    this.list = list
  }
  async sessions(query: Parameters<SessionSource['sessions']>[0]) {
    this.asked.push(query)
    if (this.failure) throw this.failure
    const { search = '', all } = query
    const sessions = this.list.filter(
      ({ title, session, directory }) =>
        (all || directory === '/home/me/project') && `${title} ${session}`.toLowerCase().includes(search.toLowerCase()),
    )
    return { sessions, total: sessions.length }
  }
  async glance(session: TranscriptId): Promise<Entry[]> {
    const at = '2026-11-23T08:00:00.000Z'
    return [
      { kind: 'prompt', id: 'p', at, text: `last asked in ${session}` },
      { kind: 'reply', id: 'r', at, message: 'r', block: 0, text: 'and answered\nso' },
    ]
  }
  async rename(session: TranscriptId, title: string) {
    if (this.failure) throw this.failure
    this.list = this.list.map((one) => (one.session === session ? { ...one, title } : one))
  }
  async tag(session: TranscriptId, tag: string | null) {
    this.list = this.list.map((one) => (one.session === session ? { ...one, tag: tag ?? undefined } : one))
  }
}

const three = () => [
  listed('aaaa-1', 'Auth refactor', 2, { branch: 'main', tag: 'later' }),
  listed('bbbb-2', 'water beans', 30),
  listed('cccc-3', 'elsewhere', 50, { directory: '/home/me/other' }),
]

async function open(source = new Source(three()), size: readonly [number, number] = [80, 24], filter = '') {
  const terminal = new VirtualTerminal(...size)
  const clock = new FakeClock(now)
  let ended = false
  const picked: Promise<Picked | undefined> = pickSession({
    source,
    filter,
    all: false,
    clock,
    environment: {},
    terminal,
  }).finally(() => {
    ended = true
  })
  onTestFinished(async () => {
    if (!ended) terminal.press(keys.escape)
    await picked
  })
  await terminal.until((text) => text.trim() !== '' && !text.includes('Looking'))
  return { terminal, source, picked }
}

test('shows title, time, branch, size and tag, the newest first, and what was said last in the one that is chosen', async () => {
  const { terminal } = await open()
  const text = await terminal.until('last asked in aaaa-1')
  expect(text).toMatch(/❯Auth refactor +2 h ago +12 kB +#later +main/)
  expect(text).toMatch(/ water beans +1 d ago/)
  expect(text.indexOf('Auth')).toBeLessThan(text.indexOf('water'))
  expect(text).not.toContain('elsewhere')
  expect(text).toContain('and answered so')
  terminal.press(keys.down)
  await terminal.until('last asked in bbbb-2')
})

test('the facts stand one under the other at 80×24, a tag is whole, and so are the keys', async () => {
  const branch = 'feature/with-a-very-long-name'
  const long = listed('eeee-5', 'long '.repeat(30), 3, { tag: 'important', branch })
  const { terminal } = await open(new Source([long, ...three()]))
  const rows = (await terminal.until('#important')).split('\n').filter((row) => row.includes('12 kB'))
  expect(rows).toHaveLength(3)
  expect(new Set(rows.map((row) => row.indexOf('12 kB'))).size).toBe(1)
  expect(terminal.screen.text()).toContain('Esc leaves')
  expect(terminal.screen.text()).not.toContain('……')
})

test('Enter resumes what is chosen, Ctrl-F a copy of it, Esc nothing', async () => {
  const first = await open()
  first.terminal.press(keys.down, keys.down, keys.up, keys.down, keys.enter)
  expect(await first.picked).toEqual({ session: 'bbbb-2', fork: false })
  expect(first.terminal.started).toBe(false)
  expect(first.terminal.cursorHidden).toBe(false)
  const second = await open()
  second.terminal.press('\x06')
  expect(await second.picked).toEqual({ session: 'aaaa-1', fork: true })
  const third = await open()
  third.terminal.press(keys.escape)
  expect(await third.picked).toBeUndefined()
})

test('what is typed filters by title and id; Tab looks in all directories', async () => {
  const { terminal, picked } = await open()
  terminal.type('BEAN')
  await terminal.until((text) => text.includes('Find: BEAN') && !text.includes('Auth'))
  terminal.press(keys.backspace, keys.backspace, keys.backspace, keys.backspace)
  await terminal.until('Auth')
  terminal.type('aaaa')
  await terminal.until((text) => !text.includes('beans'))
  terminal.press('\x15')
  terminal.type('elsewhere')
  await terminal.until('No session fits. Tab looks in all directories.')
  terminal.press(keys.tab)
  await terminal.until(/❯elsewhere .*other/)
  terminal.press(keys.enter)
  expect(await picked).toEqual({ session: 'cccc-3', fork: false })
})

test('opens filtered where words were given already', async () => {
  const { terminal, source } = await open(new Source(three()), [80, 24], 'beans')
  await terminal.until((text) => text.includes('❯water beans') && !text.includes('Auth'))
  expect(source.asked).toHaveLength(1)
})

test('Ctrl-R gives a title, Ctrl-T a tag or takes it away, and the list says so', async () => {
  const { terminal } = await open()
  terminal.press(keys.down, '\x12')
  await terminal.until('New title: water beans')
  terminal.press('\x15')
  terminal.type('Leeks')
  terminal.press(keys.enter)
  await terminal.until(/❯Leeks/)
  terminal.press('\x14')
  terminal.type('soon')
  terminal.press(keys.enter)
  await terminal.until(/❯Leeks.*#soon/)
  terminal.press(keys.up, '\x14', '\x15', keys.enter)
  await terminal.until((text) => text.includes('Auth') && !text.includes('#later'))
})

test('Esc leaves a title as it was, an empty one is refused, and the list stays', async () => {
  const { terminal, source } = await open()
  terminal.press('\x12', '\x15', keys.enter)
  await terminal.until('A title needs at least one letter.')
  terminal.type('other')
  terminal.press(keys.escape)
  await terminal.until('Find: ')
  expect(source.list[0]?.title).toBe('Auth refactor')
})

test('what goes wrong is said, and one can go on', async () => {
  const source = new Source(three())
  const { terminal } = await open(source)
  source.failure = new Error('The disk is full.')
  terminal.press('\x12', keys.enter)
  await terminal.until('The disk is full.')
  terminal.type('x')
  await terminal.until((text) => text.includes('Find: x') && text.includes('The disk is full.'))
  source.failure = undefined
  terminal.press(keys.backspace)
  await terminal.until((text) => text.includes('Auth') && !text.includes('full'))
})

test('TM2 fits every window, and a hostile title is harmless', async () => {
  const wide = listed('dddd-4', `\x1b]0;owned\x07 字字字字 ${'long '.repeat(60)}`, 1, {
    tag: 'x'.repeat(99),
    branch: 'b'.repeat(99),
  })
  for (const size of [
    [80, 24],
    [40, 10],
    [20, 5],
    [12, 1],
    [200, 60],
  ] as const) {
    const { terminal, picked } = await open(new Source([wide, ...three()]), size).catch((error) => {
      throw new Error(`${size}: ${error}`)
    })
    for (const row of terminal.screen.rows()) expect(row.length).toBeLessThanOrEqual(size[0])
    expect(terminal.written).not.toContain('owned\x07')
    terminal.press(keys.down, keys.enter)
    expect(await picked).toEqual({ session: 'aaaa-1', fork: false })
  }
})
