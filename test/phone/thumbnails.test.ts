// Pictures of what was said, on the phone: brought when they come into view, let go of, shown large, and told of when they lack.

import { beforeEach, expect, test } from 'vitest'
import type { Phone } from '../harness/phone.ts'
import { pictured, pixel, queued } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, play, refuse } from './stage/play.ts'
import { joined, patch, prompt, reply, result, tool } from './wire.ts'

const stage = useStage()
let phone: Phone
beforeEach(async () => {
  phone = await stage.phone()
})

const look = pictured(prompt('p1', 'what is it?'), 2)
const asked = async () =>
  (await made(phone.page)).flatMap(({ method, params }) => (method === 'picture' ? [params] : []))
const whole = { type: 'image/png', data: pixel, total: pixel.length }
const thumbnail = (name: string) => phone.page.getByRole('img', { name, exact: true })

/** Answers the picture that is asked for next, the `count`th. */
async function bring(count: number): Promise<void> {
  await expect.poll(async () => (await asked()).length).toBe(count)
  await answer(phone.page, 'picture', whole)
}

test('PH23 pictures of a message are small ones that come by pieces, one after the other; a tap shows one large', async () => {
  await frames(phone.page, ...joined([look]))
  await expect.poll(async () => (await asked()).length).toBe(1)
  await answer(phone.page, 'picture', { ...whole, data: pixel.slice(0, 40) })
  await expect.poll(async () => (await asked()).length).toBe(2)
  await answer(phone.page, 'picture', { ...whole, data: pixel.slice(40) })
  await bring(3)
  const [first, rest, other] = (await asked()) as { of: string; index: number; from: number }[]
  expect(first).toMatchObject({ of: 'p1', from: 0 })
  expect(rest).toEqual({ ...first, from: 40 })
  expect(other).toEqual({ ...first, index: 1 - (first?.index ?? 0) })
  const second = thumbnail('Picture 2 of 2 from this message')
  await expect.poll(() => second.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(1)
  await second.click()
  const large = phone.page.getByRole('dialog', { name: 'Picture 2 of 2 from this message' })
  await large.getByRole('button', { name: 'Full size' }).click()
  expect(await large.getByRole('button', { name: 'Full size', pressed: true }).count()).toBe(1)
  await large.getByRole('button', { name: 'Close' }).click()
  await large.waitFor({ state: 'detached' })
  expect(phone.troubles).toEqual({ errors: [], strangers: [] })
})

test('PH23 what a tool answered with is shown in its card, opened', async () => {
  const read = tool('t1', 'Read', 'shots/login.png')
  await frames(phone.page, ...joined([prompt('p1', 'look'), read, pictured(result('t1', ''), 1)]))
  await bring(1)
  await thumbnail('Picture from Read shots/login.png').waitFor()
  expect(await phone.page.getByText('Nothing was printed').count()).toBe(0)
})

test('PH23 one that is out of view is not asked for; one that was shown is kept', async () => {
  const long = Array.from({ length: 12 }, (_, at) => reply(`m${at}`, 'word '.repeat(400)))
  await frames(phone.page, ...joined([pictured(prompt('p1', 'look'), 1), ...long]))
  const log = phone.page.locator('.log')
  await expect.poll(() => log.evaluate((box) => box.scrollTop)).toBeGreaterThan(2000)
  await phone.page.getByRole('img', { name: 'Picture from this message, on its way' }).waitFor()
  expect(await asked()).toEqual([])
  const scrollTo = (top: number) => log.evaluate((box, place) => box.scrollTo(0, place), top)
  await scrollTo(0)
  await bring(1)
  await thumbnail('Picture from this message').waitFor()
  await scrollTo(5000)
  await thumbnail('Picture from this message').waitFor({ state: 'detached' })
  await scrollTo(0)
  await thumbnail('Picture from this message').waitFor()
  expect((await asked()).length).toBe(1)
})

test('PH23 one that cannot be had says why and is asked for again on a tap', async () => {
  await frames(phone.page, ...joined([pictured(prompt('p1', 'look'), 1)]))
  await expect.poll(async () => (await asked()).length).toBe(1)
  await refuse(phone.page, 'picture', 'not_found', 'That picture is not in this transcript.')
  await phone.page.getByText('That picture is not in this transcript.').waitFor()
  await phone.button('Picture from this message: not here. Try again').click()
  await expect.poll(async () => (await asked()).length).toBe(2)
  await answer(phone.page, 'picture', { ...whole, data: 'AAAA', total: 4 })
  await phone.page.getByText('This browser cannot show it.').waitFor()
})

test('PH23 what was lost with the connection is asked for again by itself', async () => {
  await frames(phone.page, ...joined([pictured(prompt('p1', 'look'), 1)]))
  await expect.poll(async () => (await asked()).length).toBe(1)
  await play(phone.page, { status: { is: 'reconnecting', since: Date.now(), again: Date.now() + 4_000 } })
  await refuse(phone.page, 'picture', 'unavailable', 'The connection was lost.')
  await phone.page.getByText('Shown when the connection is back.').waitFor()
  expect(await phone.page.getByText('Try again').count()).toBe(0)
  await play(phone.page, { status: { is: 'live' } })
  await bring(2)
  await thumbnail('Picture from this message').waitFor()
})

test('PH23 those of a message that waits are shown as well, for the host has them', async () => {
  const waits = { ...queued('q1', 1, 'look', 'queued'), images: ['i1'] }
  await frames(phone.page, ...joined([], { takesImages: true }))
  await frames(phone.page, patch({ queue: { q1: waits } } as never))
  await bring(1)
  expect(await asked()).toEqual([{ of: 'q1', index: 0, from: 0 }])
  await thumbnail('Picture from this message').waitFor()
})
