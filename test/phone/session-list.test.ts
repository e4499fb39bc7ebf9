// The computer's sessions on the phone: found, looked into, named, tagged, copied and gone on with; guests see none of it.

import { expect, test } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import { listedSessions, shellTalk } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { joined, prompt, reply, room } from './wire.ts'

const stage = useStage()

async function joinedPhone(role: Role = 'owner') {
  const phone = await stage.phone()
  await frames(phone.page, ...joined(shellTalk, {}, role))
  await phone.message.waitFor()
  const { page } = phone
  /** The parameters of every call of a method so far. */
  const called = async (method: string) =>
    (await made(page)).flatMap((call) => (call.method === method ? [call.params] : []))
  const sheet = page.getByRole('dialog', { name: 'Sessions' })
  const one = (name: RegExp) => sheet.getByRole('button', { name })
  return { phone, page, called, sheet, one }
}

async function listed(role?: Role) {
  const it = await joinedPhone(role)
  await it.phone.button('Sessions').tap()
  await expect.poll(() => it.called('sessions')).toHaveLength(1)
  await answer(it.page, 'sessions', { sessions: listedSessions, total: 4 })
  await it.one(/^auth refactor/).waitFor()
  return it
}

test('SE8 the list shows title, time, size, branch and tag, the newest first, and which one is open', async () => {
  const { sheet, called, phone } = await listed()
  expect(await called('sessions')).toEqual([{ search: '', all: false, limit: 100 }])
  const items = await sheet.getByRole('listitem').allInnerTexts()
  expect(items).toHaveLength(4)
  expect(items[0]).toMatch(/^Fix the flaky upload test\s+open here\s*just now · 48 kB · main$/)
  expect(items[1]).toMatch(/#garden\s*3 h ago · 96 kB · timer-drift/)
  expect(items[2]).toMatch(/^auth refactor\s+#later\s*2 d ago/)
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('SE8 what is typed is looked for, in all folders where wanted; an answer that comes late changes nothing', async () => {
  const { page, sheet, called, one } = await listed()
  await page.getByLabel('Find a session').fill('gard')
  await page.getByLabel('Find a session').fill('garden')
  await expect.poll(() => called('sessions')).toHaveLength(3)
  await answer(page, 'sessions', { sessions: listedSessions.slice(1, 2), total: 1 })
  await one(/^auth refactor/).waitFor({ state: 'detached' })
  await sheet.getByText('1 session', { exact: true }).waitFor()
  await page.getByLabel('All folders').check()
  await expect.poll(async () => (await called('sessions')).at(-1)).toEqual({ search: 'garden', all: true, limit: 100 })
  await answer(page, 'sessions', { sessions: [], total: 0 })
  await sheet.getByText('None fits.', { exact: true }).waitFor()
})

test('SE8 a session is looked into and gone on with; the phone shows it when the host takes it there', async () => {
  const { phone, page, sheet, called, one } = await listed()
  await one(/^auth refactor/).tap()
  const session = listedSessions[2]?.session
  await expect.poll(() => called('glance')).toEqual([{ session }])
  await answer(page, 'glance', { entries: [prompt('a', 'split it?'), reply('b', 'In two.')] })
  await sheet.getByText('In two.').waitFor()
  await one(/^Go on with it/).tap()
  expect(await called('open')).toEqual([{ session }])
  await answer(page, 'open', { room: 'other' })
  await sheet.waitFor({ state: 'detached' })
  const [welcome, ...rest] = joined([prompt('x', 'said elsewhere')], { title: 'auth refactor' })
  await frames(page, { ...welcome, room: 'AnotherRoomOfTheOwner1' } as never, ...rest)
  await phone.transcript.getByText('said elsewhere').waitFor()
  expect(await phone.transcript.innerText()).not.toContain('git status')
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('auth refactor')
})

test('SE8 a copy is gone on with; the session that is open is not opened anew', async () => {
  const { page, sheet, called, one } = await listed()
  await one(/^Fix the flaky/).tap()
  await one(/^Go on with a copy/).waitFor()
  expect(await one(/^Go on with it/).count()).toBe(0)
  await one(/^Go on with a copy/).tap()
  expect(await called('fork')).toEqual([{ session: listedSessions[0]?.session }])
  await refuse(page, 'fork', 'not_found', 'Nothing has been said in that session yet; there is nothing to fork.')
  await sheet.getByRole('alert').getByText('nothing to fork').waitFor()
  expect(await one(/^Go on with a copy/).isEnabled()).toBe(true)
})

test('SE8 a session is named and tagged, an empty tag takes the tag away, and the list is asked for again', async () => {
  const { page, called, one } = await listed()
  await one(/^auth refactor/).tap()
  const session = listedSessions[2]?.session
  await one(/^Rename/).tap()
  await page.getByLabel('New title').fill('Beans')
  await one(/^Save/).tap()
  expect(await called('rename')).toEqual([{ session, title: 'Beans' }])
  await answer(page, 'rename', {})
  await expect.poll(() => called('sessions')).toHaveLength(2)
  await one(/^Tag/).tap()
  await page.getByLabel('New tag').fill('')
  await one(/^Save/).tap()
  await expect.poll(() => called('tag')).toEqual([{ session, tag: null }])
})

test('PH14 SE8 who may only watch looks, and opens nothing', async () => {
  const { sheet, one } = await listed('view')
  await one(/^auth refactor/).tap()
  await sheet.getByText('This device may watch').waitFor()
  expect(await one(/^Go on with it/).isDisabled()).toBe(true)
})

test('SE2 SE8 a guest sees no list, neither by a button nor by a command', async () => {
  const { phone, page, called } = await joinedPhone()
  expect(await phone.button('Sessions').count()).toBe(1)
  await frames(page, ...joined(shellTalk, { moved: '2026-11-23T09:41:00.000Z' }, 'drive', { kind: 'room', room }))
  await phone.page.getByText('The owner went on with another session').waitFor()
  expect(await phone.button('Sessions').count()).toBe(0)
  await phone.message.fill('/resume')
  await phone.button('Send').tap()
  await phone.page.getByText('There is no command /resume').waitFor()
  expect(await called('sessions')).toEqual([])
})

test('/resume opens the list, with words the one that fits', async () => {
  const { phone, page, sheet, called } = await joinedPhone()
  await phone.message.fill('/resume')
  await phone.button('Send').tap()
  await sheet.waitFor()
  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  await phone.message.fill('/resume auth')
  await phone.button('Send').tap()
  await expect.poll(async () => (await called('sessions')).at(-1)).toEqual({ search: 'auth', all: false })
  await answer(page, 'sessions', { sessions: listedSessions.slice(2, 3), total: 1 })
  await expect.poll(() => called('open')).toEqual([{ session: listedSessions[2]?.session }])
})
