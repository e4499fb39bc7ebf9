// The main job: start a session, scan its code, and the phone is in it.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install, startCarryon } from '../harness/install.ts'
import {
  answers,
  atPrompt,
  expectNoTroubles,
  live,
  marksEverywhere,
  newPhone,
  pairedSession,
  promptsIn,
  reads,
  scan,
} from '../harness/main-job.ts'
import { dark, light } from '../harness/theme.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

describe.each([dark, light])('with a $name terminal', (theme) => {
  test('the code on the screen opens the session on the phone, which prompts in it', async () => {
    const where = install()
    const terminal = startCarryon(where, ['--remote'])
    const phone = await newPhone(browser, { colours: theme.name })
    const address = await scan(terminal, browser, theme)
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{22}$/)

    await phone.open(address)
    await live(phone)
    await atPrompt(terminal)
    await terminal.screen.waitFor(/iPhone/)
    expect(phone.page.url()).not.toContain('#')

    await phone.send('echo out-$((40 + 2))')
    await answers(phone, 'Allow once')
    await reads(phone, 'out-42')
    await terminal.screen.waitFor(/echo out-\$\(\(40 \+ 2\)\)/)
    await terminal.screen.waitFor(/^.*out-42/m)

    expect(await marksEverywhere(where, terminal, phone)).toEqual({
      phone: ['out-42'],
      terminal: ['out-42'],
      file: ['out-42'],
    })
    expect(promptsIn(where)).toEqual(['echo out-$((40 + 2))'])
    expectNoTroubles(phone)
  })
})

test('what is typed in the terminal is run unasked and read on the phone', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^.*out-2/m)
  await reads(phone, 'out-2')
  expect(await marksEverywhere(where, terminal, phone)).toEqual({
    phone: ['out-2'],
    terminal: ['out-2'],
    file: ['out-2'],
  })
  expectNoTroubles(phone)
})

test('output is read while the command still runs', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  terminal.type('echo out-$((1 + 1)); read line < gate; echo out-$line\n'.replace('read', 'mkfifo gate; read'))
  await reads(phone, 'out-2')
  expect(await phone.button('Stop').count()).toBe(1)
  const { writeFileSync } = await import('node:fs')
  writeFileSync(`${where.project}/gate`, '3\n')
  await reads(phone, 'out-3')
  await phone.button('Stop').waitFor({ state: 'detached' })
  expect(await marksEverywhere(where, terminal, phone)).toEqual({
    phone: ['out-2', 'out-3'],
    terminal: ['out-2', 'out-3'],
    file: ['out-2', 'out-3'],
  })
})

test('a reload comes back into the session, without the code and with everything once', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  terminal.type('echo out-$((1 + 1))\n')
  await reads(phone, 'out-2')
  await phone.message.fill('a draft')
  await phone.page.reload()
  await live(phone)
  await reads(phone, 'out-2')
  expect(await phone.message.inputValue()).toBe('a draft')
  expect(phone.page.url()).toMatch(/\/s\/[\w-]+$/)
  expect(await marksEverywhere(where, terminal, phone)).toEqual({
    phone: ['out-2'],
    terminal: ['out-2'],
    file: ['out-2'],
  })
  expectNoTroubles(phone)
})
