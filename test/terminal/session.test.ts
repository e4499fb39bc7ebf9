import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { paintSession } from '../../client/terminal/index.ts'
import { qrCode } from '../../client/terminal/qr-code.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { settled } from '../harness/clock.ts'
import { dark, light } from '../harness/theme.ts'
import { address, issued, openRemote, openTerminal, session } from './open-terminal.ts'
import { codeOn } from './reading.ts'
import { device } from './scripted-connection.ts'
import { keys, VirtualTerminal } from './virtual-terminal.ts'

const start = { startWithSession: true }
const now = Date.parse('2026-11-23T09:00:00.000Z')
const trimmed = (text: string): string => text.replace(/ +$/gm, '')

describe('the code', () => {
  it.each([
    [41, 33, 17],
    [53, 33, 17],
    [54, 37, 19],
    [78, 37, 19],
  ])('of %i bytes takes %i × %i cells', (bytes, columns, rows) => {
    const code = qrCode(address.padEnd(bytes, 'x').slice(0, bytes))
    expect([code.width, code.rows.length]).toEqual([columns, rows])
  })

  it.each([
    ['dark', dark, {}],
    ['light', light, {}],
    ['dark, without colours', dark, { NO_COLOR: '1' }],
    ['light, without colours', light, { NO_COLOR: '1' }],
    ['all sixteen colours the same', { ...dark, palette: dark.palette.map(() => '#808080') }, {}],
  ])('TM5 is read off 80×24 together with its address: %s', async (_name, theme, more) => {
    const { terminal } = await openRemote({ ...start, environment: { TERM: 'xterm-256color', ...more } })
    const text = await terminal.until('Esc closes this')
    expect(codeOn(terminal.screen.cells(), theme)).toBe(address)
    expect(text).toContain(`Open in browser: ${address}`)
    for (const said of [session.id, session.directory, session.agent, 'for 3:00', 'Devices none yet']) {
      expect(text).toContain(said)
    }
    expect(text).toContain(`claude --resume ${session.id}`)
  })

  it('TM5 fits 80×24 with the longer address of a public URL', async () => {
    const url = 'https://carryon.some-longer-name.example.org/#AbCdEfGhIjKlMnOpQrStUv'
    const { terminal } = await openRemote(start, { url })
    expect(await terminal.until('Esc closes this')).toMatch(new RegExp(`Open in browser:\\s+${url}`))
    expect(codeOn(terminal.screen.cells(), dark)).toBe(url)
  })

  it.each([
    [80, 12],
    [40, 20],
    [30, 40],
    [12, 8],
  ] as const)('TM5 gives way to the address alone at %i×%i', async (columns, rows) => {
    const { terminal } = await openRemote({ ...start, size: [columns, rows] })
    const text = await terminal.until('Esc')
    expect(text).not.toMatch(/[▀▄█]/)
    expect(text.replaceAll(/[\n ]/g, '')).toContain(address)
  })

  it('TM5 stands beside what is said at 200×60, and alone where there is height but no width', async () => {
    const wide = await openRemote({ ...start, size: [200, 60] })
    await wide.terminal.until('Esc closes this')
    expect(codeOn(wide.terminal.screen.cells(), light)).toBe(address)
    const narrow = await openRemote({ ...start, size: [40, 30] })
    expect(await narrow.terminal.until('Esc closes this')).toContain('good for 3:00')
    expect(codeOn(narrow.terminal.screen.cells(), light)).toBe(address)
  })

  it('comes back when the window is large enough again', async () => {
    const { terminal } = await openRemote({ ...start, size: [80, 12] })
    await terminal.until('Open in browser')
    terminal.resize(80, 24)
    await terminal.until('▄')
    expect(codeOn(terminal.screen.cells(), dark)).toBe(address)
  })
})

describe('painting at once', () => {
  it('TM5 needs none of what the terminal needs later', async () => {
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, '../../client/terminal/index.ts')],
      outdir: 'nowhere',
      bundle: true,
      splitting: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
    })
    const first = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint?.endsWith('terminal/index.ts'))
    const here = metafile.outputs
    const needed = (first?.imports ?? [])
      .filter(({ kind }) => kind === 'import-statement')
      .map(({ path }) => here[path])
    const inputs = [first, ...needed].flatMap((output) => Object.keys(output?.inputs ?? {}))
    expect(inputs.some((path) => path.includes('qr-code'))).toBe(true)
    expect(
      inputs.filter((path) => /pi-tui|marked|repl|screen\.ts/.test(path) && !path.includes('session-screen')),
    ).toEqual([])
  })

  it('TM5 shows the code before anything else is loaded, and is drawn over without a trace', async () => {
    const terminal = new VirtualTerminal()
    await terminal.screen.write('$ carryon --remote\r\n')
    const remote = { ticket: issued('first', now + defaultLimits.ticket) }
    const painted = paintSession({ session, remote, environment: {}, now, output: terminal })
    expect(await terminal.until('Open in browser')).toContain(address)
    expect(codeOn(terminal.screen.cells(), dark)).toBe(address)
    const before = terminal.screen.text()

    const opened = await openRemote({ ...start, terminal, painted })
    opened.connection.live()
    await terminal.until('Fix the build')
    expect(trimmed(terminal.screen.text())).toBe(trimmed(before.replace('New session', 'Fix the build')))
    terminal.press(keys.escape)
    await terminal.until((text) => text.includes('idle') && !text.includes('Open in browser'))
    expect(terminal.screen.allRows().filter((row) => row.includes('Open in browser'))).toEqual([])
  })
})

