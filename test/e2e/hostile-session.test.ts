// A transcript that wants to harm whoever reads it, on the real phone under the real policy, and in a real terminal.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTranscript } from '../../server/store/open-transcript.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { startChromium } from '../harness/chromium.ts'
import { type Install, install, startCarryon } from '../harness/install.ts'
import { atPrompt, expectNoTroubles, live, newPhone, pairedSession, reads, scan } from '../harness/main-job.ts'

let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

const escapes =
  '\x1b]0;taken title\x07\x1b]52;c;dGFrZW4=\x07\x1b[2J\x1b[3J\x1b[H\x1b]8;;http://evil.example\x07click\x1b]8;;\x07\x9b2J\x1bc'
const markup = [
  '<img src=x onerror="document.title=\'taken\'"><script>document.title="taken"</script><iframe src="http://evil.example"></iframe>',
  '<style>body{display:none}</style><base href="http://evil.example/"><meta http-equiv="refresh" content="0;url=http://evil.example">',
  '[a link](javascript:document.title=`taken`) [another](data:text/html,taken) ![picture](http://evil.example/pixel.png)',
  '<http://evil.example/auto> [spaced](java\tscript:alert(1)) [x]( JaVaScRiPt:alert(1) )',
  '</pre></code></div></main><form action="http://evil.example"><input name=q autofocus onfocus="document.title=\'taken\'">',
]
const bidi = 'rm -rf \u202e/ elif-a-ton\u202c \u2066hidden\u2069 \u200b\ufeff'
const nested = `${'> '.repeat(2000)}deep ${'['.repeat(3000)} ${'*'.repeat(3000)} ${'- '.repeat(500)}`

function hostile(where: Install): void {
  const log = createTranscript({
    configFolder: where.configFolder,
    directory: where.project,
    version: '0',
    limits: defaultLimits,
  })
  const message = (place: number): string => `msg_${place}`
  log.append([
    { kind: 'prompt', uuid: '00000000-0000-4000-8000-000000000001', text: `${markup[0]} ${escapes} ${bidi}` },
    ...[...markup, escapes, bidi, nested].map((text, place) => ({
      kind: 'reply' as const,
      message: message(place),
      block: 0,
      model: 'x',
      text: `${text} after-${place}`,
    })),
    {
      kind: 'tool',
      message: 'msg_t',
      model: 'x',
      id: 'tool-1',
      name: `Bash${escapes}`,
      input: { command: `ls ${escapes}${markup[0]}` },
    },
    { kind: 'result', of: 'tool-1', text: `${escapes}${markup.join('\n')} the-end`, failed: false },
    { kind: 'title', title: `${markup[0]} ${escapes}` },
  ])
  log.close()
}

test('on the phone hostile text is text: no script, no request, no title, no way off the page', async () => {
  const where = install()
  hostile(where)
  const { terminal, phone } = await pairedSession(where, browser, ['--continue'])
  await reads(phone, /after-7/)
  await phone.transcript.locator('summary').last().click()
  await reads(phone, /the-end/)
  const { page } = phone
  expect(await page.title()).not.toBe('taken')
  const unsafe = await page.locator('body').evaluate((body) => ({
    elements: [
      ...body.querySelectorAll(
        'iframe, script:not([src]), form[action], base, meta, object, embed, style, img[src^="http"]',
      ),
    ].map((element) => element.outerHTML.slice(0, 80)),
    links: [...body.querySelectorAll('a[href]')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => !/^https?:/.test(href)),
    handlers: [...body.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name: string) => name.startsWith('on')),
    ).length,
  }))
  expect(unsafe).toEqual({ elements: [], links: [], handlers: 0 })
  // Bytes that would reorder or hide what is read have left the text, or show themselves.
  expect(await phone.transcript.innerText()).not.toMatch(/[\u202e\u2066\x1b\x9b]/)
  expectNoTroubles(phone)
  terminal.type('echo still-$((40 + 2))\n')
  await reads(phone, 'still-42')
})

test('in the terminal escape codes are shown or left out, never obeyed', async () => {
  const where = install()
  hostile(where)
  const terminal = startCarryon(where, ['--continue'])
  await terminal.screen.waitFor(/the-end/)
  expect(terminal.screen.title).not.toContain('taken')
  expect(terminal.screen.clipboard).toEqual([])
  terminal.type('echo still-$((40 + 2))\n')
  await terminal.screen.waitFor(/^.*still-42/m)
})

test('S13 S18 an address tells the page neither whom to talk to nor what to say', async () => {
  const where = install()
  const terminal = startCarryon(where, ['--remote'])
  const address = new URL(await scan(terminal, browser))
  for (const name of ['url', 'server', 'hub', 'host', 'gatewayUrl', 'api', 'ws']) {
    address.searchParams.set(name, 'ws://evil.example:1/ws')
  }
  address.searchParams.set('prompt', 'touch prefilled')
  address.searchParams.set('q', 'touch prefilled')
  const phone = await newPhone(browser)
  await phone.open(address.href)
  await live(phone)
  await atPrompt(terminal)
  expect(await phone.message.inputValue()).toBe('')
  expect(phone.page.url()).not.toContain('evil')
  expectNoTroubles(phone)
})
