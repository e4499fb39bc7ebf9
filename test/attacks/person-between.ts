// Somebody on the network between a device and its host: sees every message of every socket, and may change or repeat them.

import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { type RawData, WebSocket, WebSocketServer } from 'ws'
import type { AttackedHost } from './attacked-host.ts'

export type Side = 'device' | 'host'

export interface Seen {
  readonly from: Side
  readonly message: Buffer
  readonly binary: boolean
}

export class PersonBetween {
  readonly port: number
  /** Everything so far, in order. */
  readonly seen: Seen[] = []
  /** What becomes of a message: it, others, or nothing. */
  change: (seen: Seen) => readonly Seen[] = (seen) => [seen]
  readonly #server: WebSocketServer
  readonly #toHost: WebSocket[] = []

  private constructor(server: WebSocketServer, host: AttackedHost) {
    this.#server = server
    const address = server.address()
    if (typeof address === 'string' || address === null) throw new Error('A TCP server has a port.')
    this.port = address.port
    server.on('connection', (device) => this.#connect(device, host))
  }

  static async before(host: AttackedHost): Promise<PersonBetween> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
    await once(server, 'listening')
    const between = new PersonBetween(server, host)
    onTestFinished(() => between.close())
    return between
  }

  /** Says something to the host on the newest connection, as if the device had. */
  inject({ message, binary }: Seen): void {
    this.#toHost.at(-1)?.send(message, { binary })
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate()
    for (const socket of this.#toHost) socket.terminate()
    this.#server.close()
  }

  #connect(device: WebSocket, host: AttackedHost): void {
    const toHost = new WebSocket(`ws://${host.address}/ws`)
    this.#toHost.push(toHost)
    const opened = once(toHost, 'open')
    const pass = (from: Side, to: WebSocket) => async (data: RawData, binary: boolean) => {
      const seen = { from, message: Buffer.isBuffer(data) ? data : Buffer.concat([data].flat() as Buffer[]), binary }
      this.seen.push(seen)
      await opened
      for (const each of this.change(seen)) to.send(each.message, { binary: each.binary })
    }
    device.on('message', pass('device', toHost))
    toHost.on('message', pass('host', device))
    device.on('close', () => toHost.close())
    toHost.on('close', () => device.close())
    for (const socket of [device, toHost]) socket.on('error', () => {})
  }
}
