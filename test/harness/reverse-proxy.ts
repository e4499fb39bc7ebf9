// A reverse proxy as carryon is put behind one: passes requests and websockets on, and says where they came from.

import { createServer, type IncomingMessage, request as passOn, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { MadeCertificate } from './certificate.ts'

export interface ProxyOptions {
  /** Where carryon listens, on 127.0.0.1. */
  readonly to: number
  /** It ends TLS. */
  readonly tls?: MadeCertificate
  /** `kept` as Caddy, cloudflared and Tailscale do; `rewritten` as nginx does unless it is told otherwise. */
  readonly host: 'kept' | 'rewritten'
  /** What it says of who came. */
  readonly from: string
}

/** Its port on 127.0.0.1. */
export async function startProxy({ to, tls, host, from }: ProxyOptions): Promise<number> {
  const server: Server = tls ? createSecureServer({ ...tls }) : createServer()
  const onwards = (incoming: IncomingMessage) => ({
    host: '127.0.0.1',
    port: to,
    method: incoming.method,
    path: incoming.url,
    headers: {
      ...incoming.headers,
      host: host === 'kept' ? incoming.headers.host : `127.0.0.1:${to}`,
      'x-forwarded-for': [incoming.headers['x-forwarded-for'], from].filter((each) => each !== undefined).join(', '),
      'x-forwarded-proto': tls ? 'https' : 'http',
    },
  })
  server.on('request', (incoming, answer) => {
    const there = passOn(onwards(incoming), (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    there.on('error', () => answer.destroy())
    incoming.pipe(there)
  })
  server.on('upgrade', (incoming, socket, head) => {
    socket.on('error', () => {})
    const there = passOn(onwards(incoming))
    there.on('error', () => socket.destroy())
    there.on('response', () => socket.destroy())
    there.on('upgrade', (response, upstream, first) => {
      const headers = response.rawHeaders.reduce(
        (text, each, at) => text + each + (at % 2 === 0 ? ': ' : '\r\n'),
        'HTTP/1.1 101 Switching Protocols\r\n',
      )
      socket.write(`${headers}\r\n`)
      socket.write(first)
      upstream.write(head)
      upstream.on('error', () => socket.destroy())
      upstream.pipe(socket)
      socket.pipe(upstream)
    })
    there.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}
