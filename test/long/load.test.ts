// A host under load: a reader that stands still, a thousand devices, a hundred thousand bad frames.

import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { until } from '../../client/until.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { percentile } from '../bench/measure.ts'
import { FaultProxy } from '../faults/fault-proxy.ts'
import { held } from '../harness/memory.ts'
import { seededNumbers } from '../harness/random.ts'
import { screenOf } from '../harness/room-device.ts'
import { live, startSocketRoom } from '../harness/socket-room.ts'
import { quickFolder } from '../harness/temp.ts'
import { TestRoom } from '../harness/test-room.ts'

const MiB = 1024 * 1024

async function hosted(limits: Parameters<typeof startSocketRoom>[1] = {}) {
  // A thousand grants are written: what is measured here is no disk.
  const { path, remove } = quickFolder()
  onTestFinished(remove)
  const host = await startSocketRoom(path, limits)
  onTestFinished(() => host.close())
  return host
}

test('BP1 BP2 DL4 a paused reader costs the host less than 16 MB while 100 MB flow, and shows all the others show', async () => {
  const host = await hosted({ coalesce: 0 })
  const proxy = await FaultProxy.start(() => host.web.port)
  onTestFinished(() => proxy.close())
  const healthy = host.device('healthy')
  await live(healthy)
  const paused = host.device('paused', proxy.port)
  await live(paused)
  onTestFinished(() => {
    healthy.close()
    paused.close()
  })
  await healthy.prompt('flood').answered
  await until(healthy, () => host.agent.prompts.length === 1)
  host.agent.tool({ id: 'tool', title: 'flood', status: 'in_progress' })
  const piece = 32 * 1024
  let buffered = 0
  let most = 0
  /** Milliseconds from the agent's word to the healthy device, the slowest of a hundred. */
  const flood = async (bytes: number): Promise<number> => {
    const times: number[] = []
    for (let sent = 0; sent < bytes; sent += piece) {
      const mark = `<${bytes}.${sent}>`
      const began = performance.now()
      host.agent.tool({ id: 'tool', output: { append: mark.padStart(piece, 'x') } })
      await until(healthy, () => Object.values(healthy.view.state?.live ?? {}).some(({ text }) => text.endsWith(mark)))
      times.push(performance.now() - began)
      buffered = Math.max(buffered, ...host.pipes.map((pipe) => pipe.buffered))
      if (sent % (10 * MiB) === 0) most = Math.max(most, held())
    }
    return percentile(times, 0.99)
  }
  const unhindered = await flood(20 * MiB)
  proxy.stall()
  const before = held()
  most = before
  const hindered = await flood(100 * MiB)
  console.log(
    `p99 ${unhindered.toFixed(1)} ms, beside a paused reader ${hindered.toFixed(1)} ms; host at most ${((most - before) / MiB).toFixed(1)} MiB more`,
  )
  expect(hindered).toBeLessThanOrEqual(1.5 * unhindered + 5)
  expect(buffered).toBeLessThanOrEqual(defaultLimits.hardBuffer)
  expect(Math.max(most, held()) - before).toBeLessThan(16 * MiB)
  proxy.restore()
  host.agent.tool({ id: 'tool', status: 'completed' })
  host.agent.finishes()
  const over = ({ view }: typeof healthy) =>
    view.state?.activity.is === 'idle' && view.entries.length === host.log.entries.length - 1
  await until(healthy, () => over(healthy))
  await until(paused, () => over(paused))
  // Compared as a whole: where it fails nobody wants to read 100 KiB of it.
  expect(screenOf(paused.view).join('\n') === screenOf(healthy.view).join('\n')).toBe(true)
  expect(screenOf(paused.view)[0]).toBe('prompt flood')
})

const crowd = Number(process.env.DEVICES ?? 1000)
const minutes = Number(process.env.MINUTES ?? 2)
/** All that come and go are cut off so often, in milliseconds; a fifth of the crowd they are. */
const wave = 5000

