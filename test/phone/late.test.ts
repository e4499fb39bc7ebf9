// Parts of the page that come late: what stands there until they do, and where they do not.

import { expect, test } from 'vitest'
import { useStage } from './stage/open-stage.ts'
import { frames } from './stage/play.ts'
import { joined, prompt } from './wire.ts'

const stage = useStage()
const roomPart = /\/room-[\w-]{8}\.js$/

test('PH16 the way in stands there until the room has come, and what is said then is all there', async () => {
  const phone = await stage.phone()
  const held: (() => void)[] = []
  await phone.page.route(roomPart, async (route) => {
    await new Promise<void>((go) => held.push(go))
    // That of the page before is not wanted any more.
    await route.continue().catch(() => {})
  })
  await phone.page.reload({ waitUntil: 'commit' })
  await phone.page.getByText('Joining the session').waitFor()
  await frames(phone.page, ...joined([prompt('p1', 'make')]))
  await expect.poll(() => held.length).toBeGreaterThan(0)
  expect(await phone.page.getByText('Joining the session').isVisible()).toBe(true)
  for (const go of held) go()
  await phone.transcript.getByText('make').waitFor()
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('PH16 a room that cannot be loaded is told of, and the page is loaded anew with a tap', async () => {
  const phone = await stage.phone()
  await phone.page.route(roomPart, (route) => route.abort())
  await phone.page.reload()
  await frames(phone.page, ...joined([prompt('p1', 'make')]))
  await phone.page.getByText('This page could not be loaded whole').waitFor()
  await phone.page.unroute(roomPart)
  await phone.button('Reload').click()
  await phone.page.getByText('Joining the session').waitFor()
  await frames(phone.page, ...joined([prompt('p1', 'make')]))
  await phone.transcript.getByText('make').waitFor()
})
