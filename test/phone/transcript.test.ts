// The transcript on the screen: what grows, what scrolls, what was cut.

import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Entry } from '../../shared/entries.ts'
import type { Phone } from '../harness/phone.ts'
import { running } from './examples.ts'
import { useStage } from './stage/open-stage.ts'
import { answer, frames, made, refuse } from './stage/play.ts'
import { entries, joined, more, patch, prompt, reply, result, roomState, stateOf, tool, welcome } from './wire.ts'

const stage = useStage()
let phone: Phone
beforeEach(async () => {
  phone = await stage.phone()
})

const talk = (from: number, to: number): Entry[] =>
  Array.from({ length: to - from }, (_, index) => reply(`m${from + index}`, `Line ${from + index} of the talk.`))

const liveReply = { kind: 'reply' as const, order: 1, message: 'm1', block: 0, text: 'Hel' }
const liveTool = {
  kind: 'tool' as const,
  order: 1,
  id: 't1',
  name: 'Bash',
  title: 'seq 9',
  input: '',
  at: '2026-11-23T09:41:00.000Z',
  text: '1\n',
  dropped: 0,
}

/** Everything that changes below the log from now on, as "which row: what". */
async function watchChanges(): Promise<() => Promise<string[]>> {
  await phone.page.evaluate(() => {
    const changes: string[] = []
    Object.assign(window, { changes })
    const rows = document.querySelector('.rows')
    if (!rows) throw new Error('There is no transcript.')
    new MutationObserver((records) => {
      for (const { target, type, addedNodes, removedNodes } of records) {
        const row = [...rows.children].findIndex((child) => child.contains(target))
        changes.push(`row ${row}: ${type} +${addedNodes.length} -${removedNodes.length}`)
      }
    }).observe(rows, { subtree: true, childList: true, characterData: true, attributes: true })
  })
  return () => phone.page.evaluate(() => (window as unknown as { changes: string[] }).changes.splice(0))
}

/** The Markdown parser has come, and what was shown plainly until then is drawn anew. */
const parsed = (page: Page): Promise<void> => page.locator('.prose[data-plain="false"]').first().waitFor()

describe('what grows', () => {
  test('PH8 a delta appends to its own row and touches nothing else', async () => {
    const { page } = phone
    await frames(
      page,
      ...joined([prompt('p1', 'go'), ...talk(10, 20)], { live: { 'm:m1/0': liveReply }, activity: running('p1') }),
    )
    await phone.transcript.getByText('Line 19').waitFor()
    await parsed(page)
    const changes = await watchChanges()
    await frames(page, { t: 'delta', of: 'm:m1/0', offset: 3, text: 'lo to all of you' })
    await phone.transcript.getByText('Hello to all of yo').waitFor()
    const growing = await page.evaluate(() => document.querySelectorAll('.rows > *').length - 1)
    const seen = await changes()
    expect(seen.length).toBeGreaterThan(0)
    expect(new Set(seen)).toEqual(new Set([`row ${growing}: childList +1 -0`]))
  })

  test('PH8 the entry that replaces the growing text takes its place without a redraw', async () => {
    const { page } = phone
    await frames(page, ...joined([], { live: { 'm:m1/0': { ...liveReply, text: 'Hello **wor' } } }))
    await phone.transcript.getByText('wo').waitFor()
    await parsed(page)
    await page.evaluate(() => Object.assign(window, { strong: document.querySelector('strong') }))
    await frames(page, more(reply('m1', 'Hello **world**')), patch({ live: { 'm:m1/0': null } }))
    await phone.transcript.getByText('world', { exact: true }).waitFor()
    expect(await page.evaluate(() => Reflect.get(window, 'strong') === document.querySelector('strong'))).toBe(true)
    expect(await phone.transcript.getByText('Hello').count()).toBe(1)
  })

  test('PH8 a running command’s output is appended, and its card stays as its result comes', async () => {
    const { page } = phone
    await frames(page, ...joined([prompt('p1', 'seq 9')], { live: { 't:t1': liveTool }, activity: running('p1') }))
    await phone.transcript.getByText('1').first().waitFor()
    const changes = await watchChanges()
    await frames(page, { t: 'delta', of: 't:t1', offset: 2, text: '2\n' })
    await expect.poll(() => page.locator('.tool .text').textContent()).toBe('1\n2\n')
    expect(await changes()).toEqual(['row 2: childList +1 -0'])
    await frames(
      page,
      more(tool('t1', 'Bash', 'seq 9'), result('t1', '1\n2\n3\n', 0)),
      patch({ live: { 't:t1': null } }),
    )
    await phone.transcript.getByText('exit 0').waitFor()
    expect(await page.locator('.tool .text').allTextContents()).toEqual(['1\n2\n3\n'])
  })

  test('PH8 a card that was folded stays folded while its command goes on', async () => {
    const { page } = phone
    await frames(page, ...joined([], { live: { 't:t1': liveTool }, activity: running('p1') }))
    await page.locator('.tool summary').click()
    await frames(page, { t: 'delta', of: 't:t1', offset: 2, text: '2\n' })
    await frames(page, more(tool('t1', 'Bash', 'seq 9'), result('t1', '1\n2\n', 0)), patch({ live: { 't:t1': null } }))
    await phone.transcript.getByText('exit 0').waitFor()
    expect(await page.locator('.tool').getAttribute('open')).toBeNull()
  })
})