test(`RS7 ST1 ${crowd} devices, a fifth of which come and go for ${minutes} minutes: memory and handles stay, the screens agree`, async () => {
  // What is shown is bounded, so that what grows is a leak.
  // All of them come from one address, and many are cut off within their handshake: that they are asked to wait for a
  // minute then (LI1) is for strangers.
  const strangers = { failedTries: 1e9, failedTriesPerAddress: 1e9 }
  const sockets = { sockets: 2 * crowd, pendingSockets: crowd, pendingPerAddress: crowd }
  const host = await hosted({ ...sockets, ...strangers, liveOutput: 500 })
  const proxy = await FaultProxy.start(() => host.web.port)
  onTestFinished(() => proxy.close())
  const devices: ReturnType<typeof host.device>[] = []
  onTestFinished(() => {
    for (const device of devices) device.close()
  })
  for (let at = 0; at < crowd; at++) {
    const device = host.device(`device ${at}`, at % 5 === 0 ? proxy.port : undefined)
    devices.push(device)
    await live(device)
  }
  const [first] = devices
  if (!first) throw new Error('nobody is here')
  await first.prompt('flood').answered
  await expect.poll(() => host.agent.prompts.length, { timeout: 60_000 }).toBe(1)
  host.agent.tool({ id: 'tool', title: 'flood', status: 'in_progress' })
  const openSockets = () => process.getActiveResourcesInfo().filter((kind) => /TCP/.test(kind)).length
  const seen: { readonly memory: number; readonly sockets: number }[] = []
  const over = Date.now() + minutes * 60_000
  for (let at = 0; at < 4 || Date.now() < over; at++) {
    // The harness's own list of all that ever came is no leak of the host's.
    host.pipes.length = 0
    proxy.reset()
    const end = Date.now() + wave
    for (let word = 0; Date.now() < end; word++) {
      host.agent.tool({ id: 'tool', output: { append: `<${at}.${word}>` } })
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    await Promise.all(devices.map(live))
    seen.push({ memory: held(), sockets: openSockets() })
  }
  const [before, after] = [seen[1], seen.at(-1)]
  if (!before || !after) throw new Error('nothing was seen')
  console.log(
    `${seen.length} waves: ${seen.map(({ memory, sockets }) => `${(memory / MiB).toFixed(1)} MiB ${sockets}`).join(', ')}`,
  )
  expect(after.memory - before.memory).toBeLessThan(16 * MiB)
  expect(after.sockets).toBe(before.sockets)
  host.agent.tool({ id: 'tool', status: 'completed' })
  host.agent.finishes()
  const rests = ({ view, status }: typeof first) =>
    status.is === 'live' && view.state?.activity.is === 'idle' && view.entries.length === 2
  await Promise.all(devices.map((device) => until(device, () => rests(device))))
  expect(new Set(devices.map((device) => JSON.stringify(screenOf(device.view)))).size).toBe(1)
  // Everybody is told of everybody who comes or goes: a thousand take minutes to be seated.
}, 1_800_000)

const bad = Number(process.env.BAD_FRAMES ?? 100_000)

test(`CA1 CA4 CA5 WP7 of ${bad} bad frames each gets a typed answer, and the host serves as before`, async () => {
  const random = seededNumbers(4)
  const pick = <T>(from: readonly [T, ...T[]]): T => from[Math.floor(random() * from.length)] ?? from[0]
  const room = await TestRoom.start()
  const wrong: readonly [unknown, ...unknown[]] = [
    [],
    {},
    { text: 7 },
    { before: -1, limit: 'all' },
    { of: {}, from: 1e99 },
  ]
  const tooLong = { text: 'x'.repeat(300_000) }
  const fatal: readonly [string, ...string[]] = [
    '',
    '{',
    '[]',
    'null',
    '"live"',
    '{"t":"welcome"}',
    '{"t":"call"}',
    '{"t":"call","id":7,"method":"prompt"}',
    '{"t":"call","id":"a","method":"prompt","params":null}',
    '{"t":"call","id":"../a","method":"prompt","params":{}}',
    '{"t":"hello","v":1}',
    '{"t":"proof","body":"","proof":""}',
    '['.repeat(10_000),
  ]
  const methods: readonly [string, ...string[]] = ['prompt', 'answer', 'page', 'read', 'rename', '__proto__', 'nothing']
  let settledAt = 0
  for (let sent = 0; sent < bad; ) {
    const device = room.join({ device: 'bad' })
    const asked: string[] = []
    for (let at = 0; at < 99; at++) {
      const id = `${sent}-${at}`
      asked.push(id)
      device.pipe.send(
        JSON.stringify({
          t: 'call',
          id,
          room: 'room',
          method: pick(methods),
          params: at === 0 ? tooLong : pick(wrong),
        }),
      )
    }
    await device.until(() => device.frames.filter((frame) => frame.t === 'result').length === asked.length)
    for (const frame of device.frames) {
      if (frame.t === 'result') expect(['ok' in frame, asked.includes(frame.id)]).toEqual([false, true])
    }
    device.pipe.send(pick(fatal))
    await device.until(() => device.closed !== undefined)
    expect(device.frames.at(-1)).toMatchObject({ t: 'bye', code: 'bad_frame' })
    sent += 100
    if (sent === bad / 10) settledAt = held()
  }
  expect(held() - settledAt).toBeLessThan(16 * MiB)
  expect(room.agent.prompts).toEqual([])
  const good = room.join({ device: 'good' })
  await good.ok('prompt', { text: 'still here' })
  expect(good.screen.join()).toContain('still here')
})

test('CL1 WP5 WP7 who is not let in gets a typed close for whatever is sent, and the next device comes in', async () => {
  const host = await hosted()
  const frames = [
    '',
    '{',
    '[]',
    '{"t":"live"}',
    '{"t":"proof","body":"","proof":""}',
    'x'.repeat(MiB + 1),
    Buffer.from('x'),
  ]
  const closes = new Set<number>()
  for (let at = 0; at < 2000; at++) {
    const socket = new WebSocket(`ws://127.0.0.1:${host.web.port}/ws`)
    socket.on('error', () => {})
    await once(socket, 'open')
    socket.send(frames[at % frames.length] ?? '')
    const [code] = await once(socket, 'close')
    closes.add(code)
  }
  expect([...closes].toSorted()).toEqual([1009, 4400, 4403])
  const device = host.device('the next')
  await live(device)
  device.close()
})
