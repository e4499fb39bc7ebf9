// TM22: back to before an earlier prompt, by Esc twice or /rewind.

import { expect, it, test } from 'vitest'
import type { DeviceId } from '../../shared/ids.ts'
import type { PageStart } from '../../shared/room-view.ts'
import { openTerminal } from './open-terminal.ts'
import { permission, prompt, reply, running, transcript } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

const up = keys.up
const title = 'Go back to before a message'

/** A conversation of three prompts, of which the host has more where `before` says so. */
async function said(before: PageStart | null = null, size: readonly [number, number] = [80, 24]) {
  const it = await openTerminal({ size })
  const entries = [
    prompt('1', 'draw a map'),
    reply('2', 'drawn'),
    prompt('3', 'add the river'),
    reply('4', 'added'),
    prompt('5', 'and a bridge'),
    reply('6', 'it stands'),
  ]
  it.connection.frame({ t: 'entries', entries, next: { transcript, offset: 900, check: 'x', journal: 0 }, before })
  it.connection.live()
  await it.terminal.until('it stands')
  return it
}

test('TM22 Esc twice lists the prompts, the newest first; the one chosen is in the editor and a copy before it goes on', async () => {
  const { terminal, connection } = await said()
  terminal.press(keys.escape)
  await terminal.until('Esc again goes back to an earlier message')
  terminal.press(keys.escape)
  const list = await terminal.until(title)
  expect(list).toMatch(/❯and a bridge[^\n]*\n {2}add the river[^\n]*\n {2}draw a map/)
  expect(list.replace(/\s+/g, ' ')).toContain('The conversation only: files stay as they are.')
  terminal.press(keys.down, keys.enter)
  await terminal.until((text) => !text.includes(title))
  await expect
    .poll(() => connection.made.map(({ method, params }) => [method, params]))
    .toEqual([['fork', { before: '3' }]])
  connection.madeCalls('fork')[0]?.answer({ room: 'x', session: 'y' })
  await terminal.until('$ add the river')
  expect(await terminal.until('As it was: /resume 0b0b8d7e')).not.toContain('Esc again')
  connection.moved('BBBBBBBBBBBBBBBBBBBBBB', { title: 'map (fork)' }, prompt('1', 'draw a map'), reply('2', 'drawn'))
  await terminal.until('map (fork)')
  terminal.type(' and a mill')
  terminal.press(keys.enter)
  expect(connection.prompts()).toEqual(['add the river and a mill'])
})

test('TM22 before the first of all a fresh conversation begins', async () => {
  const { terminal, connection, line } = await said()
  line('/rewind')
  await terminal.until(title)
  terminal.press(keys.down, keys.down, keys.down)
  await terminal.until('Nothing was said before this one')
  terminal.press(keys.enter)
  await expect.poll(() => connection.asked('clear')).toEqual([{}])
  connection.madeCalls('clear')[0]?.answer({ before: transcript })
  await terminal.until('$ draw a map')
  expect(connection.madeCalls('fork')).toEqual([])
})

test('TM22 Esc twice may come in one piece', async () => {
  const { terminal } = await said()
  terminal.press(`${keys.escape}${keys.escape}`)
  await terminal.until(title)
})

test('TM22 what is written meanwhile stays, after the prompt', async () => {
  const { terminal, connection, line } = await said()
  line('/rewind')
  await terminal.until(title)
  terminal.press(keys.enter)
  terminal.type('typed on')
  await expect.poll(() => connection.madeCalls('fork').length).toBe(1)
  connection.madeCalls('fork')[0]?.answer({ room: 'x', session: 'y' })
  await terminal.until(/\$ and a bridge *\n {2}typed on/)
})

test('TM22 Esc leaves the list, and what is refused leaves everything as it was', async () => {
  const { terminal, connection, line } = await said()
  line('/rewind')
  await terminal.until(title)
  terminal.press(keys.escape)
  await terminal.until('it stands')
  expect(connection.made).toEqual([])
  line('/rewind')
  await terminal.until(title)
  terminal.press(keys.enter)
  await expect.poll(() => connection.madeCalls('fork').length).toBe(1)
  connection.madeCalls('fork')[0]?.fail('unavailable', 'The disk is full.')
  const text = await terminal.until('Not gone back: The disk is full.')
  expect(text).toMatch(/─\n\$ *\n/)
})

