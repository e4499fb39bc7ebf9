// A phone that sleeps: every page of the browser stops in the middle of whatever it does, and is woken as a system wakes it.

import type { Browser } from 'playwright-core'
import type { Phone } from './phone.ts'

/**
 * The processes of the pages are stopped: Chromium's own word for a frozen page (`Page.setWebLifecycleState`) does nothing
 * to pages under a test's control, which are always taken for visible. Meanwhile nothing may be asked of a page.
 */
export async function freeze(browser: Browser, phone: Phone): Promise<() => Promise<void>> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  for (const id of pages) process.kill(id, 'SIGSTOP')
  return async () => {
    for (const id of pages) process.kill(id, 'SIGCONT')
    // What a page that comes back from the cache of pages is told, and nothing else.
    await phone.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
  }
}
