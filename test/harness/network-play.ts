// Devices on real sockets behind a network that fails by a seed, while they prompt and the agent talks; and what must hold.

import { expect } from 'vitest'
import type { Connection } from '../../client/connection.ts'
import { until } from '../../client/until.ts'
import type { CallId } from '../../shared/ids.ts'
import { FaultProxy } from '../faults/fault-proxy.ts'
import { seededNumbers } from './random.ts'
import { screenOf } from './room-device.ts'
import { live, startSocketRoom } from './socket-room.ts'

/** Short enough that a lost connection is noticed and replaced many times within one play. */
const limits = {
  coalesce: 5,
  ping: 50,
  silence: 160,
  doubt: 60,
  connect: 250,
  reconnectFirst: 5,
  reconnectMost: 40,
  handshake: 400,
  closing: 50,
  unaskedQuiet: 50,
}

const pause = (time: number) => new Promise<void>((resolve) => setTimeout(resolve, time))

/** Plays in an empty folder; a failure names its seed. */
export async function playOverNetwork(seed: number, home: string, steps = 40): Promise<void> {
  const chance = seededNumbers(seed)
  const pick = (count: number) => Math.floor(chance() * count)
  const host = await startSocketRoom(home, limits)
  const proxy = await FaultProxy.start(() => host.web.port, seed)
  const devices: Connection[] = []
  const accepted = new Set<CallId>()
  const sent: Promise<unknown>[] = []
  try {
    for (let at = 0; at < 3; at++) {
      const device = host.device(`device ${at}`, proxy.port)
      devices.push(device)
      await live(device)
    }
    const faults: (() => void)[] = [
      () => proxy.set({ latency: pick(30), jitter: pick(30) }),
      () => proxy.set({ slice: 1 + pick(50) }),
      () => proxy.set({ bandwidth: 20_000 + pick(100_000) }),
      () => proxy.reset(),
      () => proxy.stall(),
      () => proxy.silence(),
      () => proxy.halfOpen('near'),
      () => proxy.halfOpen('far'),
      () => proxy.cut(),
      () => proxy.restore(),
      () => proxy.restore(),
    ]
    for (let step = 0; step < steps; step++) {
      const what = chance()
      const device = devices[pick(devices.length)]
      if (what < 0.3 && device) {
        const { id, answered } = device.prompt(`prompt ${step}`)
        sent.push(answered.then(() => accepted.add(id)))
      } else if (what < 0.6) host.agent.says(`word ${step} `)
      else if (what < 0.7) host.agent.finishes()
      else if (what < 0.75) device?.wake()
      else faults[pick(faults.length)]?.()
      if (chance() < 0.4) await pause(pick(60))
    }
    proxy.restore()
    for (const device of devices) device.wake()
    await Promise.all(sent)
    const { room } = host
    const rests = () => room.state.activity.is === 'idle' && Object.keys(room.state.queue).length === 0
    while (!rests()) {
      host.agent.finishes()
      await pause(1)
    }
    const entries = host.log.entries.filter(({ kind }) => kind !== 'result' && kind !== 'mark')
    const shows = ({ status, view, outbox }: Connection) =>
      status.is === 'live' &&
      outbox.length === 0 &&
      view.entries.length === entries.length &&
      view.state?.activity.is === 'idle'
    await Promise.all(devices.map((device) => until(device, () => shows(device))))
    const told = `seed ${seed}`
    for (const device of devices) {
      expect(device.view.entries, told).toEqual(entries)
      expect(screenOf(device.view), told).toEqual(screenOf(devices[0]?.view ?? device.view))
    }
    const prompts = entries.flatMap((entry) => (entry.kind === 'prompt' ? [entry.id] : []))
    expect(prompts, told).toEqual([...new Set(prompts)])
    expect([...accepted].toSorted(), told).toEqual(prompts.toSorted())
  } finally {
    for (const device of devices) device.close()
    await proxy.close()
    await host.close()
  }
}
