import { describe, expect, it } from 'vitest'
import type { DeviceId } from '../../shared/ids.ts'
import { openTerminal } from './open-terminal.ts'
import { liveTool, permission, running, tool } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

async function asked(change: { typed?: string } = {}) {
  const opened = await openTerminal()
  const { terminal, connection } = opened
  connection.live()
  await terminal.until('idle')
  if (change.typed) {
    terminal.type(change.typed)
    await terminal.until(change.typed)
  }
  connection.state({
    activity: running(),
    live: liveTool('t', 'Shell', 'rm x', ''),
    permissions: permission('p', 't', 'rm x', 'rm x\nin /home/someone'),
  })
  await terminal.until('Allow this?')
  return opened
}

const answers = (opened: Awaited<ReturnType<typeof asked>>) => opened.connection.asked('answer')

describe('a question', () => {
  it('TM11 is asked with the options by their own names, and answered once', async () => {
    const opened = await asked()
    const { terminal, connection } = opened
    const text = await terminal.until('needs you')
    for (const said of ['rm x', 'in /home/someone', 'Allow once', 'Always allow this exact line', 'Reject']) {
      expect(text).toContain(said)
    }
    terminal.press(keys.down, keys.enter, keys.enter)
    expect(answers(opened)).toEqual([{ permission: 'p', option: 'always' }])
    await terminal.until('Answering…')
    connection.state({ permissions: {} })
    await terminal.until((shown) => !shown.includes('Allow this?'))
  })

  it('EN8 stands beside a call that says it waits, until there is an answer', async () => {
    const { terminal, connection } = await asked()
    connection.entries(tool('t', 'Shell', 'rm x'))
    connection.state({ live: {} })
    const text = await terminal.until('waits for an answer')
    expect(text).not.toContain('no answer was recorded')
    connection.state({ permissions: {} })
    await terminal.until((shown) => !shown.includes('waits for an answer'))
  })

  it('TM11 goes away when somebody else answered, and who is said', async () => {
    const opened = await asked()
    const { terminal, connection } = opened
    const by = { device: 'd' as DeviceId, name: 'iPhone' }
    connection.entries(tool('t', 'Shell', 'rm x'), {
      kind: 'mark',
      of: 't',
      decision: { option: 'Allow once', allowed: true, by },
    })
    connection.state({ permissions: {} })
    const text = await terminal.until('iPhone answered: Allow once')
    expect(text).not.toContain('Allow this?')
    expect(text).toContain('Allowed by iPhone: Allow once')
    terminal.press(keys.enter)
    expect(answers(opened)).toEqual([])
  })

  it('that was answered too late says so and is not asked again by itself', async () => {
    const { terminal, connection } = await asked()
    terminal.press(keys.enter)
    connection.madeCalls('answer')[0]?.fail('already_resolved', 'iPhone answered already: Reject.')
    await terminal.until('Not answered: iPhone answered already: Reject.')
  })

  it('TM12 does not take the keys of somebody who is typing; Tab goes to it and back', async () => {
    const opened = await asked({ typed: 'git status' })
    const { terminal, connection } = opened
    await terminal.until('Tab to answer here')
    terminal.press(keys.enter)
    expect(answers(opened)).toEqual([])
    expect(connection.prompts()).toEqual(['git status'])
    terminal.press(keys.tab)
    await terminal.until('Enter answers')
    terminal.press(keys.tab)
    terminal.type('x')
    await terminal.until('$ x')
    terminal.press(keys.tab, keys.enter)
    expect(answers(opened)).toEqual([{ permission: 'p', option: 'once' }])
  })

  it('TM12 does not take a key that was on its way when it appeared', async () => {
    const { terminal, connection, clock } = await openTerminal()
    connection.live()
    await terminal.until('idle')
    terminal.type('x')
    terminal.press(keys.backspace)
    clock.advance(300)
    connection.state({ activity: running(), permissions: permission('p', 't', 'rm x') })
    await terminal.until('Enter answers')
    terminal.press(keys.enter)
    expect(connection.made).toEqual([])
    clock.advance(700)
    terminal.press(keys.enter)
    expect(connection.madeCalls('answer')).toHaveLength(1)
  })

  it('TM12 lets what is typed through to the editor', async () => {
    const { terminal, connection } = await asked()
    terminal.type('ls')
    await terminal.until('$ ls')
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['ls'])
    expect(connection.madeCalls('answer')).toEqual([])
  })

  it('Esc interrupts the turn', async () => {
    const { terminal, connection } = await asked()
    terminal.press(keys.escape)
    expect(connection.madeCalls('cancel')).toHaveLength(1)
    expect(connection.madeCalls('answer')).toEqual([])
  })

  it('tells how many wait behind it, and gives way to the next', async () => {
    const { terminal, connection, clock } = await asked()
    const second = permission('q', 'u', 'rm y')
    connection.state({ permissions: { ...permission('p', 't', 'rm x'), q: { ...second.q, order: 2 } as never } })
    await terminal.until('1 more after this')
    terminal.press(keys.enter)
    connection.state({ permissions: second })
    await terminal.until((text) => text.includes('rm y') && !text.includes('more after this'))
    clock.advance(700)
    terminal.press(keys.enter)
    expect(connection.asked('answer')).toEqual([
      { permission: 'p', option: 'once' },
      { permission: 'q', option: 'once' },
    ])
  })

  it('TM11 says how much of a long one this window cannot show', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    const detail = Array.from({ length: 60 }, (_, at) => `line ${at}`).join('\n')
    connection.state({ activity: running(), permissions: permission('p', 't', 'cat', detail) })
    const text = await terminal.until('Allow once')
    expect(text).toMatch(/… 49 more rows that this window cannot show/)
    expect(text).toContain('Allow this?')
  })

  it('TM1 shows no escape codes, and what hides is made visible', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    const nasty = 'rm\u200b -rf \u202E/\x1b[2K\x1b]0;x\x07'
    const asks = permission('p', 't', nasty, nasty)
    connection.state({ activity: running(), permissions: asks })
    await terminal.until('rm‹U+200B› -rf ‹U+202E›/')
    expect(terminal.written).not.toContain('\x1b]0;x')
  })
})
