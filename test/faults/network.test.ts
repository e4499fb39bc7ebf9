// The real client and host over real sockets and a network that fails in every way: nothing lost, nothing twice.

import { expect, onTestFinished, test } from 'vitest'
import { until } from '../../client/until.ts'
import { playOverNetwork } from '../harness/network-play.ts'
import { live, startSocketRoom } from '../harness/socket-room.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { FaultProxy } from './fault-proxy.ts'

const seeds = Array.from({ length: 10 }, (_, at) => at + 1)

test.each(seeds)('OB2 RS7 CL4 by seed %i', (seed) => playOverNetwork(seed, temporaryFolder()), 60_000)

const short = { ping: 50, silence: 160, doubt: 60, connect: 250, reconnectFirst: 5, reconnectMost: 40 }

async function behind() {
  const host = await startSocketRoom(temporaryFolder(), short)
  const proxy = await FaultProxy.start(() => host.web.port)
  const device = host.device('phone', proxy.port)
  onTestFinished(async () => {
    device.close()
    await proxy.close()
    await host.close()
  })
  await live(device)
  return { host, proxy, device }
}

test('HB2 half open: a device whose host is gone without a word says so, and comes back', async () => {
  const { proxy, device } = await behind()
  proxy.halfOpen('near')
  await until(device, () => device.status.is === 'reconnecting')
  await live(device)
})

test('HB5 half open: a host whose device is gone without a word lets it go', async () => {
  const { host, proxy, device } = await behind()
  const [pipe] = host.pipes
  const gone = new Promise((resolve) => {
    if (pipe) pipe.onClose = resolve
  })
  proxy.silence()
  device.close()
  await gone
  expect(proxy.open).toBeLessThanOrEqual(1)
})

test('WP5 a network that brings one byte at a time changes nothing but the time it takes', async () => {
  const { host, proxy, device } = await behind()
  proxy.set({ slice: 1 })
  await device.prompt('é😀'.repeat(50)).answered
  await until(device, () => device.view.entries.length === 1)
  expect(device.view.entries).toEqual(host.log.entries.filter(({ kind }) => kind === 'prompt'))
})
