// The wire's budgets: from the agent's chunk to devices, beside a bare `ws` server that moves the same bytes in the same run;
// resume, memory and CPU. Coalescing is off.

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'
import { until } from '../../client/until.ts'
import { createTranscript } from '../../server/store/open-transcript.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { held } from '../harness/memory.ts'
import { RoomDevice } from '../harness/room-device.ts'
import { live, startSocketRoom } from '../harness/socket-room.ts'
import { runDevices, startDevices } from './listening-devices.ts'
import { finish, median, now, percentile, tell } from './measure.ts'

const chunks = Number(process.env.CHUNKS ?? 300)
const every = 10
const rounds = 3
const text = 'so many letters as a model says at a time, '
const quiet = { coalesce: 0, ping: 1e6, silence: 1e7 }

interface Way {
  /** Sends one chunk to all. */
  send(): void
  /** A port, and a ticket for each device that needs one. */
  readonly port: number
  ticket(): string | undefined
  close(): Promise<void>
}

const folder = mkdtempSync(join(tmpdir(), 'carryon-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const home = () => mkdtempSync(join(folder, 'home-'))

async function bare(): Promise<Way> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
  await once(server, 'listening')
  let offset = 0
  return {
    port: (server.address() as AddressInfo).port,
    ticket: () => undefined,
    send() {
      const frame = JSON.stringify({ t: 'delta', of: 'm:msg_00000000-0000-4000-8000-000000000000/0', offset, text })
      offset += text.length
      for (const socket of server.clients) socket.send(frame)
    },
    async close() {
      for (const socket of server.clients) socket.terminate()
      server.close()
    },
  }
}

async function carryon(plain: boolean): Promise<Way> {
  const host = await startSocketRoom(home(), { ...quiet, sockets: 1000 }, { plain })
  const terminal = new RoomDevice((guest) => host.room.join(guest))
  await terminal.ok('prompt', { text: 'go' })
  await terminal.until(() => host.agent.prompts.length === 1)
  terminal.drop()
  return {
    port: host.web.port,
    ticket: () => (plain ? undefined : host.issueTicket()),
    send: () => host.agent.says(text),
    close: () => host.close(),
  }
}

const ways = { bare, unsealed: () => carryon(true), sealed: () => carryon(false) }
type Name = keyof typeof ways

interface Measured {
  readonly p50: number
  readonly p99: number
  /** Of this process, in milliseconds a chunk. */
  readonly cpu: number
  /** Of this process, in KiB a device. */
  readonly memory: number
}

async function measured(name: Name, count: number): Promise<Measured> {
  const way = await ways[name]()
  const devices = startDevices(childRole)
  const before = held()
  for (let at = 0; at < count; at++) await devices.join(way.port, way.ticket())
  const memory = (held() - before) / 1024 / count
  for (let at = 0; at < 50; at++) {
    way.send()
    await pause(1)
  }
  await pause(300)
  await devices.begin()
  const sent: number[] = []
  const cpu = process.cpuUsage()
  for (let at = 0; at < chunks; at++) {
    sent.push(now())
    way.send()
    await pause(every)
  }
  const { user, system } = process.cpuUsage(cpu)
  await pause(300)
  const late = (await devices.arrivals()).flatMap((arrivals) => latencies(sent, arrivals))
  devices.end()
  await way.close()
  return { p50: percentile(late, 0.5), p99: percentile(late, 0.99), cpu: (user + system) / 1000 / chunks, memory }
}

/** The first message after each chunk is the chunk; what else a host says then comes after it. */
function latencies(sent: readonly number[], arrivals: readonly number[]): number[] {
  let at = 0
  return sent.flatMap((time, place) => {
    while ((arrivals[at] ?? Number.POSITIVE_INFINITY) < time) at++
    const arrival = arrivals[at]
    const next = sent[place + 1] ?? Number.POSITIVE_INFINITY
    return arrival === undefined || arrival >= next ? [] : [arrival - time]
  })
}

const pause = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))

async function fanOut(count: number, goal: { readonly p50: number; readonly p99: number | undefined }): Promise<void> {
  const all: { readonly [N in Name]: Measured[] } = { bare: [], unsealed: [], sealed: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(ways) as Name[]) all[name].push(await measured(name, count))
  }
  const of = (name: Name, field: keyof Measured) => median(all[name].map((one) => one[field]))
  const devices = count === 1 ? '1 device' : `${count} devices`
  for (const name of Object.keys(ways) as Name[]) {
    tell(`chunk → ${devices}, ${name}, p50`, of(name, 'p50'), 'ms')
    tell(`chunk → ${devices}, ${name}, p99`, of(name, 'p99'), 'ms')
    tell(`CPU a chunk, ${devices}, ${name}`, of(name, 'cpu'), 'ms')
    if (name !== 'bare' && count > 1) tell(`memory a device, ${name}`, of(name, 'memory'), 'KiB')
  }
  const ratio = (name: Name, field: keyof Measured) => of(name, field) / of('bare', field)
  tell(`unsealed against bare, ${devices}, p50`, ratio('unsealed', 'p50'), '×', goal.p50)
  tell(`unsealed against bare, ${devices}, p99`, ratio('unsealed', 'p99'), '×', goal.p99)
  tell(`sealed against bare, ${devices}, p50`, ratio('sealed', 'p50'), '×', 2)
  tell(`sealed against bare, ${devices}, p99`, ratio('sealed', 'p99'), '×', goal.p99)
}

/** From the moment that a device's connection is lost until it is live again and shows all. */
async function resume(missedEntries: number, goal: number | undefined): Promise<void> {
  const log = createTranscript({ configFolder: home(), directory: '/p', version: '0', limits: defaultLimits })
  const host = await startSocketRoom(home(), { ...quiet, reconnectFirst: 1e6, reconnectMost: 1e6 }, { log })
  const device = host.device('phone')
  await live(device)
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    for (const pipe of host.pipes.splice(0)) pipe.terminate()
    await until(device, () => device.status.is === 'reconnecting')
    const before = device.view.entries.length
    const message = (at: number) => ({ message: `m${round}-${at}`, block: 0, model: 'none', text: `${at} ${text}` })
    for (let at = 0; at < missedEntries; at += 100) {
      log.append(Array.from({ length: 100 }, (_, more) => ({ kind: 'reply' as const, ...message(at + more) })))
    }
    const began = now()
    device.wake()
    await until(device, () => device.status.is === 'live' && device.view.entries.length === before + missedEntries)
    times.push(now() - began)
  }
  device.close()
  await host.close()
  log.close()
  tell(
    `resume after ${missedEntries.toLocaleString('en')} missed entries, handshake included`,
    median(times),
    'ms',
    goal,
  )
}

const childRole = 'listening-devices'

if (process.argv[2] === childRole) runDevices()
else {
  await fanOut(1, { p50: 1.5, p99: 3 })
  await fanOut(100, { p50: 1.5, p99: undefined })
  await resume(1000, 50)
  await resume(10_000, undefined)
  finish()
  process.exit()
}
