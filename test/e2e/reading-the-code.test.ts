// The eyes of the other tests: a code drawn in a terminal is read off its picture, whatever the theme.

import type { Browser } from 'playwright-core'
import qrcode from 'qrcode-terminal'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { pictureOf } from '../harness/picture.ts'
import { byJsQr, byZbar, qrCodesIn } from '../harness/qr.ts'
import { Screen } from '../harness/screen.ts'
import { dark, light, type Theme } from '../harness/theme.ts'

const address = 'http://192.168.100.100:51234/#AAAAAAAAAAAAAAAAAAAAAA'
let browser: Browser

beforeAll(async () => {
  browser = await startChromium()
})
afterAll(() => browser.close())

async function pictureWithCode(theme: Theme, colours: string): Promise<Buffer> {
  const screen = new Screen(80, 24)
  const rows = await new Promise<string>((resolve) => qrcode.generate(address, { small: true }, resolve))
  for (const row of rows.split('\n')) await screen.write(`  ${colours}${row}\x1b[0m\r\n`)
  return pictureOf(screen, theme, browser)
}

describe.each([dark, light])('on a $name theme', (theme) => {
  test('a code with colours of its own is read by both decoders', async () => {
    const png = await pictureWithCode(theme, '\x1b[38;5;231;48;5;16m')
    expect(byJsQr(png)).toEqual([address])
    expect(byZbar(png) ?? [address]).toEqual([address])
  })

  test('a screen without a code gives none', async () => {
    const screen = new Screen(80, 24)
    await screen.write('█▀▀▀█ just blocks ▀▄█')
    expect(qrCodesIn(await pictureOf(screen, theme, browser))).toEqual([])
  })
})

test('the light theme inverts a code that has no colours of its own, which jsQR then refuses', async () => {
  expect(byJsQr(await pictureWithCode(light, ''))).toEqual([])
})
