// The network goes away and comes back: nothing is lost, nothing is there twice.

import { writeFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sessionBehindProxy } from '../harness/behind-proxy.ts'
import { startChromium } from '../harness/chromium.ts'
import { answers, connectionOf, live, marksEverywhere, promptsIn, reads } from '../harness/main-job.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const reconnecting = (phone: Parameters<typeof connectionOf>[0]) =>
  connectionOf(phone).getByText('Reconnecting').waitFor({ timeout: 40_000 })

test('a cut in the middle of a command’s output', async () => {
  const { where, proxy, terminal, phone } = await sessionBehindProxy(browser)
  terminal.type('mkfifo gate; for n in 1 2 3; do echo out-$n; done; cat gate\n')
  await reads(phone, 'out-3')
  proxy.cut()
  await reconnecting(phone)
  writeFileSync(`${where.project}/gate`, 'out-4\nout-5\n')
  await terminal.screen.waitFor(/out-5/)
  terminal.type('echo out-$((3 + 3))\n')
  await terminal.screen.waitFor(/out-6/)
  expect(await phone.transcript.innerText()).not.toMatch(/out-[456]/)
  proxy.restore()
  await live(phone)
  await reads(phone, 'out-6')
  const all = [1, 2, 3, 4, 5, 6].map((n) => `out-${n}`)
  expect(await marksEverywhere(where, terminal, phone)).toEqual({ phone: all, terminal: all, file: all })
})

test('a prompt sent during a cut arrives once, when the network is back', async () => {
  const { where, proxy, terminal, phone } = await sessionBehindProxy(browser)
  proxy.cut()
  await reconnecting(phone)
  await phone.send('echo out-$((1 + 1))')
  await reads(phone, 'echo out-$((1 + 1))')
  expect(await phone.transcript.getByText('echo out-$((1 + 1))').count()).toBe(1)
  proxy.restore()
  await live(phone)
  await answers(phone, 'Allow once')
  await reads(phone, 'out-2')
  await terminal.screen.waitFor(/^.*out-2/m)
  expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))'])
  expect(await phone.transcript.getByText('echo out-$((1 + 1))').count()).toBe(1)
  expect(await marksEverywhere(where, terminal, phone)).toEqual({
    phone: ['out-2'],
    terminal: ['out-2'],
    file: ['out-2'],
  })
})

test('a connection that just falls silent is noticed and replaced', async () => {
  const { proxy, terminal, phone } = await sessionBehindProxy(browser)
  proxy.stall()
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^.*out-2/m)
  await reconnecting(phone)
  proxy.reset()
  proxy.restore()
  await live(phone)
  await reads(phone, 'out-2')
})

test('airplane mode and back', async () => {
  const { where, terminal, phone } = await sessionBehindProxy(browser)
  await phone.offline(true)
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^.*out-2/m)
  await phone.offline(false)
  await reads(phone, 'out-2')
  expect(await marksEverywhere(where, terminal, phone)).toMatchObject({ phone: ['out-2'] })
})
