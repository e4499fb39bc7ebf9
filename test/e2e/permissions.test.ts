// What a phone asks for is run only when somebody says so, and the first to say so decides.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install } from '../harness/install.ts'
import { answers, expectNoTroubles, pairedSession, reads, transcriptOf } from '../harness/main-job.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

test('nothing runs before an answer, and nothing after a no', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  await phone.send('touch made')
  await phone.button('Reject').waitFor()
  await terminal.screen.waitFor(/Reject/)
  expect(existsSync(join(where.project, 'made'))).toBe(false)
  await answers(phone, 'Reject')
  await reads(phone, /rejected/i)
  await terminal.screen.waitFor((text) => !text.includes('Allow once'))
  await phone.send('echo out-$((1 + 1))')
  await answers(phone, 'Allow once')
  await reads(phone, 'out-2')
  expect(existsSync(join(where.project, 'made'))).toBe(false)
  // What was printed is on the phone a moment before its line is in the file.
  const results = () => transcriptOf(where).filter((said) => said.kind === 'result')
  await expect.poll(results).toMatchObject([{ failed: true }, { failed: false }])
  expectNoTroubles(phone)
})

test('“always” holds for exactly the line it was said of', async () => {
  const where = install()
  const { phone } = await pairedSession(where, browser)
  await phone.send('printenv HOME')
  await answers(phone, 'Always allow this exact line')
  await reads(phone, where.environment.HOME ?? '')
  await phone.send('printenv HOME')
  await expect.poll(() => phone.transcript.getByText(where.environment.HOME ?? '').count()).toBe(2)
  await phone.send('printenv PATH')
  await phone.button('Allow once').waitFor()
  expect(transcriptOf(where).filter((said) => said.kind === 'result')).toHaveLength(2)
})

test('“always” is not offered where a line could do more than it says', async () => {
  const { phone } = await pairedSession(install(), browser)
  await phone.send('echo a; echo b')
  await phone.button('Allow once').waitFor()
  expect(await phone.button('Always allow this exact line').count()).toBe(0)
})

test('an answer in the terminal takes the question off the phone and runs the command once', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  await phone.send('sh -c "echo ran >> log"')
  await phone.button('Allow once').waitFor()
  await terminal.screen.waitFor(/Allow once/)
  terminal.press('enter')
  await phone.button('Allow once').waitFor({ state: 'detached' })
  await phone.button('Stop').waitFor({ state: 'detached' })
  await expect.poll(() => existsSync(join(where.project, 'log'))).toBe(true)
  expect(transcriptOf(where).map((said) => said.kind)).toEqual(['prompt', 'tool', 'result'])
})
