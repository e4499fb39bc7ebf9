// Where a request really comes from: what proxies say is believed only from those that the user named.

import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Addresses of proxies. */
export interface Proxies {
  include(address: string): boolean
}

export const noProxies: Proxies = { include: () => false }

/** `--trust-proxy` as a list: addresses and networks, with commas between; a sentence about what is wrong with it else. */
export function parseProxies(text: string): Proxies | string {
  const list = new BlockList()
  for (const part of text.split(',').map((each) => each.trim())) {
    const [address = '', bits, ...more] = part.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    const most = family === 'ipv6' ? 128 : 32
    const width = bits === undefined ? most : Number(bits)
    if (
      isIP(address) === 0 ||
      more.length > 0 ||
      bits === '' ||
      !(Number.isInteger(width) && width >= 0 && width <= most)
    ) {
      return `"${part}" is no address of a proxy. Write it like 127.0.0.1 or 10.0.0.0/8, several with commas.`
    }
    list.addSubnet(address, width, family)
  }
  return { include: (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') }
}

/** The last address that is no trusted proxy's: everything further left in the header may be made up. */
export function clientAddress(request: IncomingMessage, proxies: Proxies): string {
  let address = plain(request.socket.remoteAddress ?? '')
  const told = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse()
  for (const each of told) {
    const before = plain(each.trim())
    if (isIP(before) === 0 || !proxies.include(address)) return address
    address = before
  }
  return address
}

/** Without a port, brackets, or the mark of a version 4 address within version 6. */
const plain = (address: string): string =>
  address
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')
