// Phones that sleep, hosts that sleep, connections that only one side believes in: the phone tells the truth, and ends with
// everything once.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { defaultLimits } from '../../shared/limits.ts'
import { sessionBehindProxy } from '../harness/behind-proxy.ts'
import { startChromium } from '../harness/chromium.ts'
import { freeze } from '../harness/frozen.ts'
import { answers, connectionOf, live, marksEverywhere, promptsIn, reads } from '../harness/main-job.ts'
import type { Phone } from '../harness/phone.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const reconnecting = (phone: Phone) => connectionOf(phone).getByText('Reconnecting').waitFor({ timeout: 40_000 })

test('a page that was frozen while its connection held has everything when it is shown', async () => {
  const { where, terminal, phone } = await sessionBehindProxy(browser)
  const thaw = await freeze(browser, phone)
  terminal.type('for n in 1 2 3; do echo out-$n; done\n')
  await terminal.screen.waitFor(/^.*out-3/m)
  await thaw()
  await reads(phone, 'out-3')
  await live(phone)
  const all = ['out-1', 'out-2', 'out-3']
  expect(await marksEverywhere(where, terminal, phone)).toEqual({ phone: all, terminal: all, file: all })
})

test('a page whose connection died while it was frozen notices when it is shown, and sends what was typed once', async () => {
  const { where, proxy, terminal, phone } = await sessionBehindProxy(browser)
  const thaw = await freeze(browser, phone)
  proxy.silence()
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^.*out-2/m)
  proxy.restore()
  await thaw()
  await phone.send('echo out-$((2 + 1))')
  // The ping on waking went unanswered for `limits.doubt`: sooner than a silence would tell.
  await reads(phone, 'out-2', defaultLimits.silence - 1000)
  await answers(phone, 'Allow once')
  await reads(phone, 'out-3')
  expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))', 'echo out-$((2 + 1))'])
  expect(await marksEverywhere(where, terminal, phone)).toMatchObject({ phone: ['out-2', 'out-3'] })
})

test('a phone that believes in a connection which is gone notices, and has everything once', async () => {
  const { where, proxy, terminal, phone } = await sessionBehindProxy(browser)
  proxy.halfOpen('near')
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^.*out-2/m)
  // Nothing comes any more and nothing says so: until a ping goes unanswered the phone cannot know.
  await phone.send('echo out-$((2 + 1))')
  await phone.offline(true)
  await phone.offline(false)
  await reads(phone, 'out-2')
  await live(phone)
  await answers(phone, 'Allow once')
  await reads(phone, 'out-3')
  expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))', 'echo out-$((2 + 1))'])
})

test('a host that is stopped is said to be out of reach; woken, it has the prompt once', async () => {
  const { where, terminal, phone } = await sessionBehindProxy(browser)
  process.kill(terminal.processId, 'SIGSTOP')
  onTestFinished(() => void process.kill(terminal.processId, 'SIGCONT'))
  await phone.send('echo out-$((1 + 1))')
  await reconnecting(phone)
  expect(await phone.transcript.getByText('echo out-$((1 + 1))').count()).toBe(1)
  process.kill(terminal.processId, 'SIGCONT')
  await live(phone)
  await answers(phone, 'Allow once')
  await reads(phone, 'out-2')
  expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))'])
  expect(await marksEverywhere(where, terminal, phone)).toMatchObject({ phone: ['out-2'], file: ['out-2'] })
})

test('a slow, jittery network that cuts everything into small pieces changes nothing but the time it takes', async () => {
  const { where, proxy, terminal, phone } = await sessionBehindProxy(browser)
  proxy.set({ latency: 40, jitter: 60, slice: 30, bandwidth: 200_000 })
  terminal.type('for n in 1 2 3 4 5 6 7 8 9; do echo out-$n; done\n')
  await reads(phone, 'out-9')
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `out-${n}`)
  expect(await marksEverywhere(where, terminal, phone)).toEqual({ phone: all, terminal: all, file: all })
})
