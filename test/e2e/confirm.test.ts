// --confirm: the phone shows a number, the terminal too, and only a yes there lets it in.

import { writeFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install, startCarryon } from '../harness/install.ts'
import { expectNoTroubles, live, newPhone, scan } from '../harness/main-job.ts'
import { pictureOf } from '../harness/picture.ts'
import { dark } from '../harness/theme.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

test('a scanned code lets nobody in before its number was confirmed in the terminal', async () => {
  const terminal = startCarryon(install(), ['--remote', '--confirm'])
  const address = await scan(terminal, browser)
  const stranger = await newPhone(browser)
  await stranger.open(address)
  await stranger.page.getByText('Is it the same number').waitFor()
  const shown = (await stranger.page.getByText(/^\d{4}$/).innerText()).trim()
  await terminal.screen.waitFor(new RegExp(`It shows the number\\s+${shown}`))
  await look('terminal', await pictureOf(terminal.screen, dark, browser))
  await look('phone', await stranger.page.screenshot())
  terminal.press('tab')
  await terminal.screen.waitFor(/Tab to answer here/)
  terminal.press('tab')
  await terminal.screen.waitFor(/Enter answers/)
  terminal.press('enter')
  await stranger.page.getByText('This device was not let in').waitFor()
  await terminal.screen.waitFor(/was refused: its\s+number was not confirmed/)

  const phone = await newPhone(browser)
  await phone.open(address)
  await phone.page.getByText('Is it the same number').waitFor()
  await terminal.screen.waitFor(/Let it in\?/)
  terminal.press('tab')
  await terminal.screen.waitFor(/Tab to answer here/)
  terminal.press('tab', 'down')
  await terminal.screen.waitFor(/→ It shows \d{4}: let it in/)
  terminal.press('enter')
  await live(phone)
  await terminal.screen.waitFor(/is here: it came by the code\.\s+Ctrl-X takes its access back/)
  await look('came', await pictureOf(terminal.screen, dark, browser))
  expectNoTroubles(phone)
  expect(phone.page.url()).not.toContain('#')
})

async function look(name: string, picture: Buffer): Promise<void> {
  if (process.env.LOOK) writeFileSync(`${process.env.LOOK}/confirm-${name}.png`, picture)
}
