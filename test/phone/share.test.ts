// Sharing from the phone: a real decoder reads the code off its screen, in light and in dark.

import { expect, test } from 'vitest'
import { qrCodesIn } from '../harness/qr.ts'
import { sharedLink } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { joined } from './wire.ts'

const stage = useStage()

async function opened(colours: 'light' | 'dark') {
  const phone = await stage.phone({ colours })
  await frames(phone.page, ...joined([]))
  await phone.page.getByRole('button', { name: /devices?$/ }).click()
  return phone
}

test.each(['light', 'dark'] as const)(
  'PH18 a link is made with its role, and shown as a text and as a code: %s',
  async (colours) => {
    const phone = await opened(colours)
    await phone.page.getByRole('combobox', { name: 'For how many devices' }).selectOption('3 devices')
    await phone.page.getByRole('combobox', { name: 'For how long' }).selectOption('an hour')
    await phone.button('watch and answer').click()
    expect(await made(phone.page)).toMatchObject([
      { method: 'share', params: { role: 'approve', uses: 3, lasts: 3_600_000 } },
    ])
    await answer(phone.page, 'share', sharedLink)
    await phone.page.getByText(sharedLink.url).waitFor()
    await phone.page.getByText('For 3 devices, until').waitFor()
    const code = phone.page.getByRole('img', { name: 'The link as a QR code' })
    expect(qrCodesIn(await code.screenshot())).toEqual([sharedLink.url])
  },
)

test('PH18 what the host says against it is shown, and it can be tried again', async () => {
  const phone = await opened('light')
  await phone.button('watch').click()
  await refuse(phone.page, 'share', 'unavailable', 'Nothing listens here.')
  await phone.page.getByRole('alert').getByText('Nothing listens here.').waitFor()
  await phone.button('watch').click()
  const day = { role: 'view', uses: 1, lasts: 86_400_000 }
  expect((await made(phone.page)).map(({ params }) => params)).toEqual([day, day])
})
