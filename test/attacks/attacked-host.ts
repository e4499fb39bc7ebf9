// A whole host to attack: real files, real sockets on 127.0.0.1, the shell agent, and the devices and strangers around it.

import { existsSync, readFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { type Connection, type Credential, connect, type OutboxStore } from '../../client/connection.ts'
import { openSocketPipe } from '../../client/socket-pipe.ts'
import { until } from '../../client/until.ts'
import { HostedRooms } from '../../server/cli/hosted-rooms.ts'
import type { Machine } from '../../server/cli/machine.ts'
import { makeHost } from '../../server/cli/make-host.ts'
import { openSession } from '../../server/cli/session.ts'
import type { Host } from '../../server/host.ts'
import type { Room } from '../../server/room/room.ts'
import { startWeb, type Web } from '../../server/web/start-web.ts'
import { type Clock, systemClock } from '../../shared/clock.ts'
import type { RoomId } from '../../shared/ids.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import { live } from '../harness/socket-room.ts'
import { aMachine } from '../harness/test-host.ts'
import { transcriptsIn } from '../harness/transcript.ts'
import { phoneFolder } from '../web/phone-folder.ts'

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))
const noOutbox: OutboxStore = { load: () => [], save: () => {} }

export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export class AttackedHost {
  readonly machine: Machine
  readonly host: Host
  readonly room: Room
  readonly web: Web

  private constructor(machine: Machine, host: Host, room: Room, web: Web) {
    this.machine = machine
    this.host = host
    this.room = room
    this.web = web
  }

  static async start(options: { limits?: Partial<Limits>; clock?: Clock } = {}): Promise<AttackedHost> {
    const machine: Machine = { ...aMachine(options.limits), clock: options.clock ?? systemClock }
    const rooms = new Map<RoomId, Room>()
    const host = makeHost(rooms, machine)
    const hosted = new HostedRooms({ machine, host, rooms, agent: 'shell' })
    const session = await openSession({ kind: 'new' }, 'shell', machine)
    const { room, agent } = hosted.host(session)
    await room.start(agent.start)
    const web = await startWeb({
      addresses: ['127.0.0.1'],
      port: 0,
      phoneFolder: phoneFolder(),
      instance: 'attacked',
      limits: machine.limits,
      clock: machine.clock,
      accept: (pipe, peer) => void host.accept(pipe, { trusted: false, address: peer.address }),
    })
    host.listening({ urlFor: (path) => web.urlFor(path), warning: async () => undefined })
    onTestFinished(async () => {
      const closed = hosted.close()
      await web.close()
      await closed
    })
    return new AttackedHost(machine, host, room, web)
  }

  get address(): string {
    return `127.0.0.1:${this.web.port}`
  }

  /** What this finds in the transcripts of this machine: the first group of each match. */
  written(pattern: RegExp): string[] {
    const folder = join(this.machine.home, 'claude')
    const texts = existsSync(folder) ? transcriptsIn(folder).map((path) => readFileSync(path, 'utf8')) : []
    return texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found))
  }

  /** The secret of a fresh code, as the phone's camera reads it. */
  async code(): Promise<string> {
    const { url } = await this.host.issueTicket()
    return url.slice(url.indexOf('#') + 1)
  }

  /** The owner's phone: paired by a fresh code, and live. */
  async owner(): Promise<Device> {
    return await this.enter({ kind: 'ticket', secret: await this.code(), seed: seed() })
  }

  /** Somebody with a link of this role to the first room, and live. */
  async guest(owner: Device, role: 'view' | 'approve' | 'drive'): Promise<Device & { readonly token: string }> {
    const { url } = await owner.connection.call('share', { role })
    const token = url.slice(url.indexOf('#') + 1)
    return { ...(await this.enter({ kind: 'link', token, seed: seed() })), token }
  }

  /** Comes in by this; resolves once live. */
  async enter(credential: Credential, port = this.web.port): Promise<Device> {
    const device = this.knock(credential, port)
    await live(device.connection)
    return device
  }

  /** Tries to come in by this. */
  knock(credential: Credential, port = this.web.port): Device {
    const kept: { credential: Credential } = { credential }
    const connection = connect({
      open: () => openSocketPipe(`ws://127.0.0.1:${port}/ws`, socketWith({ host: this.address })),
      credential,
      onCredential: (lasting) => {
        kept.credential = lasting
      },
      name: 'A device',
      outbox: noOutbox,
      limits: defaultLimits,
      clock: systemClock,
      random,
    })
    onTestFinished(() => connection.close())
    return { connection, kept }
  }

  /** A request as any program could make it: nothing is added to these headers. */
  ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const asked = httpRequest({ host: '127.0.0.1', port: this.web.port, path, method, headers, setHost: false })
      asked.on('error', reject)
      asked.on('response', (answer) => {
        let body = ''
        answer.on('data', (piece) => {
          body += piece
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }))
      })
      asked.end()
    })
  }

  /** What becomes of an upgrade with these headers: `101`, or the status that refused it. */
  upgrade(headers: Record<string, string>, path = '/ws'): Promise<number> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${this.web.port}${path}`, {
        headers: { host: this.address, ...headers },
      })
      socket.on('open', () => {
        socket.terminate()
        resolve(101)
      })
      socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0))
      socket.on('error', (error) => (/^Unexpected server response/.test(error.message) ? undefined : reject(error)))
    })
  }

  /** A socket that says this and hears what comes until the host closes it. */
  say(frames: readonly (string | Uint8Array)[], headers: Record<string, string> = {}): Promise<Heard> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${this.web.port}/ws`, {
        headers: { host: this.address, ...headers },
      })
      const heard: string[] = []
      socket.on('message', (data) => heard.push(data.toString('latin1')))
      socket.on('open', () => {
        for (const frame of frames) socket.send(frame)
      })
      socket.on('close', (code) => resolve({ code, frames: heard }))
      socket.on('error', reject)
    })
  }
}

export interface Device {
  readonly connection: Connection
  /** What it would come with the next time. */
  readonly kept: { readonly credential: Credential }
}

export interface Heard {
  readonly code: number
  readonly frames: readonly string[]
}

export const seed = (): string => Buffer.from(random(16)).toString('base64url')

const socketWith = (headers: Record<string, string>) =>
  class extends WebSocket {
    constructor(url: string) {
      super(url, { headers })
    }
  }

/** Resolves with what the person is told once the connection has ended. */
export async function ended({ connection }: Device): Promise<{ code: string; reason: string }> {
  await until(connection, () => connection.status.is === 'ended')
  if (connection.status.is !== 'ended') throw new Error('It had ended a moment ago.')
  return connection.status
}

/** Everything that is on a device's screen and in its state, as one text. */
export const knownTo = ({ connection }: Device): string =>
  JSON.stringify([
    connection.view.entries,
    [...connection.view.results],
    [...connection.view.marks],
    connection.view.state,
  ])
