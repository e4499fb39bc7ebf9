// Whether an address leads to this very host, asked over the address itself before it is shown to anybody.

import * as v from 'valibot'

/** `another`: something else answers there. `nobody`: nothing does, as far as this machine can see. */
export type Reach = 'this' | 'another' | 'nobody'

const healthSchema = v.object({ carryon: v.string() })

/** `timeout` in milliseconds. */
export async function reach(url: string, instance: string, timeout = 2000): Promise<Reach> {
  let answer: Response
  try {
    answer = await fetch(new URL('/health', url), { redirect: 'manual', signal: AbortSignal.timeout(timeout) })
  } catch {
    return 'nobody'
  }
  try {
    const health = v.safeParse(healthSchema, await answer.json())
    return health.success && health.output.carryon === instance ? 'this' : 'another'
  } catch {
    return 'another'
  }
}

/** What to say beside a code whose address does not lead here; undefined where it does. */
export function reachWarning(reached: Reach, url: string): string | undefined {
  switch (reached) {
    case 'this':
      return undefined
    case 'another':
      return `Something else answers at ${url}. Check --public-url or --host.`
    case 'nobody':
      return `Nothing answers at ${url}, seen from this machine. Check --public-url, --host and the firewall.`
  }
}