test('TM22 older prompts are listed as one goes up to them, and only the very first is the first', async () => {
  const { terminal, connection, line } = await said(500)
  line('/rewind')
  await terminal.until('older ones…')
  terminal.press(keys.down, keys.down)
  await terminal.until('❯draw a map')
  expect(terminal.screen.text()).not.toContain('Nothing was said before')
  expect(connection.asked('page')).toEqual([{ before: 500, limit: 200 }])
  connection.madeCalls('page')[0]?.answer({ entries: [prompt('0', 'buy paper'), reply('00', 'ok')], before: null })
  await terminal.until((text) => text.includes('buy paper') && !text.includes('older ones…'))
  terminal.press(keys.enter)
  await expect.poll(() => connection.asked('fork')).toEqual([{ before: '1' }])
})

test('TM22 while older ones are awaited the oldest that is here is not taken for the first', async () => {
  const { terminal, connection, line } = await said(500)
  line('/rewind')
  await terminal.until('older ones…')
  terminal.press(keys.down, keys.down, keys.enter)
  await expect.poll(() => connection.asked('fork')).toEqual([{ before: '1' }])
  expect(connection.madeCalls('clear')).toEqual([])
})

test('TM22 of a prompt that came cut all is brought; its pictures are not, and that is said', async () => {
  const { terminal, connection, line } = await said()
  const cut = { ...prompt('7', 'head tail'), cut: { at: 4, omitted: 5 }, images: 1 }
  connection.entries(cut as ReturnType<typeof prompt>)
  line('/rewind')
  await terminal.until('❯head tail')
  terminal.press(keys.enter)
  connection.madeCalls('read')[0]?.answer({ text: 'head and tail', total: 13 })
  await expect.poll(() => connection.asked('fork')).toEqual([{ before: '7' }])
  connection.madeCalls('fork')[0]?.answer({ room: 'x', session: 'y' })
  await terminal.until('$ head and tail')
  await terminal.until('The pictures of that message are not in it any more')
})

it('TM22 Esc twice goes nowhere while something runs, is written, is asked, or another key came between', async () => {
  const { terminal, connection, clock } = await said()
  terminal.press(keys.escape, up, '\x15', keys.escape)
  terminal.type('x')
  await terminal.until('$ x')
  terminal.press(keys.escape, keys.backspace, keys.escape)
  clock.advance(2500)
  terminal.press(keys.escape)
  connection.state({ activity: running() })
  terminal.press(keys.escape, keys.escape)
  expect(connection.madeCalls('cancel')).toHaveLength(2)
  connection.state({ permissions: permission('q', 't', 'rm -rf build') })
  await terminal.until('Reject')
  terminal.press(keys.escape, keys.escape)
  expect(terminal.screen.text()).not.toContain(title)
})

it('TM22 Esc twice clears what is written, which comes back by ↑, and once more is the first again', async () => {
  const { terminal, connection } = await said()
  terminal.type('half a thought')
  terminal.press(keys.escape)
  await terminal.until(/\$ half a thought[\s\S]*Esc again clears what is written/)
  terminal.type('s')
  terminal.press(keys.escape)
  await terminal.until('$ half a thoughts')
  terminal.press(keys.escape)
  await terminal.until((text) => !text.includes('half a thought') && !text.includes('Esc again'))
  terminal.press(keys.escape)
  expect(await terminal.until('Esc again goes back')).not.toContain(title)
  terminal.press(up)
  await terminal.until('$ half a thoughts')
  expect(connection.prompts()).toEqual([])
})

it.each([
  ['watches', { role: 'approve', scope: { kind: 'host' } }],
  ['was let into one session', { role: 'drive', scope: { kind: 'room', room: 'r' } }],
])('TM22 who %s goes back nowhere: Esc does nothing, /rewind says why', async (_, seat) => {
  const { terminal, connection, line } = await said()
  connection.self = { device: 'd' as DeviceId, room: connection.self?.room, ...seat } as never
  terminal.press(keys.escape, keys.escape)
  line('/rewind')
  const text = await terminal.until('this terminal may open none')
  expect(text).not.toContain(title)
  expect(text).not.toContain('Esc again')
})

it('TM22 says so where nothing has been said', async () => {
  const { terminal, connection, line } = await openTerminal()
  connection.live()
  terminal.press(keys.escape, keys.escape)
  line('/rewind')
  const text = await terminal.until('Nothing has been said here yet.')
  expect(text).not.toContain('Esc again')
})

it.each([
  [40, 24],
  [80, 10],
  [14, 6],
  [20, 1],
] as const)('TM22 fits a window of %i × %i', async (columns, rows) => {
  const { terminal, connection, line } = await said(null, [80, 24])
  connection.entries(prompt('8', 'a long one, '.repeat(60)))
  line('/rewind')
  await terminal.until(title)
  await terminal.resized(columns, rows)
  const text = await terminal.until(/❯a long/)
  expect(text.split('\n').every((row) => row.length <= columns)).toBe(true)
})
