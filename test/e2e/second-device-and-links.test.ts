// More than one device, and every way in that is not one.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { install, startCarryon } from '../harness/install.ts'
import {
  answers,
  atPrompt,
  expectNoTroubles,
  live,
  newPhone,
  pairedSession,
  reads,
  scan,
  sharedLink,
} from '../harness/main-job.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

test('a second device comes by a shared link, and all three see the same', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser, [], { columns: 100, rows: 50 })
  const link = await sharedLink(terminal)
  const second = await newPhone(browser)
  await second.open(link)
  await live(second)
  expect(second.page.url()).not.toContain('#')
  await second.send('echo out-$((1 + 1))')
  await answers(phone, 'Allow once')
  for (const device of [phone, second]) {
    await reads(device, 'out-2')
    expect((await device.transcript.innerText()).match(/out-2/g)).toEqual(['out-2'])
  }
  await terminal.screen.waitFor(/^.*out-2/m)

  const third = await newPhone(browser)
  await third.open(link)
  await third.page.getByText(/used/i).first().waitFor()
  await third.page.getByText('/share').first().waitFor()
})

test('a code lets one phone in; the next one is told so, and what to do', async () => {
  const terminal = startCarryon(install(), ['--remote'])
  const address = await scan(terminal, browser)
  const first = await newPhone(browser)
  await first.open(address)
  await live(first)
  await atPrompt(terminal)
  const second = await newPhone(browser)
  await second.open(address)
  await second.page
    .getByText(/already/i)
    .first()
    .waitFor()
  await second.page.getByText('/session').first().waitFor()
  expect(await second.transcript.count()).toBe(0)
})

test('/session shows a fresh code, and the one before it stops working', async () => {
  const terminal = startCarryon(install(), ['--remote'])
  const first = await scan(terminal, browser)
  terminal.press('escape')
  await atPrompt(terminal)
  terminal.type('/session\n')
  const fresh = await scan(terminal, browser)
  expect(fresh).not.toBe(first)
  const phone = await newPhone(browser)
  await phone.open(first)
  await phone.page.getByText('/session').first().waitFor()
  const other = await newPhone(browser)
  await other.open(fresh)
  await live(other)
})

test('a link of another computer is told apart from a damaged one', async () => {
  const [there, here] = [
    startCarryon(install(), ['--remote'], { columns: 100, rows: 50 }),
    startCarryon(install(), ['--remote']),
  ]
  await scan(there, browser)
  there.press('escape')
  await atPrompt(there)
  const foreign = new URL(await sharedLink(there))
  const { origin } = new URL(await scan(here, browser))
  const damaged = foreign.hash.replace(/.{9}$/, 'AAAAAAAAA')
  for (const [hash, said] of [
    [foreign.hash, /another computer/i],
    [damaged, /not whole|damaged|another computer/i],
  ] as const) {
    const phone = await newPhone(browser)
    await phone.open(`${origin}${foreign.pathname}${hash}`)
    await phone.page.getByText(said).first().waitFor()
    await phone.page.getByText('/share').first().waitFor()
    expect(await phone.transcript.count()).toBe(0)
  }
})

test('a code or link that is none gets a plain sentence with what to do', async () => {
  const terminal = startCarryon(install(), ['--remote'])
  const { origin } = new URL(await scan(terminal, browser))
  const tried: [string, RegExp][] = [
    ['/#AAAAAAAAAAAAAAAAAAAAAA', /code is not known/i],
    ['/#AAAAAAAA', /code is not whole/i],
    ['/s/AAAAAAAAAAAAAAAAAAAAAA#abc.def', /not whole/i],
    ['/', /./],
  ]
  for (const [path, said] of tried) {
    const phone = await newPhone(browser)
    await phone.open(origin + path)
    await phone.page
      .getByText(/\/session|\/share/)
      .first()
      .waitFor()
    expect(await phone.page.locator('body').innerText(), path).toMatch(said)
    expect(await phone.transcript.count()).toBe(0)
    expectNoTroubles(phone)
  }
})

test('a page from elsewhere cannot connect, nor can a name that is not the host’s', async () => {
  const terminal = startCarryon(install(), ['--remote'])
  const { origin, port } = new URL(await scan(terminal, browser))
  expect((await fetch(`${origin}/health`, { headers: { Origin: 'http://evil.example' } })).status).toBe(403)
  const rebound = await startChromium({ 'evil.example': '127.0.0.1' })
  try {
    const page = await rebound.newPage()
    const answer = await page.goto(`http://evil.example:${port}/`)
    expect(answer?.status()).toBe(421)
  } finally {
    await rebound.close()
  }
})
