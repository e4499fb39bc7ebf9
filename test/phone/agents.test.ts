// The sheet in which another agent is chosen: from `/agent` or from what the session is set to.

import { expect, test } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import { foundAgents } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { joined } from './wire.ts'

const stage = useStage()

async function opened(role: Role = 'owner') {
  const phone = await stage.phone()
  await frames(phone.page, ...joined([], {}, role))
  const sheet = phone.page.getByRole('dialog', { name: 'Agents' })
  const look = async (): Promise<void> => {
    await expect.poll(async () => (await made(phone.page)).map(({ method }) => method)).toContain('agents')
    await answer(phone.page, 'agents', { agents: foundAgents })
  }
  return { phone, page: phone.page, sheet, look }
}

test('PH24 /agent shows the agents of the computer; those that are here may be chosen, and the sheet closes', async () => {
  const { phone, page, sheet, look } = await opened()
  await phone.message.fill('/agent')
  await phone.button('Send').tap()
  await look()
  const gemini = sheet.getByRole('button', { name: 'Gemini CLI' })
  await gemini.waitFor()
  const rows = await sheet.getByRole('listitem').allTextContents()
  expect(rows.map((row) => row.replace(/\s+/g, ' ').trim())).toEqual([
    'Claude Code answers here',
    'Gemini CLI',
    'Codex not on this computernpm install -g @zed-industries/codex-acp',
  ])
  await gemini.tap()
  expect(await gemini.isDisabled()).toBe(true)
  expect((await made(page)).at(-1)).toMatchObject({ method: 'agent', params: { name: 'gemini' } })
  await answer(page, 'agent', {})
  await sheet.waitFor({ state: 'detached' })
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('PH24 what the host says against it is told in the sheet, and another can be chosen', async () => {
  const { phone, page, sheet, look } = await opened()
  await phone.button('2 devices').tap()
  await page.getByRole('button', { name: 'Change' }).tap()
  await look()
  await sheet.getByRole('button', { name: 'Gemini CLI' }).tap()
  await refuse(page, 'agent', 'not_found', 'Gemini CLI is not here any more.')
  await sheet.getByText('Gemini CLI is not here any more.').waitFor()
  expect(await sheet.getByRole('button', { name: 'Gemini CLI' }).isEnabled()).toBe(true)
})

test('PH24 a device that may not drive is not offered it', async () => {
  const { phone, page } = await opened('approve')
  await phone.button('2 devices').tap()
  await page.getByRole('dialog', { name: 'This session' }).getByText('Folder', { exact: true }).waitFor()
  expect(await page.getByRole('button', { name: 'Change' }).count()).toBe(0)
})
