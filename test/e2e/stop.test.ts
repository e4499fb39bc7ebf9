// Stop means stop: the command and everything it started.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install } from '../harness/install.ts'
import { pairedSession, reads } from '../harness/main-job.ts'
import { isAlive } from '../harness/processes.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

test('the phone stops a long command with all its processes, and the session goes on', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  terminal.type('sleep 600 & echo $! > ids; echo $$ >> ids; echo out-$((1 + 1)); sleep 600\n')
  await reads(phone, 'out-2')
  const ids = readFileSync(join(where.project, 'ids'), 'utf8').trim().split('\n').map(Number)
  expect(ids.map(isAlive)).toEqual([true, true])
  await phone.button('Stop').click()
  await phone.button('Stop').waitFor({ state: 'detached' })
  await expect.poll(() => ids.map(isAlive)).toEqual([false, false])
  await reads(phone, /stopped/i)
  terminal.type('echo out-$((2 + 1))\n')
  await reads(phone, 'out-3')
})

test('Esc in the terminal stops it, too, and what waited there is written in the editor instead of begun', async () => {
  const { terminal, phone } = await pairedSession(install(), browser)
  terminal.type('echo out-$((1 + 1)); sleep 600\n')
  await reads(phone, 'out-2')
  terminal.type('echo out-$((2 + 1))\n')
  await terminal.screen.waitFor(/↑ brings it back/)
  terminal.press('escape')
  await phone.button('Stop').waitFor({ state: 'detached' })
  await terminal.screen.waitFor(/● .* idle/)
  expect(terminal.screen.text()).not.toContain('out-3')
  terminal.press('enter')
  await reads(phone, 'out-3')
})
