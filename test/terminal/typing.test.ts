import { describe, expect, it, test } from 'vitest'
import { terminalDevice } from '../../shared/ids.ts'
import { openTerminal, session } from './open-terminal.ts'
import { prompt, queued, room, running } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

async function idle(change: Parameters<typeof openTerminal>[0] = {}) {
  const opened = await openTerminal(change)
  opened.connection.live()
  await opened.terminal.until('idle')
  return opened
}

async function entered(line: string, change?: Parameters<typeof openTerminal>[0]) {
  const opened = await idle(change)
  opened.terminal.type(line)
  opened.terminal.press(keys.enter)
  return opened
}

const prompts = [
  'ls -la',
  '/bin/ls',
  '/usr/bin/env x',
  '// a note',
  '/',
  '/etc/passwd',
  'echo /session',
  '/3',
  './session',
]
const literal = [' /session', ' /nothing', ' /share drive']
const unknown = ['/nothing', '/sessions', '/shre drive']

describe('a line', () => {
  it.each(prompts)('TM9 that is no command is sent as it is: %s', async (line) => {
    const { connection } = await entered(line)
    expect(connection.prompts()).toEqual([line])
  })

  it.each(literal)('TM9 that is begun with a space is sent: "%s"', async (line) => {
    const { connection } = await entered(line)
    expect(connection.prompts()).toEqual([line.trim()])
  })

  it.each(unknown)('TM9 that looks like a command is not sent, and how to send it is said: %s', async (line) => {
    const { terminal, connection } = await entered(line)
    const text = await terminal.until('There is no command')
    expect(text.replace(/\s+/g, ' ')).toContain('A space before the slash sends the line as it is.')
    expect(connection.made).toEqual([])
  })

  it('may have several rows', async () => {
    const { terminal, connection } = await idle()
    terminal.type('one')
    terminal.press(keys.shiftEnter)
    terminal.type('two\\')
    terminal.press(keys.enter)
    terminal.type('three')
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['one\ntwo\nthree'])
  })

  it('may be pasted, with escape codes in it made harmless', async () => {
    const { terminal, connection } = await idle()
    terminal.press('\x1b[200~first\r\nsecond\x1b]0;x\x07\x1b[201~', keys.enter)
    expect(connection.prompts()[0]).toMatch(/^first\nsecond/)
    expect(connection.prompts()[0]).not.toMatch(/[\0-\x08\x0b-\x1f]/)
  })

  it('that is empty is not sent', async () => {
    const { terminal, connection } = await idle()
    terminal.press(keys.enter, ' ', keys.enter)
    expect(connection.made).toEqual([])
  })

  it('that could not be sent comes back, and why is said', async () => {
    const { terminal, connection } = await entered('make')
    connection.madeCalls('prompt')[0]?.fail('queue_full', 'Fifty prompts wait already; let some run first.')
    const text = await terminal.until('Not sent: Fifty prompts wait already')
    expect(text).toMatch(/^\$ make/m)
  })
})

describe('history', () => {
  it('goes through what was typed and through the prompts of the transcript', async () => {
    const { terminal, connection } = await openTerminal()
    connection.entries(prompt('1', 'first'), prompt('2', 'second\x1b[31m'))
    connection.live()
    await terminal.until('idle')
    terminal.type('third')
    terminal.press(keys.enter, keys.up, keys.up)
    await terminal.until(/─\n\$ second/)
    terminal.press(keys.up)
    await terminal.until(/─\n\$ first/)
    terminal.press(keys.down, keys.down, keys.enter)
    expect(connection.prompts()).toEqual(['third', 'third'])
  })
})

describe('completion', () => {
  it('offers commands as they are typed, and Tab takes one', async () => {
    const { terminal, connection } = await idle()
    terminal.type('/sh')
    await terminal.until('/share [view|approve|drive]')
    terminal.press(keys.tab)
    await terminal.until(/^\$ \/share *$/m)
    terminal.type(' v')
    await terminal.until('→ view')
    terminal.press(keys.tab, keys.enter)
    expect(connection.asked('share')).toEqual([{ role: 'view' }])
  })

  it('never changes a path', async () => {
    const { terminal, connection } = await idle()
    terminal.type('/s')
    await terminal.until('→ /session')
    terminal.type('bin/x')
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['/sbin/x'])
  })

  it('Esc closes the list and interrupts nothing', async () => {
    const { terminal, connection } = await idle()
    connection.state({ activity: running() })
    terminal.type('/s')
    await terminal.until('→ /session')
    terminal.press(keys.escape)
    await terminal.until((text) => !text.includes('→'))
    expect(connection.madeCalls('cancel')).toEqual([])
    terminal.press(keys.escape)
    expect(connection.madeCalls('cancel')).toHaveLength(1)
  })
})

