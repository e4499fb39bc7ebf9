// Every screen of the phone, in light and dark: nothing an accessibility checker objects to, and pictures to look at.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Phone } from '../harness/phone.ts'
import { type Scene, scenes } from './scenes.ts'
import { openStage, type Stage } from './stage/open-stage.ts'
import { answer, made, play, refuse } from './stage/play.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Where pictures go, if anybody wants to see them. */
const pictures = process.env['CARRYON_PICTURES']

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

describe.each(['light', 'dark'] as const)('in %s', (colours) => {
  let phone: Phone
  beforeAll(async () => {
    phone = await stage.phone({ colours, sharpness: pictures ? 2 : 1 })
  })
  afterAll(() => phone.close())

  test.each(Object.entries(scenes))('PH11 nothing stands in anybody’s way: %s', async (name, scene) => {
    const { page } = phone
    await show(phone, scene)
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${colours}.png`) })
    if (scene.writes) await page.evaluate(() => localStorage.clear())
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider).toBeLessThanOrEqual(0)
    expect(await tooLow(page)).toEqual([])
    await page.evaluate(axe)
    const found = await page.evaluate(async () => {
      const { violations } = await window.axe.run()
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
    })
    expect(found).toEqual([])
    expect(phone.troubles).toEqual({ errors: [], strangers: [] })
  })
})

describe('on the smallest screen, with letters twice as large', () => {
  let phone: Phone
  beforeAll(async () => {
    phone = await stage.phone({ sharpness: pictures ? 2 : 1 })
    await phone.page.setViewportSize({ width: 320, height: 640 })
    await phone.page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.style.fontSize = '200%'
      })
    })
  })
  afterAll(() => phone.close())

  test.each(Object.entries(scenes))('PH11 everything is within it: %s', async (name, scene) => {
    const { page } = phone
    await show(phone, scene)
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-small.png`) })
    if (scene.writes) await page.evaluate(() => localStorage.clear())
    expect(await beyondTheEdge(page)).toEqual([])
  })
})

/** Brings the screen up, pressing and writing what it takes. */
async function show(phone: Phone, scene: Scene): Promise<void> {
  const { page } = phone
  await phone.open(stage.origin)
  await play(page, ...scene.steps())
  for (const tap of scene.taps ?? []) {
    if (typeof tap === 'string') await page.getByRole('button', { name: new RegExp(`^${tap}`) }).click()
    else {
      await expect.poll(async () => (await made(page)).map(({ method }) => method)).toContain(tap.method)
      if ('ok' in tap) await answer(page, tap.method, tap.ok)
      else await refuse(page, tap.method, 'not_found', tap.refused)
    }
  }
  if (scene.opens) await page.getByText(scene.opens, { exact: true }).click()
  if (scene.writes) await phone.message.fill(scene.writes)
  await page.getByText(scene.shows).first().waitFor()
  await page.waitForFunction(() => !document.querySelector('fieldset:disabled, [data-plain=true]'))
}

/** What is tapped, written into, or a word on how something stands, and is cut off by the window's edge. */
const beyondTheEdge = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, summary, select, input, textarea, h1, h2, .tool-state, .doing')]
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect()
        return width > 0 && (left < 0 || right > innerWidth)
      })
      .map((one) => one.outerHTML),
  )

/** What is tapped and is not as high as a thumb, with what it takes around it; links in a text are as high as its lines. */
const tooLow = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, summary, select, textarea, label, input:not(label input)')]
      .filter((one) => {
        const around = getComputedStyle(one, '::after')
        const more = around.position === 'absolute' ? -2 * Number.parseFloat(around.top) : 0
        const { height } = one.getBoundingClientRect()
        return height > 0 && height + more < 44 && !(one instanceof HTMLLabelElement && !one.querySelector('input'))
      })
      .map((one) => one.outerHTML),
  )

declare global {
  interface Window {
    axe: { run(): Promise<AxeResults> }
  }
}
