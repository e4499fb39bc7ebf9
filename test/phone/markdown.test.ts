// Texts from agents on the screen: Markdown as it should look, and nothing that does more than be read.

import { beforeEach, describe, expect, test } from 'vitest'
import { safeAddress } from '../../client/phone/markdown/safe-address.ts'
import type { Phone } from '../harness/phone.ts'
import { seededNumbers } from '../harness/random.ts'
import { useStage } from './stage/open-stage.ts'
import { frames } from './stage/play.ts'
import { joined, prompt, reply, result, tool } from './wire.ts'

describe('an address', () => {
  test.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['HTTP://example.org', 'http://example.org/'],
    ['mailto:ana@example.org', 'mailto:ana@example.org'],
    ['javascript:alert(1)', undefined],
    ['java\tscript:alert(1)', undefined],
    [' javascript:alert(1)', undefined],
    ['data:text/html,<script>1</script>', undefined],
    ['vbscript:x', undefined],
    ['file:///etc/passwd', undefined],
    ['blob:https://example.org/1', undefined],
    ['src/upload.ts', undefined],
    ['//example.org', undefined],
    ['', undefined],
  ])('PH10 %s', (address, safe) => {
    expect(safeAddress(address)).toBe(safe)
  })
})

describe('on the screen', () => {
  const stage = useStage()
  let phone: Phone
  beforeEach(async () => {
    phone = await stage.phone()
  })

  /** The tags that a text becomes, and its links. */
  const shown = async (text: string) => {
    await frames(phone.page, ...joined([reply('m1', text)]))
    await phone.page.locator('.prose[data-plain=false]').waitFor()
    return phone.page.locator('.prose').evaluate((prose) => ({
      tags: [...prose.querySelectorAll('*')].map((element) => element.tagName.toLowerCase()),
      links: [...prose.querySelectorAll('a')].map((link) => link.getAttribute('href')),
      text: prose.textContent,
    }))
  }

  test('PH10 Markdown becomes what it means', async () => {
    const text =
      '# Title\n\nA **b** *c* `d`\n\n1. one\n2. two\n\n- [x] done\n\n```ts\nlet a\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
    const { tags } = await shown(text)
    expect(tags.join(' ')).toBe(
      'h2 p strong em code ol li li ul li span div pre code span button svg path div table thead tr th th tbody tr td td',
    )
  })

  test('PH16 without its parser a text is shown as it was written, and drawn when the parser comes', async () => {
    let off = true
    await phone.page.route('**/markdown-writer*', (route) => (off ? route.abort() : route.continue()))
    await phone.page.reload()
    await frames(phone.page, ...joined([reply('m1', '**bold** text')]))
    await phone.transcript.getByText('**bold** text').waitFor()
    off = false
    await frames(phone.page, ...joined([reply('m1', '**bold** text'), reply('m2', 'more')]))
    await phone.page.locator('.prose strong').waitFor()
    expect(await phone.transcript.getByText('**bold**').count()).toBe(0)
  })

  test('PH10 HTML stays text, scripts do not run, pictures are not fetched', async () => {
    const { tags, links } = await shown(
      '<img src="https://evil.example/a.png" onerror="document.title=1"> <script>document.title=2</script>\n\n' +
        '![seen](https://evil.example/pixel.png) ![](https://evil.example/b.png) ![x](javascript:alert(1))\n\n' +
        '[a](javascript:alert(1)) [b](data:text/html,x) [c](https://example.org/ok) <https://evil.example>',
    )
    expect(tags.filter((tag) => !['p', 'a'].includes(tag))).toEqual([])
    expect(links).toEqual([
      'https://evil.example/pixel.png',
      'https://evil.example/b.png',
      null,
      null,
      null,
      'https://example.org/ok',
    ])
    expect(await phone.page.title()).toBe('Fix the flaky upload test')
    expect(phone.troubles).toEqual({ errors: [], strangers: [] })
  })

  test('PH10 links open elsewhere and tell nobody where they were', async () => {
    await shown('[c](https://example.org/ok)')
    const link = phone.transcript.getByRole('link', { name: 'c' })
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer')
    expect(await link.getAttribute('target')).toBe('_blank')
  })

  test('PH10 escape codes and controls are not shown, wherever text comes from', async () => {
    const hostile = 'a\x1b[31mred\x1b]0;title\x07\x1b[2J\x9b1mb\x00c\u202ed'
    await frames(
      phone.page,
      ...joined(
        [
          prompt('p1', hostile),
          tool('t1', 'Bash', `run ${hostile}`, hostile),
          result('t1', hostile, 0),
          reply('m1', hostile),
        ],
        { title: hostile },
      ),
    )
    await phone.transcript.getByText('exit 0').waitFor()
    const all = await phone.page.evaluate(() => document.body.textContent ?? '')
    expect(all.match(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/g)).toBeNull()
    expect(all.match(/aredbc‹U\+202E›d/g)).toHaveLength(6)
  })

  test('PH10 nesting without end shows its text and breaks nothing', async () => {
    const deep = `${'> '.repeat(60)}deep in quotes\n${'- '.repeat(60)}deep in lists\n${'**_~~'.repeat(40)}deep in marks`
    expect((await shown(deep)).text).toMatch(/deep in quotes.*deep in lists.*deep in marks/s)
    expect(phone.troubles.errors.filter((error) => !error.startsWith('Assertion'))).toEqual([])
  })

  /** The same text in one go and in pieces of random lengths, drawn beside each other. */
  const bothWays = async (text: string, random: () => number) => {
    const part = { kind: 'reply' as const, order: 1, message: 'm1', block: 0, text: '' }
    await frames(phone.page, ...joined([reply('whole', text)], { live: { 'm:m1/0': part } }))
    for (let at = 0; at < text.length; ) {
      const length = 1 + Math.floor(random() * 9)
      await frames(phone.page, { t: 'delta', of: 'm:m1/0', offset: at, text: text.slice(at, at + length) })
      at += length
    }
    await frames(phone.page, ...joined([reply('whole', text), reply('m1', text)]))
    await phone.page.locator('.prose[data-plain=false]').first().waitFor()
    return phone.page
      .locator('.prose')
      .evaluateAll((all) => all.map(({ innerHTML, textContent }) => ({ html: innerHTML, text: textContent })))
  }
  const signs = ['# ', '\n\n', '- ', '1. ', '`', '```\n', '**', '_', '[a](https://b.org)', 'word ', '\n', '> ']
  const scrambled = (from: readonly string[], random: () => number) =>
    Array.from({ length: 25 }, () => from[Math.floor(random() * from.length)]).join('')

  test('PH8 in pieces a text becomes the same as in one', async () => {
    const random = seededNumbers(20261123)
    for (let round = 0; round < 8; round++) {
      const text = scrambled(signs, random)
      const [whole, pieces] = await bothWays(text, random)
      expect(pieces, JSON.stringify(text)).toEqual(whole)
    }
  })

  // A table in a wrong place may be drawn as one or as text, depending on where the pieces end; no letter is lost.
  test('PH8 in pieces no letter of a text is lost', async () => {
    const random = seededNumbers(7)
    for (let round = 0; round < 8; round++) {
      const text = scrambled([...signs, '| a | b |\n|---|---|\n', '~~', '$', '![', '<'], random)
      const [whole, pieces] = await bothWays(text, random)
      expect(pieces?.text, JSON.stringify(text)).toBe(whole?.text)
    }
  })
})