describe('scrolling', () => {
  const left = () => phone.page.locator('.log').evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop)
  const top = (text: string) => phone.transcript.getByText(text).evaluate((line) => line.getBoundingClientRect().top)
  const scrollTo = (place: number) =>
    phone.page.locator('.log').evaluate(async (log, to) => {
      const scrolled = new Promise((resolve) => log.addEventListener('scroll', resolve, { once: true }))
      log.scrollTop = to
      await scrolled
    }, place)

  test('PH9 at the end, the end stays in view through growth and a smaller window', async () => {
    await frames(phone.page, ...joined(talk(0, 80)))
    await expect.poll(left).toBeLessThan(2)
    await frames(phone.page, more(...talk(80, 90)))
    await phone.transcript.getByText('Line 89').waitFor()
    await expect.poll(left).toBeLessThan(2)
    await phone.page.setViewportSize({ width: 390, height: 430 })
    await expect.poll(left).toBeLessThan(2)
  })

  test('PH9 at the end, the end stays in view when what stands beneath goes and comes in one moment', async () => {
    await frames(phone.page, ...joined(talk(0, 80)))
    await phone.page.locator('.dock').evaluate((dock) => {
      dock.style.minHeight = '300px'
    })
    await expect.poll(left).toBeLessThan(2)
    await phone.page.locator('.dock').evaluate((dock) => {
      const log = document.querySelector('.log')
      const before = log?.scrollTop ?? 0
      dock.style.minHeight = '0'
      if (!log || log.scrollTop >= before) throw new Error('The browser did not move what was scrolled too far.')
      dock.style.minHeight = '500px'
      // Browsers tell of that before they tell of the size.
      log.dispatchEvent(new Event('scroll'))
    })
    await phone.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
    await expect.poll(left).toBeLessThan(2)
    expect(await phone.button('To the end').count()).toBe(0)
  })

  test('PH9 scrolled up, the lines being read stay, and what is new is counted', async () => {
    await frames(phone.page, ...joined(talk(0, 80)))
    await expect.poll(left).toBeLessThan(2)
    await scrollTo(1200)
    const before = await top('Line 40 ')
    await frames(phone.page, more(...talk(80, 83)))
    await phone.button('3 new').waitFor()
    expect(await top('Line 40 ')).toBeCloseTo(before, 0)
    await phone.button('3 new').click()
    await expect.poll(left).toBeLessThan(2)
    await phone.button('3 new').waitFor({ state: 'detached' })
  })

  test('PH9 an older page comes as one scrolls up, and the lines being read stay', async () => {
    await frames(phone.page, welcome(), stateOf(roomState()), entries(talk(50, 100), 5000), { t: 'live' })
    await expect.poll(left).toBeLessThan(2)
    await scrollTo(400)
    await expect.poll(async () => (await made(phone.page)).length).toBe(1)
    expect((await made(phone.page))[0]).toMatchObject({ method: 'page', params: { before: 5000 } })
    const before = await top('Line 60 ')
    await answer(phone.page, 'page', { entries: talk(0, 50), before: null })
    await phone.transcript.getByText('Line 0 ').waitFor({ state: 'attached' })
    await expect.poll(() => top('Line 60 ')).toBeCloseTo(before, 0)
    expect(await phone.transcript.getByText('The session begins here').count()).toBe(1)
  })

  test('PH9 a first page that does not fill the screen brings the next by itself', async () => {
    await frames(phone.page, welcome(), stateOf(roomState()), entries(talk(50, 53), 5000), { t: 'live' })
    await expect.poll(async () => (await made(phone.page)).length).toBe(1)
  })

  test('PH9 an older page that did not come is asked for again only on a tap or another scroll', async () => {
    await frames(phone.page, welcome(), stateOf(roomState()), entries(talk(50, 53), 5000), { t: 'live' })
    await expect.poll(async () => (await made(phone.page)).length).toBe(1)
    await refuse(phone.page, 'page', 'unavailable', 'The connection was lost.')
    await phone.page.getByText('The connection was lost.').waitFor()
    expect((await made(phone.page)).length).toBe(1)
    await phone.button('Show earlier').click()
    await expect.poll(async () => (await made(phone.page)).length).toBe(2)
  })
})

