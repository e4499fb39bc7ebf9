// The terminal ends and starts again: same room, same port, and the phone comes back by itself.

import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { freePort, install, startCarryon } from '../harness/install.ts'
import {
  answers,
  connectionOf,
  live,
  marksEverywhere,
  newPhone,
  pairedSession,
  promptsIn,
  reads,
  scan,
} from '../harness/main-job.ts'
import type { PseudoTerminal } from '../harness/terminal.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const ways: [string, (terminal: PseudoTerminal) => Promise<unknown>][] = [
  [
    'quit',
    (terminal) => {
      terminal.type('/quit\n')
      return terminal.exit
    },
  ],
  // By the hang-up, not by a crash on a terminal that is gone.
  ['closed with its window', async (terminal) => expect(await terminal.hangUp()).toMatchObject({ signal: 1 })],
  ['killed', (terminal) => terminal.kill()],
]

describe.each(ways)('a host that was %s', (_, end) => {
  test('is found again by the phone, which has everything once', async () => {
    const where = install()
    const { terminal, phone } = await pairedSession(where, browser, ['--port', `${await freePort()}`])
    await phone.send('echo out-$((1 + 1))')
    await answers(phone, 'Allow once')
    await reads(phone, 'out-2')
    // Who kills a host while a command runs finds what it said so far as interrupted; that is another test's matter.
    await marksEverywhere(where, terminal, phone)
    const before = phone.page.url()

    await end(terminal)
    await connectionOf(phone).getByText('Reconnecting').waitFor()
    await phone.send('echo out-$((2 + 1))')

    const again = startCarryon(where, ['--continue', '--remote'])
    await live(phone)
    await answers(phone, 'Allow once')
    await reads(phone, 'out-3')
    again.press('escape')
    await again.screen.waitFor((text) => text.includes('out-3') && !text.includes('Open in browser'))

    expect(phone.page.url()).toBe(before)
    expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))', 'echo out-$((2 + 1))'])
    const all = ['out-2', 'out-3']
    expect(await marksEverywhere(where, again, phone)).toEqual({ phone: all, terminal: all, file: all })
    expect(phone.troubles.strangers).toEqual([])
  })
})

test('a command that ran when the host was killed is shown as interrupted and not run again by itself', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser, ['--port', `${await freePort()}`])
  terminal.type('echo ran >> log; sleep 30\n')
  await phone.button('Stop').waitFor()
  await terminal.kill()
  startCarryon(where, ['--continue', '--remote'])
  await live(phone)
  await reads(phone, /interrupted/i)
  expect(promptsIn(where)).toEqual(['echo ran >> log; sleep 30'])
})

test('a port that somebody else took meanwhile is said, and the code of the new one leads to all that was said', async () => {
  const where = install()
  const port = await freePort()
  const { terminal, phone } = await pairedSession(where, browser, ['--port', `${port}`])
  terminal.type('echo out-$((1 + 1))\n')
  await reads(phone, 'out-2')
  terminal.type('/quit\n')
  await terminal.exit
  const other = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const again = startCarryon(where, ['--continue', '--remote'])
  await again.screen.waitFor(new RegExp(`Port ${port} was taken`))
  const second = await newPhone(browser)
  const code = await scan(again, browser)
  await second.open(code)
  await reads(second, 'out-2')
  await connectionOf(phone).getByText('Reconnecting').waitFor()
})

test('a session that was closed is whole in the next terminal, with no phone about', async () => {
  const where = install()
  const first = startCarryon(where, [])
  await first.screen.waitFor(/shell/)
  first.type('echo out-$((1 + 1))\n')
  await first.screen.waitFor(/^.*out-2/m)
  await first.hangUp()
  const second = startCarryon(where, ['--continue'])
  await second.screen.waitFor(/^.*out-2/m)
  expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))'])
})
