// Pictures on the phone: chosen, made small, sent by pieces, and taken along by the message.

import { beforeEach, expect, test } from 'vitest'
import type { Phone } from '../harness/phone.ts'
import { pixel } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { joined } from './wire.ts'

const stage = useStage()
let phone: Phone
beforeEach(async () => {
  phone = await stage.phone()
})

const buffer = Buffer.from(pixel, 'base64')

const calls = async (method: string) => (await made(phone.page)).filter((call) => call.method === method)

async function choose(...files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  await phone.button('Add a picture').waitFor()
  await phone.page.locator('input[type=file]').setInputFiles(files)
}

test('PH20 a chosen picture is sent by itself, and the message takes it along', async () => {
  await frames(phone.page, ...joined([], { takesImages: true }))
  await choose({ name: 'dot.png', mimeType: 'image/png', buffer })
  await phone.page.getByRole('img', { name: 'Attachment 1, being sent' }).waitFor()
  await phone.message.fill('what is it?')
  expect(await phone.button('Send').isDisabled()).toBe(true)
  await expect.poll(async () => (await calls('upload')).length).toBe(1)
  const [upload] = await calls('upload')
  expect(upload?.params).toMatchObject({ size: buffer.length, at: 0, data: pixel })
  await answer(phone.page, 'upload', { have: buffer.length })
  await expect.poll(() => phone.button('Send').isEnabled()).toBe(true)
  await phone.button('Send').click()
  const { image } = (upload?.params ?? {}) as { image: string }
  expect((await calls('prompt')).map(({ params }) => params)).toEqual([{ text: 'what is it?', images: [image] }])
  await phone.page.getByText('1 picture').waitFor()
  expect(await phone.page.getByRole('img', { name: /Attachment/ }).count()).toBe(0)
})

test('PH20 a large one is made small first; one can be left out again; what the host refuses is told', async () => {
  await frames(phone.page, ...joined([], { takesImages: true }))
  const large = await phone.page.evaluate(() => {
    const canvas = document.createElement('canvas')
    canvas.width = 3000
    canvas.height = 1000
    return canvas.toDataURL('image/jpeg').split(',')[1] ?? ''
  })
  await choose({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(large, 'base64') })
  const shown = phone.page.getByRole('img', { name: 'Attachment 1, being sent' })
  await shown.waitFor()
  await expect.poll(() => shown.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(1568)
  await refuse(phone.page, 'upload', 'too_large', 'This session holds too many pictures already.')
  await phone.page.getByText('This session holds too many pictures already.').waitFor()
  await shown.waitFor({ state: 'detached' })
  await choose({ name: 'dot.png', mimeType: 'image/png', buffer })
  await phone.button('Leave picture 1 out').click()
  expect(await phone.page.getByRole('img', { name: /Attachment/ }).count()).toBe(0)
  await choose({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a picture') })
  await phone.page.getByText('That is no picture this browser can read').waitFor()
})

test('PH20 a picture that is pasted is taken as well, and text that is pasted is text', async () => {
  await frames(phone.page, ...joined([], { takesImages: true }))
  await phone.button('Add a picture').waitFor()
  const paste = (data: string | undefined): Promise<boolean> =>
    phone.message.evaluate((box, encoded) => {
      const clipboardData = new DataTransfer()
      if (encoded === undefined) clipboardData.setData('text/plain', 'words')
      else {
        const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))
        clipboardData.items.add(new File([bytes], 'dot.png', { type: 'image/png' }))
      }
      return box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, data)
  // True where the browser goes on to paste it.
  expect([await paste(undefined), await paste(pixel)]).toEqual([true, false])
  await phone.page.getByRole('img', { name: 'Attachment 1, being sent' }).waitFor()
  await expect.poll(() => calls('upload')).toMatchObject([{ params: { size: buffer.length, data: pixel } }])
})

test('PH20 where the agent takes none there is nothing to add one with', async () => {
  await frames(phone.page, ...joined([]))
  await phone.message.waitFor()
  expect(await phone.button('Add a picture').count()).toBe(0)
})
