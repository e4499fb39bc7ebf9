// Ports taken and given back: exactly what was asked for, or a sentence about why not.

import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ListenFailed, listen } from '../../server/web/listen.ts'
import { shownAddress, urlOf } from '../../server/web/origins.ts'
import { reach, reachWarning } from '../../server/web/reachable.ts'
import { startWeb } from '../../server/web/start-web.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { phoneFolder } from './phone-folder.ts'

const answer: RequestListener = (_, response) => response.end('here')

async function listening(addresses: readonly string[], port = 0) {
  const bound = await listen({ answer, addresses, port, limits: defaultLimits })
  onTestFinished(() => {
    for (const server of bound.servers) {
      server.close()
      server.closeAllConnections()
    }
  })
  return bound
}

async function web(options: { publicUrl?: URL; addresses?: readonly string[]; phoneFolder?: string } = {}) {
  const started = await startWeb({
    addresses: ['127.0.0.1'],
    port: 0,
    phoneFolder: phoneFolder(),
    instance: 'this-one',
    limits: defaultLimits,
    clock: systemClock,
    accept: () => {},
    ...options,
  })
  onTestFinished(() => started.close())
  return started
}

test('AU20 all addresses share one port, and nothing but them is bound', async () => {
  const { port, servers } = await listening(['127.0.0.1', '127.0.0.2'])
  expect(servers.map((server) => server.address())).toMatchObject([
    { address: '127.0.0.1', port },
    { address: '127.0.0.2', port },
  ])
  expect(await (await fetch(`http://127.0.0.2:${port}`)).text()).toBe('here')
  await expect(fetch(`http://127.0.0.3:${port}`)).rejects.toThrow()
})

test('AU20 a busy port is told of, and the addresses bound before it are let go', async () => {
  const { port, servers } = await listening(['127.0.0.1', '127.0.0.2'])
  await new Promise((resolve) => servers[0]?.close(resolve))
  const failure = await listen({
    answer,
    addresses: ['127.0.0.1', '127.0.0.2'],
    port: port,
    limits: defaultLimits,
  }).catch((cause: unknown) => cause)
  expect(failure).toBeInstanceOf(ListenFailed)
  expect(failure).toMatchObject({ code: 'busy', address: '127.0.0.2', port })
  expect(String(failure)).toMatch(/is taken by another program.*--port/)
  expect((await listening(['127.0.0.1'], port)).port).toBe(port)
})

test('AU20 a port that another program has on one address is passed over when any will do', async () => {
  const { port } = await listening(['127.0.0.1', '127.0.0.2', '127.0.0.3'])
  expect(port).toBeGreaterThan(0)
})

test('AU20 an address of another machine is told of', async () => {
  await expect(listen({ answer, addresses: ['192.0.2.1'], port: 0, limits: defaultLimits })).rejects.toMatchObject({
    code: 'no_address',
  })
  await expect(
    listen({ answer, addresses: ['no such name.invalid'], port: 0, limits: defaultLimits }),
  ).rejects.toBeInstanceOf(ListenFailed)
})

test('AU20 the port is free again after closing', async () => {
  const first = await web()
  await first.close()
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(first.port, '127.0.0.1', resolve))
  taken.close()
})

test('WP4 URLs lead to the first address that others reach, or to the public one', async () => {
  const local = await web()
  expect(local.urlFor('/#secret')).toBe(`http://127.0.0.1:${local.port}/#secret`)
  const shared = await web({ addresses: ['127.0.0.1', '127.0.0.2'] })
  expect(shared.urlFor('/s/a#t')).toBe(`http://127.0.0.1:${shared.port}/s/a#t`)
  const published = await web({ publicUrl: new URL('https://carry.example.org') })
  expect(published.urlFor('/s/a#t')).toBe('https://carry.example.org/s/a#t')
  expect(published.origins).toContain('https://carry.example.org')
})

test('WP4 of several addresses the first that others reach is shown', () => {
  expect(shownAddress(['127.0.0.1', '192.168.1.20', '10.0.0.2'])).toBe('192.168.1.20')
  expect(shownAddress(['::1', '127.0.0.1'])).toBe('::1')
})

test('WP4 an IPv6 address stands in brackets', () => {
  expect(urlOf('::1', 4711).origin).toBe('http://[::1]:4711')
  expect(urlOf('2001:db8::7', 80).origin).toBe('http://[2001:db8::7]')
})

test('WP3 an address is checked to lead to this very host', async () => {
  const here = await web()
  const url = here.urlFor('/')
  expect(await reach(url, 'this-one')).toBe('this')
  expect(await reach(url, 'another-one')).toBe('another')
  const { port } = await listening(['127.0.0.1'])
  expect(await reach(`http://127.0.0.1:${port}`, 'this-one')).toBe('another')
  await here.close()
  expect(await reach(url, 'this-one')).toBe('nobody')
  expect(reachWarning('this', url)).toBeUndefined()
  expect(reachWarning('another', url)).toContain(url)
  expect(reachWarning('nobody', url)).toMatch(/firewall/)
})

test('WP1 a phone that was not built is told of at the start', async () => {
  await expect(web({ phoneFolder: '/nowhere/phone' })).rejects.toThrow(/npm run build/)
})
