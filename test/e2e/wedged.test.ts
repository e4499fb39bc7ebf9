// An agent that does not stop when it is asked to: the phone ends it, everybody is told, and starts it again.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install } from '../harness/install.ts'
import { expectNoTroubles, pairedSession, reads } from '../harness/main-job.ts'
import { isAlive } from '../harness/processes.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const agent = `${process.execPath} ${join(import.meta.dirname, '../agents/misbehaving-agent.mjs')} will-not-stop`

test('TU6 Stop on the phone ends an agent that will not stop, says so, and offers to start it again', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser, ['--agent', agent])
  await phone.send('go')
  await reads(phone, 'I will look into it')
  await phone.send('and then this')
  const ids = (): number[] => readFileSync(join(where.project, 'ids'), 'utf8').trim().split('\n').map(Number)
  const [first = 0] = ids()
  expect(isAlive(first)).toBe(true)

  await phone.button('Stop').click()
  await phone.button('End it now').waitFor()
  await expect.poll(() => isAlive(first)).toBe(false)
  await reads(phone, 'It did not stop when it was asked to, so the agent was ended.')
  await terminal.screen.waitFor(/is gone: It did not stop when it was asked to/)
  await phone.transcript.getByText('Waits for the agent').waitFor()
  expect(ids()).toHaveLength(1)

  await phone.button('Start again').click()
  await phone.button('Stop').waitFor()
  await expect.poll(ids).toHaveLength(2)
  await phone.transcript.getByText('Waits for the agent').waitFor({ state: 'detached' })

  // In the terminal a second Esc does not wait for the grace.
  terminal.press('escape')
  await terminal.screen.waitFor(/Esc ends the agent/)
  await new Promise((resolve) => setTimeout(resolve, 800))
  terminal.press('escape')
  await terminal.screen.waitFor(/is gone/)
  expectNoTroubles(phone)
})
