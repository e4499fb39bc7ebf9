// Where `--remote` listens: the port this room had last, else a fixed one, else the next that is free.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Host } from '../host.ts'
import { certificateWarning, readCertificate } from '../web/certificate.ts'
import { lanAddress } from '../web/lan-address.ts'
import { ListenFailed } from '../web/listen.ts'
import { isLoopback, isWildcard } from '../web/origins.ts'
import { reach, reachWarning } from '../web/reachable.ts'
import { startWeb, type Web } from '../web/start-web.ts'
import { watchWhereabouts } from '../web/whereabouts.ts'
import type { Machine } from './machine.ts'
import { loopback, move, spanOf, type Tell } from './moving.ts'
import type { CommandOptions } from './options.ts'
import type { OpenedSession } from './session.ts'

/** A first host takes this one. */
const firstPort = 7433
/** How many ports after it are tried before any that is free. */
const portsTried = 20

export interface Listening {
  readonly port: number
  /** Calls back when others reach this host at another address than before. */
  onMoved(listener: () => void): void
  close(): Promise<void>
}

interface ListenParts {
  readonly options: CommandOptions
  readonly session: OpenedSession
  readonly machine: Machine
  readonly host: Host
  readonly tell: Tell
  /** Tests answer instead of this machine. */
  readonly lan?: () => Promise<string | undefined>
}

/** Throws `ListenFailed`. */
export async function listen(parts: ListenParts): Promise<Listening> {
  const { options, session, machine, host, tell, lan = lanAddress } = parts
  let here = await lan()
  const addresses = addressesFor(options.host, here)
  const instance = randomUUID()
  const { publicUrl, proxies } = options
  const tls = options.tls && readCertificate(options.tls.cert, options.tls.key, machine.clock.now())
  const start = (port: number): Promise<Web> =>
    startWeb({
      addresses,
      port,
      publicUrl,
      lanAddress: here,
      tls,
      proxies,
      // The build puts the phone beside the command.
      phoneFolder: join(import.meta.dirname, 'phone'),
      instance,
      limits: machine.limits,
      clock: machine.clock,
      accept: (pipe, peer) => void host.accept(pipe, { trusted: false, address: peer.address }),
    })
  const wanted = options.port !== undefined ? [options.port] : candidates(session.room.port)
  const web = await firstFree(wanted, start)
  session.rooms.save({ ...session.room, port: web.port })

  const moved = movedFrom(session.room.port, web.port, options.port === undefined)
  const obstacle = async (): Promise<string | undefined> => {
    if (publicUrl === undefined && addressesFor(options.host, here).every(isLoopback))
      return 'This address works on this machine only. Give others a way in with --host or --public-url.'
    if (publicUrl === undefined && addresses.some(isWildcard) && here === undefined) {
      return 'No network address was found for other devices. Give one with --host or --public-url.'
    }
    const otherName = tls && certificateWarning(tls, new URL(web.urlFor('/')).hostname)
    if (otherName !== undefined) return otherName
    // Bound is reachable, as far as this machine can see; only the way through a proxy has to be tried.
    return publicUrl && reachWarning(await reach(publicUrl.origin, instance), publicUrl.origin)
  }
  host.listening({
    urlFor: (path) => web.urlFor(path),
    async warning() {
      const sentences = [publicUrl === undefined ? moved : undefined, await obstacle()]
      return sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined
    },
  })
  const listeners = new Set<() => void>()
  const { clock, limits } = machine
  const stopWatching = watchWhereabouts(
    {
      clock,
      limits,
      address: lan,
      onSlept(span) {
        web.cutOff()
        tell('info', `This computer slept for ${spanOf(span)}; devices come back by themselves.`)
      },
      async onMoved(to, from) {
        here = to
        await move({ web, host: options.host, publicUrl, tell }, to, from)
        for (const listener of listeners) listener()
      },
    },
    here,
  )
  return {
    port: web.port,
    onMoved: (listener) => void listeners.add(listener),
    close() {
      stopWatching()
      return web.close()
    },
  }
}

/** A page that was open at the port of before finds nobody there. */
function movedFrom(before: number | undefined, now: number, wasTaken: boolean): string | undefined {
  if (before === undefined || before === now) return undefined
  const why = wasTaken ? `Port ${before} was taken` : `It was port ${before} before`
  return `${why}, so devices that were paired before must scan this code.`
}

/** Loopback and the address in the local network, unless `--host` names another. */
const addressesFor = (host: string | undefined, lan: string | undefined): string[] =>
  host !== undefined ? [host] : lan === undefined ? [loopback] : [loopback, lan]

const candidates = (last: number | undefined): number[] => [
  ...(last === undefined ? [] : [last]),
  ...Array.from({ length: portsTried }, (_, step) => firstPort + step),
  0,
]

/** Tries one port after the other while they are busy. */
async function firstFree(ports: readonly number[], start: (port: number) => Promise<Web>): Promise<Web> {
  for (const [place, port] of ports.entries()) {
    try {
      return await start(port)
    } catch (error) {
      const busy = error instanceof ListenFailed && error.code === 'busy'
      if (!busy || place === ports.length - 1) throw error
    }
  }
  throw new Error('there was no port to try')
}
