// A session whose phone comes through a proxy that a test can make fail.

import type { Browser } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { FaultProxy } from '../faults/fault-proxy.ts'
import { freePort, install } from './install.ts'
import { pairedSession } from './main-job.ts'

export async function sessionBehindProxy(browser: Browser) {
  const where = install()
  const port = await freePort()
  const proxy = await FaultProxy.start(() => port)
  onTestFinished(() => proxy.close())
  const args = ['--port', String(port), '--public-url', `http://127.0.0.1:${proxy.port}`]
  const paired = await pairedSession(where, browser, args, { rows: 50, columns: 100 })
  // It is the conversation's connection that these tests break.
  await paired.phone.reserve()
  return { where, proxy, ...paired }
}
