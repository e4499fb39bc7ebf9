// TM21: Ctrl-R in the terminal, over what was entered, what was said, and what the host still has of that.

import { describe, expect, it } from 'vitest'
import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { ListedSession } from '../../shared/listed.ts'
import type { PageStart } from '../../shared/room-view.ts'
import { settled } from '../harness/clock.ts'
import { openTerminal } from './open-terminal.ts'
import { permission, prompt, reply, running, type ScriptedConnection, transcript } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

const ctrlR = '\x12'
const right = '\x1b[C'

/** A session of three prompts, of which the host has more where `before` says so. */
async function resumed(before: PageStart | null = null, size: readonly [number, number] = [80, 24]) {
  const it = await openTerminal({ size })
  const said = [prompt('1', 'fix the Build'), reply('2', 'done'), prompt('3', 'run the tests'), prompt('4', 'git push')]
  const next = { transcript, offset: 900, check: 'x', journal: 0 }
  it.connection.frame({ t: 'entries', entries: said, next, before })
  it.connection.live()
  await it.terminal.until('idle')
  return it
}

/** The host has no other session in the directory. */
async function nothingElsewhere(connection: ScriptedConnection): Promise<void> {
  await expect.poll(() => connection.madeCalls('sessions').length).toBe(1)
  connection.madeCalls('sessions')[0]?.answer({ sessions: [], total: 0 })
}

