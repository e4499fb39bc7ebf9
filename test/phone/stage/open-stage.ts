// The stage, built, served and opened in a browser, for one test file.

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
