// Starts the Chromium that tests look through.

import { type Browser, chromium } from 'playwright-core'
import { findChromium } from '../../scripts/chromium.mjs'

/** Starts it without anything it would do on its own; `hosts` maps names to addresses, as a DNS server would. */
export async function startChromium(hosts: Readonly<Record<string, string>> = {}): Promise<Browser> {
  const executablePath = await findChromium()
  if (!executablePath) throw new Error('There is no Chromium here. Run "node scripts/ready.mjs --test" first.')
  const rules = Object.entries(hosts).map(([name, address]) => `MAP ${name} ${address}`)
  const flags = 'no-sandbox disable-gpu disable-quic no-first-run disable-background-networking'.split(' ')
  return chromium.launch({
    executablePath,
    args: [
      ...flags.map((flag) => `--${flag}`),
      '--disable-component-update',
      '--disable-sync',
      ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : []),
    ],
  })
}