describe('TM21 Ctrl-R', () => {
  it('finds backwards what was said and what was entered, whatever its letters are, and takes it into the editor', async () => {
    const { terminal, connection, line } = await resumed()
    line('build it again')
    terminal.press(ctrlR)
    await terminal.until('Type what was in an earlier message.')
    terminal.type('build')
    await terminal.until(/\$ build it again\n(.*\n)?Search: build▏/)
    terminal.press(ctrlR)
    await terminal.until('$ fix the Build')
    terminal.press(keys.enter)
    await terminal.until((text) => !text.includes('Search:') && text.includes('$ fix the Build'))
    expect(connection.prompts()).toEqual(['build it again'])
    terminal.type(' now')
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['build it again', 'fix the Build now'])
  })

  it.each([
    ['Enter', keys.enter],
    ['Tab', keys.tab],
    ['→', right],
  ])('takes it by %s, and what was being written comes back by ↑', async (_, key) => {
    const { terminal } = await resumed()
    terminal.type('half a thought')
    terminal.press(ctrlR)
    terminal.type('tests')
    await terminal.until('$ run the tests')
    terminal.press(key)
    await terminal.until((text) => !text.includes('Search:'))
    expect(terminal.screen.text()).toContain('$ run the tests')
    terminal.press(keys.ctrlC, keys.up, keys.up)
    await terminal.until('$ half a thought')
  })

  it.each([
    ['Esc', keys.escape],
    ['Ctrl-C', keys.ctrlC],
  ])('left by %s leaves the editor as it was, and neither interrupts nor leaves', async (_, key) => {
    const { terminal, connection } = await resumed()
    connection.state({ activity: running() })
    terminal.type('half a thought')
    terminal.press(ctrlR)
    terminal.type('tests')
    await terminal.until('$ run the tests')
    terminal.press(key)
    const text = await terminal.until('$ half a thought')
    expect(text).not.toContain('Search:')
    expect(text).not.toContain('again leaves')
    expect(connection.madeCalls('cancel')).toEqual([])
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['half a thought'])
  })

  it('goes to older ones and back, stays at the oldest, and shows each once', async () => {
    const { terminal, connection, line } = await resumed()
    line('git push')
    terminal.press(ctrlR, ctrlR)
    await terminal.until(/─\n\$ git push/)
    terminal.press(ctrlR)
    await terminal.until(/─\n\$ run the tests/)
    terminal.press(ctrlR, ctrlR, ctrlR)
    await nothingElsewhere(connection)
    await terminal.until(/─\n\$ fix the Build/)
    terminal.press(keys.down)
    await terminal.until(/─\n\$ run the tests/)
  })

  it('says so where nothing has it, and Enter leaves what is written', async () => {
    const { terminal, connection } = await resumed()
    terminal.type('mine')
    terminal.press(ctrlR)
    terminal.type('nowhere')
    await nothingElsewhere(connection)
    await terminal.until('No earlier message has this in it.')
    terminal.press(keys.enter)
    await terminal.until('$ mine')
    terminal.press(ctrlR)
    terminal.type('nowherex')
    terminal.press(keys.backspace, '\x15')
    terminal.type('push')
    await terminal.until('$ git push')
    expect(connection.prompts()).toEqual([])
  })

  it('brings what the host still has, page by page, only as far as it is needed', async () => {
    const { terminal, connection } = await resumed(500)
    terminal.press(ctrlR)
    terminal.type('tests')
    await terminal.until('$ run the tests')
    expect(connection.madeCalls('page')).toEqual([])
    terminal.press(ctrlR)
    await terminal.until('Looking…')
    expect(connection.asked('page')).toEqual([{ before: 500, limit: 200 }])
    connection.madeCalls('page')[0]?.answer({ entries: [prompt('0', 'nothing of that')], before: 300 })
    await expect.poll(() => connection.madeCalls('page').length).toBe(2)
    connection.madeCalls('page')[1]?.answer({ entries: [prompt('00', 'the first tests')], before: null })
    await terminal.until('$ the first tests')
    terminal.press(ctrlR)
    await nothingElsewhere(connection)
    await terminal.until('$ the first tests')
    expect(connection.asked('page')).toHaveLength(2)
  })

  it('says why it cannot look any further, once, and keeps the oldest', async () => {
    const { terminal, connection } = await resumed(500)
    terminal.press(ctrlR)
    terminal.type('tests')
    terminal.press(ctrlR)
    await terminal.until('Looking…')
    connection.madeCalls('page')[0]?.fail('unavailable', 'There is no connection.')
    await nothingElsewhere(connection)
    await terminal.until('Not looked any further: There is no connection.')
    await terminal.until((text) => !text.includes('Looking…') && text.includes('$ run the tests\nSearch'))
    expect(connection.madeCalls('page')).toHaveLength(1)
  })

  it('brings all of one that came cut', async () => {
    const { terminal, connection } = await resumed()
    const cut = { ...prompt('5', 'the head of a long one'), cut: { at: 22, omitted: 9 } }
    connection.entries(cut as ReturnType<typeof prompt>)
    terminal.press(keys.up)
    await terminal.until(/─\n\$ git push/)
    terminal.press(ctrlR)
    terminal.type('long')
    await terminal.until('$ the head of a long one')
    terminal.press(keys.enter)
    expect(connection.asked('read')).toEqual([{ of: '5', from: 0 }])
    const text = 'the head of a long one, and its end'
    connection.madeCalls('read')[0]?.answer({ text, total: text.length })
    await terminal.until(`$ ${text}`)
  })

  it('keeps its keys where a question comes meanwhile, and takes none from one', async () => {
    const { terminal, connection } = await resumed()
    terminal.press(ctrlR)
    connection.state({ activity: running(), permissions: permission('q', 't', 'rm -rf build') })
    await terminal.until('rm -rf build')
    terminal.type('tests')
    await terminal.until('Search: tests')
    terminal.press(keys.escape, keys.tab, ctrlR)
    await terminal.until((text) => text.includes('rm -rf build') && !text.includes('Search:'))
    expect(connection.madeCalls('answer')).toEqual([])
  })

  it('shows of a long one the rows around the words, in any width', async () => {
    const { terminal, connection } = await resumed(null, [40, 24])
    const rows = Array.from({ length: 30 }, (_, at) => `row ${at} with some words that take the width`)
    connection.entries(prompt('6', rows.join('\n')))
    terminal.press(ctrlR)
    terminal.type('row 17')
    const text = await terminal.until(/row 17 with/)
    expect(text.slice(text.indexOf('$ row'))).toMatch(
      /^\$ row 16 [\s\S]* row 18 [\s\S]*… \d+ more rows\nSearch: row 17▏/,
    )
    expect(text.slice(text.indexOf('$ row'))).not.toContain('row 13 ')
    await terminal.resized(14, 24)
    await terminal.until('row 17')
  })
})

const other = (session: string): ListedSession => ({
  session: session as TranscriptId,
  title: session,
  modified: '2026-11-23T08:00:00.000Z',
  size: 1,
})

