// `/resume` and `/fork` in a running session: the list over it, what is called, and another session under the first.

import { expect, test } from 'vitest'
import type { TranscriptId } from '../../shared/ids.ts'
import type { ListedSession } from '../../shared/listed.ts'
import { openTerminal } from './open-terminal.ts'
import { prompt, reply, type ScriptedConnection, transcript } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

const listed = (session: string, title: string): ListedSession => ({
  session: session as TranscriptId,
  title,
  modified: '2026-11-23T08:00:00.000Z',
  size: 12_000,
  directory: '/home/someone/project',
  branch: 'main',
})

const beans = listed('bbbbbbbb-0000-4000-8000-000000000000', 'water beans')
const leeks = listed('cccccccc-0000-4000-8000-000000000000', 'weed leeks and beans')
const here = listed(transcript, 'Fix the build')

async function opened(size: readonly [number, number] = [80, 24]) {
  const it = await openTerminal({ size })
  it.connection.live()
  it.connection.entries(prompt('p1', 'make'), reply('r1', 'It is built.'))
  await it.terminal.until('It is built.')
  return it
}

/** Answers the newest call of the list. */
async function lists(connection: ScriptedConnection, ...sessions: ListedSession[]): Promise<void> {
  const before = connection.madeCalls('sessions').length
  connection.madeCalls('sessions').at(-1)?.answer({ sessions, total: sessions.length })
  await expect.poll(() => connection.madeCalls('sessions').length).toBeGreaterThanOrEqual(before)
}

test('SE3 SE8 /resume lists the sessions over the conversation; Enter goes on with the one that is chosen', async () => {
  const { terminal, connection, line } = await opened()
  line('/resume')
  await terminal.until('Resume a session')
  expect(connection.madeCalls('sessions')[0]?.params).toMatchObject({ search: '', all: false })
  await lists(connection, here, beans, leeks)
  const text = await terminal.until('weed leeks')
  expect(text).toMatch(/Fix the build +open here/)
  expect(text).not.toContain('It is built.')
  terminal.press(keys.down)
  await expect.poll(() => connection.madeCalls('glance').at(-1)?.params).toEqual({ session: beans.session })
  connection
    .madeCalls('glance')
    .at(-1)
    ?.answer({ entries: [prompt('x', 'how wet?')] })
  await terminal.until('how wet?')
  terminal.press(keys.enter)
  await terminal.until('It is built.')
  expect(connection.asked('open')).toEqual([{ session: beans.session }])
})

test('SE3 SE9 another session begins under the first one, whoever opened it, and typing goes there', async () => {
  const { terminal, connection, line } = await opened()
  const state = { title: 'water beans', directory: '/home/someone/garden', transcript: beans.session }
  connection.moved('other', state, prompt('p9', 'is it wet?'), reply('r9', 'It is.'))
  const text = await terminal.until('It is.')
  const order = ['make', 'It is built.', 'water beans  shell, no AI · /home/someone/garden', 'is it wet?', 'It is.']
  const places = order.map((words) => text.indexOf(words))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
  terminal.press(keys.up)
  await terminal.until('$ is it wet?')
  terminal.press(keys.ctrlC)
  line('more')
  expect(connection.prompts()).toEqual(['more'])
})

test('TM3 going back shows the first session whole, and nothing that was said before is lost', async () => {
  const { terminal, connection } = await opened([60, 12])
  const many = Array.from({ length: 30 }, (_, at) => prompt(`q${at}`, `line ${at}.`))
  connection.moved('other', { title: 'water beans' }, ...many)
  await terminal.until('line 29.')
  connection.moved('first', { title: 'Fix the build' }, prompt('p1', 'make'), reply('r1', 'It is built.'))
  await terminal.until((text) => text.includes('It is built.') && text.includes('Fix the build'))
  const all = terminal.screen.allRows().join('\n')
  for (let at = 0; at < 30; at++) expect(all.split(`line ${at}.`)).toHaveLength(2)
  expect(all.split('It is built.').length).toBeGreaterThanOrEqual(3)
  expect(all.lastIndexOf('It is built.')).toBeGreaterThan(all.indexOf('line 29.'))
  await terminal.resized(50, 14)
  expect(await terminal.until('It is built.')).toContain('line 29.')
})

