// Binds exactly the addresses given, all on one port, and lets go of them in an order that leaves nobody hanging.

import { createServer, type RequestListener, type Server } from 'node:http'
import type { ServerOptions } from 'node:https'
import type { Limits } from '../../shared/limits.ts'
import type { Certificate } from './certificate.ts'

// With port 0 the system's choice for one address may be taken on another.
const anyPortTries = 20

export class ListenFailed extends Error {
  /** `busy`: another program has the port; `denied`: it takes more rights; `no_address`: not one of this machine's. */
  readonly code: 'busy' | 'denied' | 'no_address' | 'failed'
  readonly address: string
  readonly port: number
  constructor(code: ListenFailed['code'], address: string, port: number, cause?: unknown) {
    super(sentences[code](address, port), { cause })
    this.name = 'ListenFailed'
    this.code = code
    this.address = address
    this.port = port
  }
}

const sentences = {
  busy: (address: string, port: number) =>
    `Port ${port} on ${address} is taken by another program. Choose another with --port, or end that program.`,
  denied: (address: string, port: number) =>
    `This user may not use port ${port} on ${address}. Choose one above 1023 with --port.`,
  no_address: (address: string) => `${address} is not an address of this machine. Give one that is with --host.`,
  failed: (address: string, port: number) =>
    `${address} port ${port} cannot be listened on. Try another --host or --port.`,
}

const codes: { readonly [code: string]: ListenFailed['code'] } = {
  EADDRINUSE: 'busy',
  EACCES: 'denied',
  EADDRNOTAVAIL: 'no_address',
  ENOTFOUND: 'no_address',
  EINVAL: 'no_address',
}

export interface Listening {
  readonly port: number
  readonly servers: readonly Server[]
}

export interface ListenOptions {
  readonly answer: RequestListener
  readonly addresses: readonly string[]
  readonly port: number
  readonly tls?: Pick<Certificate, 'cert' | 'key'>
  readonly limits: Pick<Limits, 'handshake' | 'request' | 'connections'>
}

/** Throws `ListenFailed`; then nothing is bound. */
export async function listen({ answer, addresses, port, tls, limits }: ListenOptions): Promise<Listening> {
  for (let tries = 1; ; tries++) {
    const servers: Server[] = []
    try {
      let chosen = port
      for (const address of addresses) {
        const server = await serverFor(answer, tls, limits)
        await bind(server, address, chosen)
        servers.push(server)
        const bound = server.address()
        if (typeof bound === 'object' && bound) chosen = bound.port
      }
      return { port: chosen, servers }
    } catch (cause) {
      for (const server of servers) server.close()
      const again = port === 0 && cause instanceof ListenFailed && cause.code === 'busy' && tries < anyPortTries
      if (!again) throw cause
    }
  }
}

/** Who is slow to say what it wants is hung up on, before and after TLS. */
async function serverFor(
  answer: RequestListener,
  tls: ListenOptions['tls'],
  limits: ListenOptions['limits'],
): Promise<Server> {
  const timeouts = {
    headersTimeout: limits.handshake,
    requestTimeout: limits.request,
    keepAliveTimeout: limits.handshake,
    connectionsCheckingInterval: limits.handshake / 5,
  }
  const server = tls ? await secureServer({ ...timeouts, ...tls }, answer, limits) : createServer(timeouts, answer)
  server.maxConnections = limits.connections
  return server
}

async function secureServer(
  options: ServerOptions,
  answer: RequestListener,
  { handshake }: ListenOptions['limits'],
): Promise<Server> {
  const https = await import('node:https')
  return https.createServer({ ...options, minVersion: 'TLSv1.2', handshakeTimeout: handshake }, answer)
}

function bind(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (cause: Error) => {
      const code = 'code' in cause && typeof cause.code === 'string' ? codes[cause.code] : undefined
      reject(new ListenFailed(code ?? 'failed', address, port, cause))
    }
    server.once('error', failed)
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', failed)
      resolve()
    })
  })
}
