// A host whose address changed: what it listens on, which names it answers to, and who is cut off.

import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { move } from '../../server/cli/moving.ts'
import { startWeb, type Web } from '../../server/web/start-web.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { phoneFolder } from './phone-folder.ts'

const [loopback, before, after] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const

async function web(): Promise<Web> {
  const started = await startWeb({
    addresses: [loopback, before],
    port: 0,
    phoneFolder: phoneFolder(),
    instance: 'this-one',
    limits: defaultLimits,
    clock: systemClock,
    accept: () => {},
  })
  onTestFinished(() => started.close())
  return started
}

const answers = (address: string, port: number, origin?: string): Promise<number | 'nobody'> =>
  fetch(`http://${address}:${port}/health`, origin ? { headers: { origin } } : {}).then(
    ({ status }) => status,
    () => 'nobody',
  )

async function socketTo(address: string, port: number) {
  const socket = new WebSocket(`ws://${address}:${port}/ws`)
  const state = { open: false }
  await new Promise((resolve) => socket.on('open', resolve))
  state.open = true
  socket.on('close', () => {
    state.open = false
  })
  onTestFinished(() => socket.terminate())
  return state
}

test('HO2 it listens at the new address on the same port; who came by the old one is cut off, loopback stays', async () => {
  const it = await web()
  const [here, there] = [await socketTo(loopback, it.port), await socketTo(before, it.port)]
  await it.rebind([loopback, after], after)
  await expect.poll(() => there.open).toBe(false)
  expect(here.open).toBe(true)
  expect(await answers(after, it.port)).toBe(200)
  expect(await answers(loopback, it.port)).toBe(200)
  expect(await answers(before, it.port)).toBe('nobody')
  const next = await socketTo(after, it.port)
  expect(next.open).toBe(true)
})

test('HO2 the lists of names follow: the old address is a foreign one', async () => {
  const it = await web()
  const [old, now] = [`http://${before}:${it.port}`, `http://${after}:${it.port}`]
  expect(it.origins).toContain(old)
  await it.rebind([loopback, after], after)
  expect(it.origins).not.toContain(old)
  expect(it.origins).toContain(now)
  expect(await answers(after, it.port, now)).toBe(200)
  expect(await answers(after, it.port, old)).toBe(403)
})

test('HO3 where the port is taken there nothing changes, and that is said', async () => {
  const it = await web()
  const other = createServer().listen(it.port, after)
  await new Promise((resolve) => other.on('listening', resolve))
  onTestFinished(() => void other.close())
  const told: string[] = []
  await move({ web: it, host: undefined, publicUrl: undefined, tell: (_, text) => told.push(text) }, after, before)
  expect(told).toEqual([
    expect.stringMatching(/changed from 127\.0\.0\.2 to 127\.0\.0\.3\. Port \d+ on 127\.0\.0\.3 is taken/),
  ])
  expect(await answers(before, it.port)).toBe(200)
})

test('HO1 after a sleep every socket is cut off at once', async () => {
  const it = await web()
  const sockets = [await socketTo(loopback, it.port), await socketTo(before, it.port)]
  it.cutOff()
  await expect.poll(() => sockets.map(({ open }) => open)).toEqual([false, false])
  expect((await socketTo(before, it.port)).open).toBe(true)
})

test.each([
  {
    given: 'nothing',
    host: undefined,
    url: undefined,
    bound: [loopback, '10.0.0.7'],
    says: /scan the code that \/session shows now\.$/,
  },
  {
    given: '--host',
    host: '192.168.0.5',
    url: undefined,
    bound: undefined,
    says: /--host names 192\.168\.0\.5, .* start again/,
  },
  { given: '--host 0.0.0.0', host: '0.0.0.0', url: undefined, bound: ['0.0.0.0'], says: /scan the code/ },
  {
    given: '--public-url',
    host: undefined,
    url: 'https://c.example.org',
    bound: [loopback, '10.0.0.7'],
    says: /Devices go on at https:\/\/c\.example\.org/,
  },
])('HO3 with $given it binds what it may, and says what follows', async ({ host, url, bound, says }) => {
  const told: string[] = []
  let rebound: readonly string[] | undefined
  const web = {
    async rebind(addresses: readonly string[]) {
      rebound = addresses
    },
  }
  const publicUrl = url === undefined ? undefined : new URL(url)
  await move({ web, host, publicUrl, tell: (_, text) => told.push(text) }, '10.0.0.7', '192.168.0.5')
  expect(rebound).toEqual(bound)
  expect(told).toEqual([expect.stringMatching(says)])
  expect(told[0]).toContain('changed from 192.168.0.5 to 10.0.0.7.')
})
