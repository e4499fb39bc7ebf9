// Going on with another session while devices are there: own ones follow, whoever asked; guests stay, and are told.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install } from '../harness/install.ts'
import { expectNoTroubles, live, newPhone, pairedSession, reads, sharedLink } from '../harness/main-job.ts'
import { recorded } from '../harness/recorded.ts'
import { saidIn } from '../harness/transcript.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

test('SE3 SE4 SE8 a phone opens another session: the terminal follows, the guest stays, is told, and sees none of it', async () => {
  const where = install()
  const beans = recorded(where.configFolder, where.project, ['water beans'])
  recorded(where.configFolder, where.project, ['weed leeks'])
  const { terminal, phone } = await pairedSession(where, browser, [], { columns: 100, rows: 50 })
  terminal.type('echo out-$((1 + 1))\n')
  await reads(phone, 'out-2')
  const guest = await newPhone(browser)
  await guest.open(await sharedLink(terminal))
  await live(guest)
  await reads(guest, 'out-2')
  expect(await guest.button('Sessions').count()).toBe(0)
  const address = guest.page.url()

  await phone.button('Sessions').tap()
  await phone.page.getByLabel('Find a session').fill('beans')
  const sheet = phone.page.getByRole('dialog', { name: 'Sessions' })
  await sheet.getByText('1 session', { exact: true }).waitFor()
  await sheet.getByRole('button', { name: /^water beans/ }).tap()
  await sheet.getByText('answer to water beans').waitFor()
  await phone.button('Go on with it').tap()
  await reads(phone, 'answer to water beans')
  expect(await phone.transcript.innerText()).not.toContain('out-2')
  await terminal.screen.waitFor(/out-2[\s\S]*water beans {2}sh, no AI[\s\S]*answer to water beans[\s\S]*idle/)
  await guest.page.getByText('The owner went on with another session').waitFor()

  terminal.type('echo out-$((1 + 2))\n')
  await reads(phone, 'out-3')
  expect(saidIn(beans.path).filter(({ kind }) => kind === 'prompt')).toHaveLength(2)
  const seen = await guest.page.locator('body').innerText()
  expect(seen).toContain('out-2')
  expect(seen).not.toMatch(/beans|out-3/)
  expect(guest.page.url()).toBe(address)

  await phone.page.reload()
  await live(phone)
  await reads(phone, 'out-3')
  await guest.page.reload()
  await live(guest)
  await reads(guest, 'out-2')
  await guest.page.getByText('The owner went on with another session').waitFor()

  await phone.send('/fork')
  await terminal.screen.waitFor(/water beans \(fork\) {2}sh, no AI/)
  await phone.page.getByRole('heading', { name: 'water beans (fork)' }).waitFor()
  for (const device of [phone, guest]) expectNoTroubles(device)
})

test('SE3 /resume in the terminal takes the phone along, and what was half-written there stays with its session', async () => {
  const where = install()
  recorded(where.configFolder, where.project, ['water beans'])
  const { terminal, phone } = await pairedSession(where, browser)
  await phone.message.fill('half a thought')
  terminal.type('echo out-$((1 + 1))\n')
  await reads(phone, 'out-2')
  terminal.type('/resume "water beans"\n')
  await reads(phone, 'answer to water beans')
  expect(await phone.message.inputValue()).toBe('')
  terminal.type('/resume out-\n')
  await reads(phone, 'out-2')
  expect(await phone.message.inputValue()).toBe('half a thought')
  expectNoTroubles(phone)
})
