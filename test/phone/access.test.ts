// Who may come, decided on an owner's phone; and what a phone without that right is shown.

import { expect, test } from 'vitest'
import { drawnCode } from '../../server/access/drawn-code.ts'
import type { Role } from '../../shared/roles.ts'
import { qrCodesIn } from '../harness/qr.ts'
import { knownDevices, knownLinks } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { joined } from './wire.ts'

const stage = useStage()

async function opened(role: Role = 'owner') {
  const phone = await stage.phone()
  await frames(phone.page, ...joined([], {}, role))
  await phone.page.getByRole('button', { name: /devices?$/ }).click()
  return phone
}

type Phone = Awaited<ReturnType<typeof opened>>

async function lists(phone: Phone, devices = knownDevices, links = knownLinks): Promise<void> {
  await answer(phone.page, 'devices', { devices })
  await answer(phone.page, 'links', { links })
}

async function mayCome(phone: Phone) {
  await phone.button('Who may come').click()
  await phone.page.getByText('Looking…').waitFor()
  await lists(phone)
  return phone.page.getByRole('dialog', { name: 'Who may come' })
}

const calls = async (phone: Phone, method: string) =>
  (await made(phone.page)).filter((call) => call.method === method).map(({ params }) => params)

test('AD1 AD2 a device is given another role and name, and is revoked after a second tap', async () => {
  const phone = await opened()
  const sheet = await mayCome(phone)
  await sheet.getByText('192.168.1.23').waitFor()
  await sheet.getByRole('button', { name: /^Ben/ }).click()
  const role = sheet.getByLabel('It may')
  expect(await role.locator('option').allInnerTexts()).toHaveLength(3)
  await role.selectOption('view')
  await answer(phone.page, 'device', {})
  await lists(
    phone,
    knownDevices.map((device) => (device.role === 'approve' ? { ...device, role: 'view' } : device)),
  )
  await sheet.getByLabel('Name', { exact: true }).fill('Ben')
  await sheet.getByRole('button', { name: 'Save' }).click()
  await answer(phone.page, 'device', {})
  await lists(phone)
  expect(await calls(phone, 'device')).toEqual([
    { device: 'guest', role: 'view' },
    { device: 'guest', name: 'Ben' },
  ])
  await sheet.getByRole('button', { name: 'Take its access back' }).click()
  expect(await calls(phone, 'revoke')).toEqual([])
  await sheet.getByRole('button', { name: 'Really take it back?' }).click()
  expect(await calls(phone, 'revoke')).toEqual([{ device: 'guest' }])
  await answer(phone.page, 'revoke', {})
  await lists(phone, knownDevices.slice(0, 2), [])
  await sheet.getByText('No link is out.').waitFor()
  expect(await sheet.getByRole('button', { name: /^Ben/ }).count()).toBe(0)
})

test('AD1 a link is taken back; what the host says against it is shown', async () => {
  const phone = await opened()
  const sheet = await mayCome(phone)
  await sheet.getByText('2 of 3 left').waitFor()
  await sheet.getByRole('button', { name: /^Take it back/ }).click()
  expect(await calls(phone, 'unlink')).toEqual([{ link: 'l1' }])
  await refuse(phone.page, 'unlink', 'not_found', 'That link works no longer.')
  await lists(phone, knownDevices, [])
  await sheet.getByRole('alert').getByText('That link works no longer.').waitFor()
})

test('AD3 a code for another own device is read off the screen', async () => {
  const phone = await opened()
  const sheet = await mayCome(phone)
  await sheet.getByRole('button', { name: 'Show a code to scan' }).click()
  expect(await calls(phone, 'ticket')).toEqual([{ drawn: true }])
  const url = 'https://192.168.100.200:47170/#AbCdEfGhIjKlMnOpQrStUv'
  await answer(phone.page, 'ticket', {
    ticket: 't',
    url,
    expires: '2026-01-02T00:00:00.000Z',
    code: await drawnCode(url),
  })
  const code = sheet.getByRole('img', { name: 'The code for another device of yours' })
  expect(qrCodesIn(await code.screenshot())).toEqual([url])
})

test('AD3 others see who is here and nothing more; who loses the right loses the sheet', async () => {
  const guest = await opened('drive')
  await guest.page.getByText('this one').waitFor()
  expect(await guest.button('Who may come').count()).toBe(0)
  const phone = await opened()
  const sheet = await mayCome(phone)
  await phone.page.evaluate(() => {
    const { self } = window.stage
    if (self) window.stage.self = { ...self, role: 'drive' }
  })
  await frames(phone.page, { t: 'you', name: 'iPhone', role: 'drive', scope: { kind: 'host' } })
  await sheet.getByText('This device may not decide that any more.').waitFor()
  expect(await sheet.getByText('192.168.1.23').count()).toBe(0)
})
