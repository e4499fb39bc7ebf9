// Slash commands on the phone: offered while they are written, moved through by keys and touch, run or sent.

import { expect, test } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { joined } from './wire.ts'

const stage = useStage()

async function opened(device: 'phone' | 'laptop', role: Role = 'owner') {
  const phone = device === 'phone' ? await stage.phone() : await stage.laptop()
  await frames(phone.page, ...joined([], {}, role))
  await phone.message.waitFor()
  const list = phone.page.getByRole('listbox', { name: 'Commands' })
  const chosen = list.getByRole('option', { selected: true })
  return { phone, page: phone.page, list, chosen }
}

test('OP1 a command is chosen by touch, completed and run, and what came of it is said here', async () => {
  const { phone, page, list } = await opened('phone')
  await phone.message.fill('/')
  await list.getByRole('option', { name: /rename/ }).tap()
  expect(await phone.message.inputValue()).toBe('/rename ')
  await list.waitFor({ state: 'detached' })
  await phone.message.pressSequentially('Beans')
  await phone.button('Send').tap()
  expect(await made(page)).toMatchObject([{ method: 'rename', params: { title: 'Beans' } }])
  await answer(page, 'rename', {})
  await page.getByRole('status', { name: 'Notes' }).getByText('This session is called “Beans” now.').waitFor()
  expect(await phone.message.inputValue()).toBe('')
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('OP1 the keys of a keyboard move through the list; the focus stays where one writes', async () => {
  const { phone, page, list, chosen } = await opened('laptop')
  await phone.message.pressSequentially('/m')
  // Wherever the list ends, it begins again.
  for (const name of ['/model [name]', '/mode [name]', '/model [name]', '/mode [name]']) {
    await chosen.getByText(name, { exact: true }).waitFor()
    await page.keyboard.press('ArrowDown')
  }
  await phone.message.fill('/ta')
  await chosen.getByText('/tag [tag]', { exact: true }).waitFor()
  const active = await phone.message.getAttribute('aria-activedescendant')
  expect(active).toBe(await chosen.getAttribute('id'))
  await page.keyboard.press('Enter')
  expect(await phone.message.inputValue()).toBe('/tag ')
  await page.keyboard.type('urgent')
  await page.keyboard.press('Enter')
  await expect.poll(() => made(page)).toMatchObject([{ method: 'tag', params: { tag: 'urgent' } }])

  await phone.message.fill('/re')
  await list.waitFor()
  await page.keyboard.press('Escape')
  await list.waitFor({ state: 'detached' })
  expect(await phone.message.inputValue()).toBe('/re')
  expect(await phone.message.getAttribute('aria-activedescendant')).toBeNull()
})

test.each(['/bin/ls', '// a note', '/'])('OP1 what is no command is sent as it is: %s', async (line) => {
  const { phone, page } = await opened('phone')
  await phone.send(line)
  await expect.poll(() => made(page)).toMatchObject([{ method: 'prompt', params: { text: line } }])
  await expect.poll(() => phone.message.inputValue()).toBe('')
})

test('OP1 a space before the slash sends the line without it', async () => {
  const { phone, page } = await opened('phone')
  await phone.send(' /rename x')
  await expect.poll(() => made(page)).toMatchObject([{ method: 'prompt', params: { text: '/rename x' } }])
})

test('OP1 an unknown command sends nothing, says so, and stays written', async () => {
  const { phone, page } = await opened('phone')
  await phone.send('/renam x')
  await page.getByText('There is no command /renam; nothing was sent.').waitFor()
  expect(await phone.message.inputValue()).toBe('/renam x')
  expect(await made(page)).toEqual([])
})

test('a command that the host refuses says why', async () => {
  const { phone, page } = await opened('phone')
  await phone.send('/tag x')
  await expect.poll(() => made(page)).toHaveLength(1)
  await refuse(page, 'tag', 'storage_failed', 'The disk is full.')
  await page.getByText('/tag: The disk is full.').waitFor()
})
