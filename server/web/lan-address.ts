// The address under which others on the network reach this machine: that of the interface of the default route.

import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'

/** What is asked of the machine; tests answer instead. */
export interface Machine {
  /** `/proc/net/route`, where there is one. */
  readonly routes: () => string | undefined
  readonly interfaces: () => ReturnType<typeof networkInterfaces>
  /** The address a packet to the outside would leave from; nothing is sent. */
  readonly outward: () => Promise<string | undefined>
}

export const thisMachine: Machine = {
  routes() {
    try {
      return readFileSync('/proc/net/route', 'utf8')
    } catch {
      return undefined
    }
  },
  interfaces: networkInterfaces,
  outward: () =>
    new Promise((resolve) => {
      const socket = createSocket('udp4')
      const done = (address: string | undefined) => {
        socket.removeAllListeners()
        socket.close()
        resolve(address)
      }
      socket.once('error', () => done(undefined))
      // Connecting a datagram socket only looks up the route; 192.0.2.1 is reserved for documentation.
      socket.connect(9, '192.0.2.1', () => done(socket.address().address))
    }),
}

/** An IPv4 address; undefined where there is no way out, and only this machine itself can be reached. */
export async function lanAddress(machine: Machine = thisMachine): Promise<string | undefined> {
  const routes = machine.routes()
  const name = routes === undefined ? undefined : defaultInterface(routes)
  const outside = Object.entries(machine.interfaces()).flatMap(([of, addresses]) =>
    (addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => ({ of, address })),
  )
  const found = outside.find(({ of }) => of === name)
  if (found) return found.address
  if (routes !== undefined) return undefined
  const outward = await machine.outward()
  return outside.find(({ address }) => address === outward)?.address
}

const gateway = 0x2

/** The interface of the default route with the least metric. */
function defaultInterface(routes: string): string | undefined {
  const candidates = routes
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/))
    .filter(([, destination, , flags, , , , mask]) => {
      const leadsOut = (Number.parseInt(flags ?? '', 16) & gateway) !== 0
      return leadsOut && destination === '00000000' && mask === '00000000'
    })
    .map(([name, , , , , , metric]) => ({ name, metric: Number(metric) }))
  return candidates.sort((a, b) => a.metric - b.metric)[0]?.name
}
