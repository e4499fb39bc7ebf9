// The names this host answers to: exact lists of Host and Origin, made from what is bound and the public URL.

import { networkInterfaces } from 'node:os'

/** Every name as a browser writes it: lower case, default ports left out. */
export interface Names {
  readonly hosts: ReadonlySet<string>
  readonly origins: ReadonlySet<string>
}

export function namesOf(
  addresses: readonly string[],
  port: number,
  publicUrl: URL | undefined,
  scheme: Scheme = 'http',
): Names {
  const named = [...new Set([...addresses.flatMap(reachedAs), 'localhost'])]
  const urls = named.map((address) => urlOf(address, port, scheme))
  if (publicUrl) urls.push(publicUrl)
  return { hosts: new Set(urls.map((url) => url.host)), origins: new Set(urls.map((url) => url.origin)) }
}

export type Scheme = 'http' | 'https'

/** An address with a colon is one of IPv6: Node's own word on that costs a start 4 ms. */
export const urlOf = (address: string, port: number, scheme: Scheme = 'http'): URL =>
  new URL(`${scheme}://${address.includes(':') ? `[${address}]` : address}:${port}`)

const wildcards: readonly string[] = ['0.0.0.0', '::']
export const isWildcard = (address: string): boolean => wildcards.includes(address)
export const isLoopback = (address: string): boolean => /^(127\.|::1$|localhost$)/.test(address)

/** The one of these that URLs for people name: others do not reach loopback. */
export const shownAddress = (addresses: readonly string[]): string =>
  addresses.find((address) => !isLoopback(address)) ?? addresses[0] ?? 'localhost'

/** Bound to everything, it answers to each of this machine's own addresses, and to no name beside. */
function reachedAs(address: string): string[] {
  if (!isWildcard(address)) return [address]
  return Object.values(networkInterfaces()).flatMap((each) =>
    (each ?? []).map(({ address }) => address.replace(/%.*/, '')),
  )
}

/** `--public-url` as a URL of nothing but a scheme, a name and a port; a sentence about what is wrong with it else. */
export function parsePublicUrl(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return `${text} is no address of a page. Write it like https://carryon.example.org.`
  }
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password) {
    return `${text} holds more than a name and a port. Give carryon a name of its own, like ${url.origin}.`
  }
  return url
}