describe('TM23 what was said in the directory before', () => {
  it('is found by Ctrl-R after all of this conversation, one session after the other', async () => {
    const { terminal, connection } = await resumed()
    terminal.press(ctrlR)
    terminal.type('tests')
    await terminal.until('$ run the tests')
    expect(connection.madeCalls('sessions')).toEqual([])
    terminal.press(ctrlR)
    await expect.poll(() => connection.asked('sessions')).toEqual([{ limit: 50 }])
    connection.madeCalls('sessions')[0]?.answer({ sessions: [other('a'), other(transcript), other('b')], total: 3 })
    await expect.poll(() => connection.asked('glance')).toEqual([{ session: 'a', prompts: true }])
    const cut = { ...prompt('8', 'tests of a very long one'), cut: { at: 5, omitted: 9 } } as Entry
    connection.madeCalls('glance')[0]?.answer({ entries: [prompt('9', 'older tests'), cut, prompt('7', 'new tests')] })
    await terminal.until('$ new tests')
    terminal.press(ctrlR)
    await terminal.until('$ older tests')
    expect(connection.madeCalls('glance')).toHaveLength(1)
    terminal.press(ctrlR)
    await expect.poll(() => connection.asked('glance').at(-1)).toEqual({ session: 'b', prompts: true })
    connection.madeCalls('glance')[1]?.fail('not_found', 'That session is not on this computer any more.')
    await terminal.until('Not looked any further: That session is not')
    terminal.press(keys.enter)
    await terminal.until((text) => text.includes('$ older tests') && !text.includes('Search:'))
  })

  it('is brought by the first ↑ of a session in which nothing was said yet', async () => {
    const { terminal, connection, line } = await openTerminal()
    connection.live()
    await terminal.until('idle')
    terminal.press(keys.up)
    await expect.poll(() => connection.asked('sessions')).toEqual([{ limit: 50 }])
    connection.madeCalls('sessions')[0]?.answer({ sessions: [other('a')], total: 1 })
    await expect.poll(() => connection.asked('glance')).toEqual([{ session: 'a', prompts: true }])
    connection.madeCalls('glance')[0]?.answer({ entries: [prompt('1', 'plant beans'), prompt('2', 'water them')] })
    await terminal.until(/─\n\$ water them/)
    terminal.press(keys.up)
    await terminal.until(/─\n\$ plant beans/)
    terminal.press('\x15')
    line('eat them')
    terminal.press(keys.up, keys.up)
    await terminal.until(/─\n\$ water them/)
    expect(connection.madeCalls('sessions')).toHaveLength(1)
  })

  it('comes behind what was said here, and takes no key that was typed meanwhile', async () => {
    const { terminal, connection } = await resumed()
    terminal.press(keys.up)
    await terminal.until(/─\n\$ git push/)
    await expect.poll(() => connection.madeCalls('sessions').length).toBe(1)
    connection.madeCalls('sessions')[0]?.answer({ sessions: [other('a')], total: 1 })
    await expect.poll(() => connection.madeCalls('glance').length).toBe(1)
    connection.madeCalls('glance')[0]?.answer({ entries: [prompt('1', 'plant beans')] })
    await expect.poll(() => terminal.press(keys.up) ?? terminal.screen.text()).toMatch(/─\n\$ plant beans/)
    terminal.press(keys.down)
    await terminal.until(/─\n\$ fix the Build/)
  })

  it('what could not be had is asked for by the next ↑, and whoever types goes on', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    terminal.press(keys.up)
    terminal.type('mine')
    await expect.poll(() => connection.madeCalls('sessions').length).toBe(1)
    connection.madeCalls('sessions')[0]?.fail('unavailable', 'There is no connection.')
    terminal.press('\x15')
    await expect.poll(() => terminal.press(keys.up) ?? connection.madeCalls('sessions').length).toBe(2)
    terminal.type('mine')
    connection.madeCalls('sessions')[1]?.answer({ sessions: [other('a')], total: 1 })
    await expect.poll(() => connection.madeCalls('glance').length).toBe(1)
    connection.madeCalls('glance')[0]?.answer({ entries: [prompt('1', 'plant beans')] })
    await settled()
    terminal.type('s')
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['mines'])
  })

  it('is not looked for through all of a long conversation at one ↑', async () => {
    const { terminal, connection } = await resumed(100_000)
    terminal.press(keys.up)
    for (let page = 0; page < 20; page++) {
      await expect.poll(() => connection.madeCalls('page').length).toBe(page + 1)
      const entries = page === 3 ? [prompt('p', 'long ago')] : [reply(`r${page}`, 'on it')]
      connection.madeCalls('page')[page]?.answer({ entries, before: 99_000 - page })
    }
    await expect.poll(() => terminal.press(keys.up) ?? terminal.screen.text()).toMatch(/─\n\$ long ago/)
    expect(connection.made).toHaveLength(20)
  })

  it('is not asked for by whoever was let into one session', async () => {
    const { terminal, connection } = await resumed()
    connection.self = { ...connection.self, scope: { kind: 'room', room: 'r' } } as never
    terminal.press(ctrlR)
    terminal.type('nowhere')
    await terminal.until('No earlier message has this in it.')
    terminal.press(keys.escape, keys.up)
    await terminal.until(/─\n\$ git push/)
    expect(connection.made).toEqual([])
  })
})