describe('the ticket', () => {
  it('counts down', async () => {
    const { terminal, clock } = await openRemote(start)
    await terminal.until('for 3:00')
    clock.advance(19_000)
    await terminal.until('for 2:41')
  })

  it('TM6 is made fresh each time /session opens', async () => {
    const { terminal, connection, clock } = await openRemote(start)
    connection.live()
    await terminal.until('Fix the build')
    expect(connection.madeCalls('ticket')).toHaveLength(0)
    terminal.press(keys.escape)
    await terminal.until('idle')
    terminal.type('/session')
    terminal.press(keys.enter)
    await terminal.until('Making a fresh code')
    connection.madeCalls('ticket')[0]?.answer(issued('second', clock.now() + 60_000, { url: `${address}2` }))
    expect(await terminal.until('for 1:00')).toContain(`${address}2`)
  })

  it('TM6 is made fresh when it expires while it is shown', async () => {
    const { terminal, connection, clock } = await openRemote(start)
    connection.live()
    await terminal.until('for 3:00')
    clock.advance(defaultLimits.ticket)
    expect(await terminal.until('Making a fresh code')).not.toContain(address)
    connection.madeCalls('ticket')[0]?.answer(issued('second', clock.now() + 60_000))
    await terminal.until('for 1:00')
    expect(connection.madeCalls('ticket')).toHaveLength(1)
  })

  it('says why there is none, and tries again', async () => {
    const { terminal, connection, clock } = await openRemote(start)
    connection.live()
    clock.advance(defaultLimits.ticket)
    await terminal.until('Making a fresh code')
    connection.madeCalls('ticket')[0]?.fail('unavailable', 'The host is busy; it is asked again.')
    await terminal.until('No code: The host is busy')
    clock.advance(5000)
    expect(connection.madeCalls('ticket')).toHaveLength(2)
  })

  it('TM7 closes the screen when it is used, and says which device came', async () => {
    const { terminal, connection } = await openRemote(start)
    connection.live()
    await terminal.until('Scan with')
    connection.state({ devices: device('d1', 'iPhone, Safari', 'first') })
    const text = await terminal.until('iPhone, Safari is here')
    expect(text).not.toContain('Open in browser')
    await terminal.until('1 device: iPhone, Safari')
  })

  it('TM7 stays when a device comes by another way', async () => {
    const { terminal, connection } = await openRemote(start)
    connection.live()
    connection.state({ devices: device('d1', 'iPhone, Safari') })
    expect(await terminal.until('Devices iPhone, Safari')).toContain('Open in browser')
    connection.state({ devices: device('d2', 'Pixel, Chrome', 'another') })
    expect(await terminal.until('Pixel, Chrome')).toContain('Open in browser')
  })

  it('asks for nothing once it is closed', async () => {
    const { terminal, connection, clock } = await openRemote(start)
    connection.live()
    await terminal.until('Scan with')
    terminal.press(keys.escape)
    await terminal.until('idle')
    clock.advance(2 * defaultLimits.ticket)
    await settled()
    expect(connection.madeCalls('ticket')).toHaveLength(0)
  })
})

describe('what stands in the way', () => {
  it('is said when no phone has come for a while', async () => {
    const { terminal, clock } = await openRemote(start)
    expect(await terminal.until('Scan with')).not.toContain('firewall')
    clock.advance(defaultLimits.noPhoneHint)
    const text = await terminal.until('firewall')
    for (const word of ['guest', 'Wi-Fi', 'VPN', 'WSL', 'container']) expect(text).toContain(word)
    expect(codeOn(terminal.screen.cells(), dark)).toBe(address)
  })

  it('TM8 is said at once where the host knows it', async () => {
    const { terminal } = await openRemote(start, { warning: 'Only this machine can open this address.' })
    await terminal.until('Only this machine can open this address.')
  })

  it('is not said while a device is here', async () => {
    const { terminal, connection, clock } = await openRemote(start)
    connection.live({ devices: device('d1', 'iPhone') })
    clock.advance(defaultLimits.noPhoneHint)
    expect(await terminal.until('for 2:30')).not.toContain('firewall')
  })
})

describe('keys', () => {
  it('what is typed over the code reaches the editor', async () => {
    const { terminal, connection } = await openRemote(start)
    connection.live()
    await terminal.until('Scan with')
    terminal.type('ls')
    expect(await terminal.until('$ ls')).not.toContain('Open in browser')
  })

  it('Ctrl-C closes the code and does not leave', async () => {
    const { terminal, connection } = await openRemote(start)
    connection.live()
    await terminal.until('Scan with')
    terminal.press(keys.ctrlC)
    await terminal.until('idle')
    expect(terminal.started).toBe(true)
  })
})

it('in local mode /session shows the session and how to get a code', async () => {
  const { terminal, connection } = await openTerminal()
  connection.live()
  await terminal.until('idle')
  terminal.type('/session')
  terminal.press(keys.enter)
  const text = await terminal.until('Start with --remote for a link and QR code.')
  expect(text).toContain(session.id)
  expect(text).toContain('Fix the build')
  expect(connection.madeCalls('ticket')).toHaveLength(0)
})

it('a hostile title, folder and warning cannot reach the terminal', async () => {
  const nasty = '\x1b]0;owned\x07\x1b[2Jtitle\nnext'
  const { terminal } = await openRemote(
    { ...start, session: { ...session, title: nasty, directory: nasty, agent: nasty } },
    { warning: nasty },
  )
  await terminal.until('title next')
  expect(terminal.written).not.toContain('owned')
})