describe('/help', () => {
  it('lists every command and how to send a line that begins with a slash', async () => {
    const { terminal } = await entered('/help', { size: [80, 60] })
    const text = await terminal.until('a space before the slash')
    for (const name of ['/session', '/share', '/send', '/drop', '/help', '/quit']) expect(text).toContain(name)
  })
})

describe('/share', () => {
  it('TM10 prints the whole address so that it can be copied, with its role and its end', async () => {
    const { terminal, connection } = await entered('/share')
    expect(connection.asked('share')).toEqual([{ role: 'drive' }])
    const url = `http://192.168.1.20:4717/s/AAAAAAAAAAAAAAAAAAAAAA#${'eyJhbGciOiJIUzI1NiJ9'.repeat(12)}`
    connection.madeCalls('share')[0]?.answer({ link: 'l', url, expires: '2026-11-24T09:00:00.000Z', role: 'drive' })
    const text = await terminal.until('which may do everything')
    expect(text).toContain('2026')
    expect(text.replaceAll('\n', '')).toContain(url)
    const rows = text.split('\n')
    expect(rows[rows.findIndex((row) => row.startsWith('http'))]).toHaveLength(80)
  })

  it('says which roles there are', async () => {
    const { terminal, connection } = await entered('/share owner')
    await terminal.until('/share takes view, approve or drive, not "owner".')
    expect(connection.made).toEqual([])
  })

  it('says why no link was made', async () => {
    const { terminal, connection } = await entered('/share view')
    connection.madeCalls('share')[0]?.fail('unavailable', 'Nothing listens; start with --remote.')
    await terminal.until('No link was made: Nothing listens; start with --remote.')
  })
})

test('/help has two columns where there is room, and else what a command does under it', async () => {
  const wide = await entered('/help', { size: [80, 60] })
  await wide.terminal.until(/^ +\/session +QR code and link for your phone$/m)
  const slim = await entered('/help', { size: [40, 120] })
  const text = await slim.terminal.until(/^ +\/session\n +QR code and link for your phone$/m)
  expect(text).toMatch(/^ {4}interrupt what runs; yours that wait$\n^ {4}are taken back$/m)
})