test('SE9 nothing is drawn of another session before all of it is here', async () => {
  const { terminal, connection } = await opened()
  connection.self = { device: 'terminal' as never, role: 'owner', scope: { kind: 'host' }, room: 'other' as never }
  connection.status = { is: 'catching-up' }
  connection.frame({ t: 'welcome', ...connection.self, name: 'Terminal', resume: 'reset' })
  connection.entries(prompt('p9', 'half of it'))
  terminal.type('x')
  const text = await terminal.until('$ x')
  expect(text).toContain('It is built.')
  expect(text).not.toContain('half of it')
})

test('/resume with words opens the one that fits, with several the list of them; quotes are no part of the words', async () => {
  const { terminal, connection, line } = await opened()
  line('/resume "water beans"')
  await expect.poll(() => connection.madeCalls('sessions').at(-1)?.params).toMatchObject({ search: 'water beans' })
  await lists(connection, beans)
  await expect.poll(() => connection.madeCalls('open').at(-1)?.params).toEqual({ session: beans.session })
  line('/resume beans')
  await expect.poll(() => connection.madeCalls('sessions').at(-1)?.params).toMatchObject({ search: 'beans' })
  await lists(connection, beans, leeks)
  await terminal.until('Find: beans')
  await lists(connection, beans, leeks)
  await terminal.until('weed leeks')
  terminal.press(keys.escape)
  await terminal.until('It is built.')
  expect(connection.madeCalls('open')).toHaveLength(1)
})

test('/resume looks in all directories where this one has none, and says so where there is none at all', async () => {
  const { terminal, connection, line } = await opened()
  line('/resume pears')
  await expect.poll(() => connection.madeCalls('sessions').at(-1)?.params).toEqual({ search: 'pears', all: false })
  await lists(connection)
  await expect.poll(() => connection.madeCalls('sessions').at(-1)?.params).toEqual({ search: 'pears', all: true })
  await lists(connection)
  await terminal.until('No session on this computer fits “pears”.')
})

test('an id that one session begins with means that one, though others have it in their words', async () => {
  const { connection, line } = await opened()
  line('/resume bbbbbbbb')
  await expect.poll(() => connection.madeCalls('sessions')).toHaveLength(1)
  await lists(connection, { ...leeks, title: 'about bbbbbbbb' }, beans)
  await expect.poll(() => connection.madeCalls('open').at(-1)?.params).toEqual({ session: beans.session })
})

test('the session that is open already is not opened anew', async () => {
  const { terminal, connection, line } = await opened()
  line('/resume build')
  await expect.poll(() => connection.madeCalls('sessions')).toHaveLength(1)
  await lists(connection, here)
  await terminal.until('That is the session you are in.')
  expect(connection.madeCalls('open')).toEqual([])
})

test('/fork copies the session that is shown; Ctrl-F in the list the chosen one; a refusal is said', async () => {
  const { terminal, connection, line } = await opened()
  line('/fork')
  await expect.poll(() => connection.asked('fork')).toEqual([{}])
  connection.madeCalls('fork')[0]?.fail('not_found', 'Nothing has been said in that session yet.')
  await terminal.until('/fork: Nothing has been said')
  line('/resume')
  await terminal.until('Resume a session')
  await lists(connection, beans)
  await terminal.until('❯water beans')
  terminal.press('\x06')
  await expect.poll(() => connection.madeCalls('fork').at(-1)?.params).toEqual({ session: beans.session })
})

test('the list names and tags sessions by the host’s calls', async () => {
  const { terminal, connection, line } = await opened()
  line('/resume')
  await terminal.until('Resume a session')
  await lists(connection, beans)
  await terminal.until('❯water beans')
  terminal.press('\x12', '\x15')
  terminal.type('Garden')
  terminal.press(keys.enter)
  expect(connection.madeCalls('rename')[0]?.params).toEqual({ session: beans.session, title: 'Garden' })
  terminal.press('\x14')
  terminal.type('wet')
  terminal.press(keys.enter)
  expect(connection.madeCalls('tag')[0]?.params).toEqual({ session: beans.session, tag: 'wet' })
})

test('leaving another session than the first says how to come back to it', async () => {
  const { terminal, connection, end } = await opened()
  connection.moved('other', { title: 'water beans', transcript: beans.session }, prompt('p9', 'is it wet?'))
  await terminal.until('is it wet?')
  terminal.press(keys.ctrlD)
  await end
  await terminal.until(`carryon --resume ${beans.session}`)
})
