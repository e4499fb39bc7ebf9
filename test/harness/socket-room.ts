// A real room behind the real door on 127.0.0.1, in real time, for load and benches; it needs no test runner around it.

import { randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { type Connection, type Credential, connect } from '../../client/connection.ts'
import { openSocketPipe } from '../../client/socket-pipe.ts'
import { until } from '../../client/until.ts'
import { Door } from '../../server/access/door.ts'
import { Grants } from '../../server/access/grants.ts'
import { openKeys } from '../../server/access/keys.ts'
import { Links } from '../../server/access/links.ts'
import { LocalJoins } from '../../server/access/local-joins.ts'
import { refusal } from '../../server/access/may.ts'
import { Tickets } from '../../server/access/tickets.ts'
import { Tries } from '../../server/access/tries.ts'
import { Room } from '../../server/room/room.ts'
import { openJournal } from '../../server/store/journal.ts'
import type { TranscriptLog } from '../../server/store/transcript-log.ts'
import { startWeb } from '../../server/web/start-web.ts'
import { systemClock } from '../../shared/clock.ts'
import type { DeviceId, RoomId } from '../../shared/ids.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import { noTasks } from '../../shared/tasks.ts'
import { nobodyAtTheDoor } from '../../shared/visitors.ts'
import { MemoryLog } from './memory-log.ts'
import { noHost, unavailable } from './no-host.ts'
import { ScriptedAgent } from './scripted-agent.ts'

const id = 'room' as RoomId
const random = (length: number): Uint8Array => randomBytes(length)

export type SocketRoom = Awaited<ReturnType<typeof startSocketRoom>>

interface SocketRoomSetting {
  /** In place of the one in memory that is given back. */
  readonly log?: TranscriptLog
  /** Every socket is seated as it comes, without handshake and seal: to measure what these cost. */
  readonly plain?: boolean
}

/** `home` is an empty folder that whoever calls removes. */
export async function startSocketRoom(home: string, asked: Partial<Limits> = {}, setting: SocketRoomSetting = {}) {
  const limits: Limits = { ...defaultLimits, ...asked }
  const clock = systemClock
  const keys = openKeys(home)
  const grants = new Grants({ home, clock, limits })
  const tickets = new Tickets({ clock, limits, random, install: () => keys.link.install })
  const links = new Links({ home, key: keys.link, clock, limits })
  const door = new Door({
    local: new LocalJoins({ clock, limits }),
    tries: new Tries({ clock, limits }),
    clock,
    limits,
    grants,
    tickets,
    links,
    seedKey: keys.seeds,
    hasRoom: (room) => room === id,
  })
  const memory = new MemoryLog()
  const agent = new ScriptedAgent()
  const room = new Room({
    id,
    directory: '/home/me/project',
    log: setting.log ?? memory,
    journal: openJournal(home, id, () => clock.now()),
    imageFolder: join(home, 'images'),
    agent: { name: 'scripted', label: 'Scripted', sign: '>' },
    limits,
    clock,
    newId: randomUUID,
    refusal,
    hostCalls: noHost,
    openTranscript: unavailable,
    besides: { door: () => nobodyAtTheDoor, tasks: () => noTasks },
  })
  await room.start(agent.start)

  const phoneFolder = join(home, 'page')
  mkdirSync(phoneFolder)
  writeFileSync(join(phoneFolder, 'index.html'), '<!doctype html>')
  /** Every socket's pipe as the host sees it, until it closes. */
  const pipes: Pipe[] = []
  const web = await startWeb({
    addresses: ['127.0.0.1'],
    port: 0,
    phoneFolder,
    instance: 'load',
    limits,
    clock,
    accept(pipe, peer) {
      pipes.push(pipe)
      if (setting.plain) {
        const name = `plain ${pipes.length}`
        const device = { device: name as DeviceId, name, role: 'owner', scope: { kind: 'host' } } as const
        room.join({ pipe, ...device, from: undefined, ticket: undefined })
      } else void door.admit(pipe, peer).then((admission) => admission && room.join(admission))
    },
  })

  /** A device on a socket; `port` may be a proxy's in front of this host. */
  function device(name: string, port = web.port): Connection {
    const Socket = class extends WebSocket {
      constructor(url: string) {
        super(url, { headers: { host: `127.0.0.1:${web.port}` } })
      }
    }
    const credential: Credential = {
      kind: 'ticket',
      secret: tickets.issue().secret,
      seed: randomBytes(16).toString('base64url'),
    }
    return connect({
      open: () => openSocketPipe(`ws://127.0.0.1:${port}/ws`, Socket),
      credential,
      name,
      outbox: { load: () => [], save: () => {} },
      random,
      clock,
      limits,
    })
  }

  return {
    web,
    room,
    log: memory,
    issueTicket: () => tickets.issue().secret,
    agent,
    pipes,
    device,
    async close(): Promise<void> {
      door.close()
      await web.close()
    },
  }
}

export const live = (connection: Connection): Promise<void> => until(connection, () => connection.status.is === 'live')