test('/help keeps its columns where an agent’s commands take much and say much', async () => {
  const commands = [
    {
      name: 'review',
      hint: '[--depth shallow|deep] [--files a,b,c] [--no-tests]',
      description: 'many words '.repeat(12),
    },
  ]
  const { terminal, connection, line } = await idle({ size: [80, 60] })
  connection.state({ commands })
  line('/help')
  await terminal.until(/\/review \[--depth[^\n]*\n {32}many words[^\n]*\n {32}\S+/)
  expect(terminal.screen.text()).toMatch(/^ {2}Ctrl\+X {24}take back the access/m)
})

describe('leaving', () => {
  it('/quit gives the terminal back with its cursor, the transcript still on it, and says how to come back', async () => {
    const { terminal, connection, end } = await idle()
    connection.entries(prompt('1', 'date'))
    await terminal.until('$ date')
    terminal.type('/quit')
    terminal.press(keys.enter)
    expect(await end).toEqual({ reason: 'quit' })
    expect(terminal.cursorHidden).toBe(false)
    expect(terminal.started).toBe(false)
    const text = await terminal.until('carryon --continue')
    expect(text).toContain('$ date')
    expect(text).toContain(`claude --resume ${session.id}`)
    expect(text).not.toContain('idle')
  })

  it('says how to come back as it was come', async () => {
    const { terminal, end } = await idle({ environment: { TERM: 'xterm-256color', npm_lifecycle_event: 'start' } })
    terminal.press(keys.ctrlD)
    await end
    await terminal.until('To carry on:  npm start -- --continue')
  })

  it('Ctrl-C clears the line first, and leaves when it comes again soon', async () => {
    const { terminal, clock, end, connection } = await idle()
    terminal.type('rm -rf x')
    terminal.press(keys.ctrlC)
    expect(await terminal.until('Ctrl-C again leaves')).not.toContain('rm -rf')
    clock.advance(3000)
    await terminal.until('idle')
    terminal.press(keys.ctrlC)
    await terminal.until('Ctrl-C again leaves')
    terminal.press(keys.ctrlC)
    expect(await end).toEqual({ reason: 'quit' })
    expect(connection.made).toEqual([])
  })

  it('Ctrl-C interrupts what runs and keeps what is written; where that does not end it, two more leave', async () => {
    const { terminal, end, connection } = await idle()
    connection.state({ activity: running() })
    await terminal.until('running')
    terminal.type('and then')
    terminal.press(keys.ctrlC)
    expect(connection.madeCalls('cancel')).toHaveLength(1)
    await terminal.until('and then')
    terminal.press(keys.ctrlC)
    expect(await terminal.until('Ctrl-C again leaves')).not.toContain('and then')
    expect(connection.madeCalls('cancel')).toHaveLength(1)
    terminal.press(keys.ctrlC)
    expect(await end).toEqual({ reason: 'quit' })
  })

  it('a terminal that only watches interrupts nothing by Ctrl-C, and leaves by two', async () => {
    const { terminal, end, connection } = await idle()
    connection.self = { device: terminalDevice, role: 'view', scope: { kind: 'room', room }, room }
    connection.state({ activity: running() })
    terminal.press(keys.ctrlC)
    await terminal.until('Ctrl-C again leaves')
    terminal.press(keys.ctrlC)
    expect(await end).toEqual({ reason: 'quit' })
    expect(connection.made).toEqual([])
  })

  it('whoever writes on after the first Ctrl-C did not mean to leave', async () => {
    const { terminal } = await idle()
    terminal.press(keys.ctrlC)
    await terminal.until('Ctrl-C again leaves')
    terminal.type('x')
    terminal.press(keys.ctrlC)
    expect(terminal.started).toBe(true)
  })

  it('a key that is let go is no key: newer terminals tell of that, too', async () => {
    const { terminal, connection } = await idle()
    terminal.press('\x1b[99;5u', '\x1b[99;5:3u')
    await terminal.until('Ctrl-C again leaves')
    expect(terminal.started).toBe(true)
    connection.state({ activity: running() })
    terminal.press('\x1b[27u', '\x1b[27;1:3u')
    expect(connection.madeCalls('cancel')).toHaveLength(1)
  })

  it('/exit leaves as /quit does', async () => {
    const { end } = await entered('/exit')
    expect(await end).toEqual({ reason: 'quit' })
  })

  it('Ctrl-D leaves where nothing is written, and else does not', async () => {
    const { terminal, end } = await idle()
    terminal.type('x')
    terminal.press(keys.ctrlD)
    expect(terminal.started).toBe(true)
    terminal.press(keys.backspace, keys.ctrlD)
    expect(await end).toEqual({ reason: 'quit' })
  })

  it('tells the caller before the terminal is given back', async () => {
    let started: boolean | undefined
    const { terminal, end } = await idle({
      onQuit: () => {
        started = terminal.started
      },
    })
    terminal.press(keys.ctrlD)
    await end
    expect(started).toBe(true)
  })

  it('ends, and says why, when the host does', async () => {
    const { terminal, connection, end } = await idle()
    connection.become({ is: 'ended', code: 'revoked', reason: 'This session was closed by its owner.' })
    expect(await end).toEqual({ reason: 'ended' })
    await terminal.until('This session was closed by its owner.')
    expect(terminal.cursorHidden).toBe(false)
  })
})

describe('interrupting', () => {
  it('Esc interrupts what runs, and nothing where nothing runs', async () => {
    const { terminal, connection } = await idle()
    terminal.press(keys.escape)
    expect(connection.made).toEqual([])
    connection.state({ activity: running() })
    terminal.press(keys.escape)
    expect(connection.madeCalls('cancel')).toHaveLength(1)
  })
})

describe('prompts that wait', () => {
  it('stand above the editor; held ones say what to do', async () => {
    const { terminal, connection } = await idle()
    connection.state({
      queue: {
        ...queued('a', 'git push', 'held', 1),
        ...queued('b', 'make', 'interrupted', 2),
        ...queued('c', 'ls', 'queued', 3),
      },
    })
    const text = await terminal.until('3 waiting')
    expect(text).toMatch(/1 git push {2}held back by a restart · iPhone · \/send 1 or \/drop 1/)
    expect(text).toMatch(/2 make {2}interrupted: it may have run in part · iPhone · \/send 2 or \/drop 2/)
    expect(text).toMatch(/3 ls {2}next · iPhone/)
  })

  it('/send sends the first that is held, or the one that is named', async () => {
    const { terminal, connection } = await idle()
    connection.state({
      queue: { ...queued('a', 'x', 'queued', 1), ...queued('b', 'y', 'held', 2), ...queued('c', 'z', 'held', 3) },
    })
    for (const line of ['/send', '/send 3', '/send 1', '/send 9', '/send x']) {
      terminal.type(line)
      terminal.press(keys.enter)
    }
    expect(connection.asked('release')).toEqual([{ prompt: 'b' }, { prompt: 'c' }])
    const text = await terminal.until('/send takes the number')
    expect(text).toContain('That prompt goes by itself')
    expect(text).toContain('No prompt is held back.')
  })

  it('/drop takes out the held one, else the last, or the one that is named', async () => {
    const { terminal, connection } = await idle()
    connection.state({ queue: { ...queued('a', 'x', 'queued', 1), ...queued('b', 'y', 'queued', 2) } })
    for (const line of ['/drop', '/drop 1']) {
      terminal.type(line)
      terminal.press(keys.enter)
    }
    expect(connection.asked('withdraw')).toEqual([{ prompt: 'b' }, { prompt: 'a' }])
    connection.madeCalls('withdraw')[0]?.fail('not_found', 'It runs already; Esc interrupts it.')
    await terminal.until('Not taken out: It runs already')
  })

  it('/edit puts one into the editor, and the next line takes its place', async () => {
    const { terminal, connection } = await idle()
    const queue = { ...queued('a', 'x', 'queued', 1), ...queued('b', 'make', 'queued', 2) }
    connection.state({ queue: { ...queue, ...queued('c', 'y', 'interrupted', 3) } })
    terminal.type('/edit')
    terminal.press(keys.enter)
    await terminal.until('Enter puts what you write in its place')
    terminal.type(' all')
    terminal.press(keys.enter)
    expect(connection.asked('amend')).toEqual([{ prompt: 'b', text: 'make all' }])
    expect(connection.prompts()).toEqual([])
    connection.madeCalls('amend')[0]?.fail('not_found', 'It has been sent.')
    await terminal.until(/Not changed: It has been sent\.[\s\S]*\$ make all/)
    terminal.press(keys.enter)
    expect(connection.prompts()).toEqual(['make all'])
    for (const line of ['/edit 3', '/edit 1']) {
      terminal.type(line)
      terminal.press(keys.enter)
    }
    await terminal.until('may have run in part')
    terminal.press(keys.escape)
    terminal.type('ls')
    terminal.press(keys.enter)
    expect(connection.madeCalls('amend')).toHaveLength(1)
    expect(connection.prompts()).toEqual(['make all', 'ls'])
  })

  it('that are on their way while the connection is away say so', async () => {
    const { terminal, connection, clock } = await idle()
    const call = { method: 'prompt', params: { text: 'deploy' }, at: clock.now(), device: undefined } as const
    connection.become({ is: 'reconnecting', since: clock.now(), again: clock.now() + 3000 })
    connection.queueOutbox({ ...call, id: connection.prompt('deploy').id, standing: 'sending' })
    await terminal.until('deploy  goes out when the connection is back')
    connection.become({ is: 'live' })
    await terminal.until((text) => !text.includes('deploy'))
    clock.advance(1000)
    connection.become({ is: 'live' })
    await terminal.until('deploy  sending')
  })

  it('that never reached the host ask too', async () => {
    const { terminal, connection } = await idle()
    const call = { method: 'prompt', params: { text: 'deploy' }, at: 0, device: undefined, standing: 'asks' } as const
    connection.queueOutbox(
      { ...call, id: connection.prompt('deploy').id },
      { ...call, id: connection.prompt('again').id },
    )
    await terminal.until('1 deploy  not sent · /send 1 or /drop 1')
    for (const line of ['/send 1', '/drop 2']) {
      terminal.type(line)
      terminal.press(keys.enter)
    }
    expect(connection.resent).toEqual([connection.made[0]?.id])
    expect(connection.discarded).toEqual([connection.made[1]?.id])
  })
})

it('a first prompt is sent once, at once', async () => {
  const { connection } = await openTerminal({ firstPrompt: 'uname' })
  connection.live()
  expect(connection.prompts()).toEqual(['uname'])
})
