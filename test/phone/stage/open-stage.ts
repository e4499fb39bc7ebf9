// The stage, built, served and opened in a browser, for one test file.

import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { startChromium } from '../../harness/chromium.ts'
import { Phone, type PhoneOptions } from '../../harness/phone.ts'
import { keptFolder } from '../../harness/temp.ts'
import { buildPage } from './build.ts'
import { servePage } from './serve.ts'

export interface Stage {
  readonly origin: string
  /** A phone of its own, its storage empty. */
  phone(options?: PhoneOptions): Promise<Phone>
  /** Something with a keyboard, and no touch screen. */
  laptop(): Promise<Phone>
  close(): Promise<void>
}

export async function openStage(): Promise<Stage> {
  const built = keptFolder()
  await buildPage(built.path, 'stage')
  const served = await servePage(built.path)
  const browser = await startChromium()
  return {
    origin: served.origin,
    phone: (options) => Phone.start(browser, options),
    laptop: () => Phone.start(browser, { laptop: true }),
    async close() {
      await browser.close()
      await served.close()
      built.remove()
    },
  }
}

/** The same, open while this file's tests run; its phones are on it already, and closed when their test is over. */
export function useStage(): Pick<Stage, 'phone' | 'laptop'> {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())
  const placed = async (phone: Phone): Promise<Phone> => {
    onTestFinished(() => phone.close())
    await phone.open(stage.origin)
    return phone
  }
  return {
    phone: async (options) => placed(await stage.phone(options)),
    laptop: async () => placed(await stage.laptop()),
  }
}