describe('texts that were cut', () => {
  const cutResult: Entry = {
    kind: 'result',
    id: 'r1',
    at: '2026-11-23T09:41:00.000Z',
    of: 't1',
    text: 'head-tail',
    cut: { at: 5, omitted: 7 },
    failed: false,
    exit: 0,
  }

  test('PH17 it says how much is missing, and brings it piece by piece', async () => {
    await frames(phone.page, ...joined([tool('t1', 'Bash', 'long'), cutResult]))
    await phone.transcript.getByText('7 characters not shown').waitFor()
    await phone.button('Show all').click()
    await answer(phone.page, 'read', { text: 'mid', total: 16 })
    await expect.poll(async () => (await made(phone.page)).length).toBe(2)
    await answer(phone.page, 'read', { text: 'dle-', total: 16 })
    await expect.poll(() => phone.page.locator('.tool .text').allTextContents()).toEqual(['head-middle-tail'])
    expect((await made(phone.page)).map(({ params }) => params)).toEqual([
      { of: 't1', from: 5 },
      { of: 't1', from: 8 },
    ])
  })

  test('PH17 what came before the connection was lost is kept, and the rest is asked for on the next tap', async () => {
    await frames(phone.page, ...joined([tool('t1', 'Bash', 'long'), cutResult]))
    await phone.button('Show all').click()
    await answer(phone.page, 'read', { text: 'mid', total: 16 })
    await expect.poll(async () => (await made(phone.page)).length).toBe(2)
    await refuse(phone.page, 'read', 'unavailable', 'The connection was lost.')
    await phone.transcript.getByText('4 characters not shown').waitFor()
    await phone.transcript.getByText('It could not be brought').waitFor()
    await phone.button('Show all').click()
    await answer(phone.page, 'read', { text: 'dle-', total: 16 })
    await expect.poll(() => phone.page.locator('.tool .text').allTextContents()).toEqual(['head-middle-tail'])
  })

  test('PH17 what a running command printed before its kept tail is gone, and no tap is offered', async () => {
    await frames(phone.page, ...joined([], { live: { 't:t1': { ...liveTool, text: 'tail', dropped: 70_000 } } }))
    await phone.transcript.getByText('70,000 characters not shown').waitFor()
    expect(await phone.button('Show all').count()).toBe(0)
  })

  test('PH17 a long output is folded until it is unfolded', async () => {
    const output = Array.from({ length: 200 }, (_, line) => `line ${line}`).join('\n')
    await frames(phone.page, ...joined([tool('t1', 'Bash', 'long'), result('t1', output, 0)]))
    const height = () => phone.page.locator('.long-frame').evaluate((frame) => frame.clientHeight)
    await phone.button('Unfold 200 lines').waitFor()
    expect(await height()).toBeLessThan(400)
    await phone.button('Unfold 200 lines').click()
    expect(await height()).toBeGreaterThan(2000)
  })
})
