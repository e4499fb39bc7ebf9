// Copying on the phone, over plain HTTP, too, where browsers have no clipboard to write to.

import { expect, test } from 'vitest'
import { drawnCode } from '../../server/access/drawn-code.ts'
import type { Phone } from '../harness/phone.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames } from './stage/play.ts'
import { joined, reply, result, tool } from './wire.ts'

const stage = useStage()

/** As on a page over plain HTTP. */
const withoutClipboard = (phone: Phone): Promise<void> =>
  phone.page.evaluate(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
  })

/** What a paste into the composer gives. */
async function pasted(phone: Phone): Promise<string> {
  await phone.message.focus()
  await phone.page.keyboard.press('Control+V')
  const text = await phone.message.inputValue()
  await phone.message.fill('')
  return text
}

const code = 'npm ci\n  npm test -- --grep "a  b"\n'

test('PH21 the code of a reply and the output of a tool are copied as they are, and the button says so', async () => {
  const phone = await stage.phone()
  await withoutClipboard(phone)
  const entries = [
    reply('r1', `Run this:\n\n\`\`\`sh\n${code}\`\`\`\n\nThen look.`),
    tool('t1', 'Bash', 'ls'),
    result('t1', 'a.ts\nb.ts', 0),
  ]
  await frames(phone.page, ...joined(entries))
  await phone.button('Copy code').click()
  await phone.button('Copied').waitFor()
  expect((await pasted(phone)).trimEnd()).toBe(code.trimEnd())
  await phone.button('Copy code').waitFor()
  await phone.button('Copy output').click()
  expect(await pasted(phone)).toBe('a.ts\nb.ts')
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('PH21 a link is copied out of the sheet that covers the page', async () => {
  const phone = await stage.phone()
  await withoutClipboard(phone)
  await frames(phone.page, ...joined([]))
  await phone.page.getByRole('button', { name: /devices?$/ }).click()
  await phone.button('watch').click()
  const url = 'http://192.168.1.9:4717/s/AbCdEfGhIjKlMnOpQrStUv#a.b.c'
  const expires = '2026-01-02T00:00:00.000Z'
  await answer(phone.page, 'share', { link: 'l1', url, expires, role: 'view', uses: 1, code: await drawnCode(url) })
  await phone.button('Copy the link').click()
  await phone.button('Copied').waitFor()
  await phone.button('Close').click()
  expect(await pasted(phone)).toBe(url)
})

test('PH21 where the browser copies nothing the button says so, and what to do', async () => {
  const phone = await stage.phone()
  await withoutClipboard(phone)
  await phone.page.evaluate(() => {
    document.execCommand = () => false
  })
  await frames(phone.page, ...joined([tool('t1', 'Bash', 'ls'), result('t1', 'a.ts', 0)]))
  await phone.button('Copy output').click()
  await phone.button('Mark it to copy it').waitFor()
})
