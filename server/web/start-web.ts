// The host on the network: page, guard and sockets on the addresses given, and the URLs that lead to them.

import { existsSync } from 'node:fs'
import type { Server } from 'node:http'
import { isAbsolute, join } from 'node:path'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import type { Certificate } from './certificate.ts'
import { noProxies, type Proxies } from './forwarded.ts'
import { listen } from './listen.ts'
import { isWildcard, type Names, namesOf, shownAddress, urlOf } from './origins.ts'
import { Reception } from './reception.ts'
import type { SocketPeer } from './socket.ts'

export interface WebOptions {
  /** Exactly these are bound; the first that is not loopback is in the URLs. */
  readonly addresses: readonly string[]
  /** 0 takes any that is free. */
  readonly port: number
  /** Where people reach this host when it is not one of the addresses; see `parsePublicUrl`. */
  readonly publicUrl?: URL
  /** Where it is given, every address speaks TLS, and only that. */
  readonly tls?: Pick<Certificate, 'cert' | 'key'>
  /** Whose word about where a connection comes from is believed. */
  readonly proxies?: Proxies
  /** What a wildcard address is reached at, where that is known. */
  readonly lanAddress?: string
  /** The built phone, an absolute path. */
  readonly phoneFolder: string
  /** Tells this running host from others. */
  readonly instance: string
  readonly limits: Limits
  readonly clock: Clock
  readonly accept: (pipe: Pipe, peer: SocketPeer) => void
}

export interface Web {
  readonly port: number
  /** Pages of these may open a socket. */
  readonly origins: readonly string[]
  /** An address for people; `path` begins with a slash. */
  urlFor(path: string): string
  /**
   * Binds these addresses, on the same port, and lets go of others and of who came by them. Throws `ListenFailed`; then
   * nothing has changed.
   */
  rebind(addresses: readonly string[], lanAddress: string | undefined): Promise<void>
  /** Cuts off everybody who is connected; they come back by themselves. */
  cutOff(): void
  /** Lets go of the port at once, and of who is connected after a moment. */
  close(): Promise<void>
}

/** Throws `ListenFailed`, and where the phone has not been built. */
export async function startWeb(options: WebOptions): Promise<Web> {
  const { publicUrl, limits, tls, phoneFolder } = options
  if (!isAbsolute(phoneFolder) || !existsSync(join(phoneFolder, 'index.html'))) {
    throw new Error(`The phone's page is not in ${phoneFolder}. Build it with: npm run build`)
  }
  const scheme = tls ? 'https' : 'http'
  let names: Names = { hosts: new Set(), origins: new Set() }
  let base = new URL('http://localhost')
  const reception = new Reception({ ...options, names: () => names, proxies: options.proxies ?? noProxies })
  const bound = new Map<string, Server>()
  const bind = async (addresses: readonly string[], wanted: number): Promise<number> => {
    const { port, servers } = await listen({ answer: reception.answer, addresses, port: wanted, tls, limits })
    for (const [place, server] of servers.entries()) {
      server.on('upgrade', reception.upgrade)
      bound.set(addresses[place] ?? '', server)
    }
    return port
  }
  const name = (addresses: readonly string[], lanAddress: string | undefined): void => {
    names = namesOf(addresses, port, publicUrl, scheme)
    const shown = shownAddress(addresses)
    base = publicUrl ?? urlOf(isWildcard(shown) ? (lanAddress ?? 'localhost') : shown, port, scheme)
  }
  const port = await bind(options.addresses, options.port)
  name(options.addresses, options.lanAddress)
  setImmediate(() => reception.prepare())

  return {
    port,
    get origins() {
      return [...names.origins]
    },
    urlFor: (path) => `${base.origin}${path}`,
    async rebind(addresses, lanAddress) {
      const added = addresses.filter((address) => !bound.has(address))
      if (added.length > 0) await bind(added, port)
      for (const [address, server] of bound) {
        if (addresses.includes(address)) continue
        bound.delete(address)
        server.close()
        server.closeAllConnections()
        reception.cutOff(address)
      }
      name(addresses, lanAddress)
    },
    cutOff: () => reception.cutOff(),
    async close() {
      const servers = [...bound.values()]
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)))
      await reception.close()
      for (const server of servers) server.closeAllConnections()
      await Promise.all(closed)
    },
  }
}
