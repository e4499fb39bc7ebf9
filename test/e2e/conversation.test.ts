// The conversation as a whole, from the phone and from the terminal: its cost, a summary, a fresh one, another agent.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { freePort, install, startCarryon } from '../harness/install.ts'
import { answers, atPrompt, expectNoTroubles, live, pairedSession, reads } from '../harness/main-job.ts'
import { saidIn, transcriptsIn } from '../harness/transcript.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const notes = 'Notes'

test('CV3 CV5 CV7 CV8 the phone asks for the cost, sums up and clears; the terminal sees it, clears too, and --continue is where it was', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser, ['--port', `${await freePort()}`])
  const noted = (text: string | RegExp) => phone.page.getByRole('status', { name: notes }).getByText(text).waitFor()
  terminal.type('seq 2000; echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^ *out-2/m)
  await reads(phone, /out-2/)

  await phone.send('/cost')
  await noted(/Tokens: the agent has told of none\.[\s\S]*Time at work: \d+ s/)
  terminal.type('/cost\n')
  await terminal.screen.waitFor(/Tokens: the agent has told of none\.\s+Time at work: \d+ s/)

  await phone.send('/compact')
  await noted(/A list of the commands, without their output and without any AI: [\d,]+ → \d+ characters\./)
  await terminal.screen.waitFor(/The output of earlier commands was left out: [\d,]+ → \d+ characters/)
  await terminal.screen.waitFor(/\$ seq 2000; echo out-\$\(\(1 \+ 1\)\) +→ exit 0/)
  await reads(phone, /The list is no AI summary/)

  await phone.send('/clear')
  await reads(phone, /began afresh\. What was said before: \/resume [0-9a-f]{8}/)
  await terminal.screen.waitFor(/A fresh conversation · .*\s+What was said before: \/resume [0-9a-f]{8}/)
  await phone.send('echo out-$((1 + 2))')
  await answers(phone, 'Allow once')
  await reads(phone, 'out-3')
  await terminal.screen.waitFor(/^ *out-3/m)
  expect(await phone.transcript.innerText()).not.toContain('out-2')

  terminal.type('/clear\n')
  await reads(phone, /Terminal began afresh/)
  const texts = transcriptsIn(where.configFolder).map(
    (path) => saidIn(path).filter(({ kind }) => kind === 'prompt').length,
  )
  // A summary is a line of the user's, too.
  expect(texts.sort()).toEqual([1, 2])

  expectNoTroubles(phone)

  await terminal.hangUp()
  const next = startCarryon(where, ['--continue', '--remote'])
  await live(phone)
  expect(await phone.transcript.innerText()).not.toMatch(/out-/)
  await next.screen.waitFor(/Open in browser/)
  next.press('escape')
  await atPrompt(next)
  next.type('/resume\n')
  await next.screen.waitFor((text) => text.includes('seq 2000') && text.includes('echo out-$((1 + 2))'))
})

test('CV12 the terminal lists the agents; the phone may choose none that is not listed, and one that is not here says how to get it', async () => {
  const where = install()
  const { terminal, phone } = await pairedSession(where, browser)
  const noted = (text: string | RegExp) => phone.page.getByRole('status', { name: notes }).getByText(text).waitFor()
  terminal.type('/agent\n')
  await terminal.screen.waitFor(/Gemini CLI: not found · npm install -g @google\/gemini-cli/)
  await terminal.screen.waitFor(/your shell, no AI: answers here/)
  await phone.send('/agent gemini')
  await noted(/Gemini CLI is not here: gemini was not found\. Get it: npm install/)
  await phone.send('/agent sh -c id')
  await noted(/is none of the agents here/)
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^ *out-2/m)
  expectNoTroubles(phone)
})
