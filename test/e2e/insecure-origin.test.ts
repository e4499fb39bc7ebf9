// Plain HTTP on a name that is not this machine's own: what a phone on a home network has, without secure-context APIs.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { freePort, install } from '../harness/install.ts'
import { answers, expectNoTroubles, live, marksEverywhere, pairedSession, reads } from '../harness/main-job.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium({ 'phone.test': '127.0.0.1' })
})
afterAll(() => browser.close())

test('the phone pairs, prompts, reloads and goes on', async () => {
  const where = install()
  const port = await freePort()
  const args = ['--port', String(port), '--public-url', `http://phone.test:${port}`]
  const { terminal, phone } = await pairedSession(where, browser, args)
  expect(new URL(phone.page.url()).origin).toBe(`http://phone.test:${port}`)
  expect(await phone.page.evaluate('isSecureContext')).toBe(false)
  await phone.send('echo out-$((1 + 1))')
  await answers(phone, 'Allow once')
  await reads(phone, 'out-2')
  await phone.page.reload()
  await live(phone)
  await reads(phone, 'out-2')
  expect(await marksEverywhere(where, terminal, phone)).toEqual({
    phone: ['out-2'],
    terminal: ['out-2'],
    file: ['out-2'],
  })
  expectNoTroubles(phone)
})
