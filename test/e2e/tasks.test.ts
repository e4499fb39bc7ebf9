// A task that the phone starts beside the session: asked about, opened, answered, and told in the terminal when it is over.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install } from '../harness/install.ts'
import { answers, expectNoTroubles, pairedSession, reads } from '../harness/main-job.ts'
import type { Phone } from '../harness/phone.ts'
import { printed, startPrinting } from '../harness/printing.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const notes = (phone: Phone) => phone.page.getByRole('status', { name: 'Notes' })
const tasksButton = (phone: Phone) => phone.page.getByRole('button', { name: /^Tasks/ })
const sheet = (phone: Phone) => phone.page.getByRole('dialog', { name: 'Tasks' })

test('TK8 TK13 started on the phone, answered in its own room, announced in the terminal', async () => {
  const { terminal, phone } = await pairedSession(install(), browser)
  await phone.send('/background echo out-$((1 + 1))')
  await terminal.screen.waitFor(/a task needs you/)
  await tasksButton(phone).click()
  await sheet(phone).getByText('needs you').waitFor()
  await sheet(phone).getByRole('button', { name: 'Answer it' }).click()
  await sheet(phone).waitFor({ state: 'detached' })
  await answers(phone, 'Allow once')
  await reads(phone, 'out-2')
  await terminal.screen.waitFor(/Task “echo out-.*” is done: out-2/)
  await notes(phone)
    .getByText(/is done: out-2/)
    .waitFor()
  expectNoTroubles(phone)
})

test('TK10 TK11 a carryon --print beside it is listed on the phone and stopped from there', async () => {
  const where = install()
  const { phone } = await pairedSession(where, browser)
  const run = startPrinting(where, ['-p', 'echo out-1; exec sleep 600', '--output-format', 'json'])
  await tasksButton(phone).click()
  await sheet(phone)
    .getByText(/carryon --print, process/)
    .waitFor()
  await sheet(phone).getByText('out-1', { exact: true }).waitFor()
  await sheet(phone).getByRole('button', { name: 'Stop' }).click()
  expect((await run.ended).code).toBe(143)
  await sheet(phone)
    .getByText(/^stopped/)
    .waitFor()
  await printed(where, ['-p', 'echo out-2'])
  await notes(phone)
    .getByText(/is done: out-2/)
    .waitFor()
})

test('TK13 a task typed at the terminal runs without a question, while devices come and go', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  terminal.type('/background while [ ! -e go ]; do sleep 0.1; done; echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/1 task/)
  await phone.page.reload()
  writeFileSync(join(where.project, 'go'), '')
  await terminal.screen.waitFor(/is done:\s+out-2/)
  await tasksButton(phone).click()
  await sheet(phone).getByRole('button', { name: 'Open' }).click()
  await reads(phone, 'out-2')
  await terminal.screen.waitFor(/^.*out-2/m)
  expectNoTroubles(phone)
})
