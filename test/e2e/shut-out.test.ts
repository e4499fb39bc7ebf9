// A phone whose access ends in the middle of something: it is told, loses nothing, and comes back into the same place.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { FaultProxy } from '../faults/fault-proxy.ts'
import { startChromium } from '../harness/chromium.ts'
import { freePort, install } from '../harness/install.ts'
import { answers, atPrompt, connectionOf, live, pairedSession, reads, scan } from '../harness/main-job.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

test('PH5 PH13 a revoked phone keeps what it showed, its draft and what it had not sent, and pairs into the same room', async () => {
  const port = await freePort()
  const proxy = await FaultProxy.start(() => port)
  onTestFinished(() => proxy.close())
  const args = ['--port', String(port), '--public-url', `http://127.0.0.1:${proxy.port}`]
  const { terminal, phone } = await pairedSession(install(), browser, args)
  await phone.send('echo out-$((10 + 1))')
  await answers(phone, 'Allow once')
  await reads(phone, 'out-11')
  const room = new URL(phone.page.url()).pathname

  proxy.cut()
  await connectionOf(phone).getByText('Reconnecting').waitFor({ timeout: 40_000 })
  await phone.send('echo out-$((20 + 2))')
  await phone.message.fill('half a thought')
  terminal.type('/devices\n')
  await terminal.screen.waitFor(/1 {2}iPhone · Safari · owner/)
  terminal.type('/devices revoke 1\n')
  await terminal.screen.waitFor(/has no access any more/)
  proxy.restore()
  await phone.page.getByText('This device was shut out').waitFor()
  await phone.page.getByText('/session').first().waitFor()
  await reads(phone, 'out-11')

  terminal.type('/session\n')
  await phone.open(await scan(terminal, browser))
  await live(phone)
  await atPrompt(terminal)
  expect(new URL(phone.page.url()).pathname).toBe(room)
  expect(await phone.message.inputValue()).toBe('half a thought')
  // Made under the grant that ended: it is asked about, and goes when it is tapped.
  await phone.button('Send now').click()
  await answers(phone, 'Allow once')
  await reads(phone, 'out-22')
  await terminal.screen.waitFor(/out-22/)
})
