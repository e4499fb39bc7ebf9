// An address or a code that somebody pasted: what the page has to go to.

import { arrivalOf } from './arrival.ts'

/** `host` is the origin that a code alone is for. Undefined where it holds nothing to come in with. */
export function addressPasted(text: string, host: string): string | undefined {
  // What was copied from a terminal may have been broken in two.
  const whole = text.replace(/\s+/g, '')
  const url = asUrl(whole) ?? asUrl(`${host}/#${whole}`)
  if (!url || !/^https?:$/.test(url.protocol)) return undefined
  const { kind } = arrivalOf(url.pathname, url.hash.slice(1))
  return kind === 'ticket' || kind === 'link' ? url.href : undefined
}

function asUrl(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
