// Web pages and programs that have no business here: what peers' hosts answered, and this one must not.

import { expect, test } from 'vitest'
import { AttackedHost, ended, seed } from './attacked-host.ts'

const evil = 'https://evil.example'

test('S1 no page of another origin reads or does anything over HTTP: no CORS, no preflight, no method but GET', async () => {
  const host = await AttackedHost.start()
  const paths = ['/', '/health', '/ws', `/s/${host.room.id}`, '/assets/main-abc123.js', '/session', '/api']
  for (const path of paths) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
      const answer = await host.ask(path, { host: host.address, origin: evil, ...preflight }, method)
      expect([path, method, answer.status]).toEqual([path, method, 403])
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  }
  // A script tag or a form sends no origin; what it gets may not be used by another page, and nothing is done.
  for (const method of ['POST', 'PUT', 'DELETE']) {
    expect((await host.ask('/', { host: host.address }, method)).status).toBe(404)
  }
  const { headers } = await host.ask('/health', { host: host.address })
  expect(headers['cross-origin-resource-policy']).toBe('same-origin')
})

test('S4 a page of another origin opens no socket, however it is called', async () => {
  const host = await AttackedHost.start()
  const origins = [
    evil,
    'null',
    'file://',
    `http://${host.address}.evil.example`,
    `http://evil.example:${host.web.port}`,
    `https://${host.address}`,
    `http://localhost:${host.web.port + 1}`,
    `http://localhost:${host.web.port}/`,
    `HTTP://LOCALHOST:${host.web.port}`,
    '',
  ]
  for (const origin of origins) expect([origin, await host.upgrade({ origin })]).toEqual([origin, 403])
  expect(await host.upgrade({ origin: `http://${host.address}` })).toBe(101)
})

test('S5 a rebound name reaches neither page nor socket, also where no origin is sent', async () => {
  const host = await AttackedHost.start()
  const { port } = host.web
  const names = [
    `evil.example:${port}`,
    `127.0.0.1.nip.io:${port}`,
    `127.0.0.1:${port}.evil.example`,
    `localhost.evil.example:${port}`,
    `0.0.0.0:${port}`,
    `[::]:${port}`,
    `2130706433:${port}`,
    '127.0.0.1',
    'localhost',
    `user@127.0.0.1:${port}`,
    `127.0.0.1:${port}, evil.example`,
  ]
  for (const name of names) {
    const page = await host.ask('/', { host: name })
    // 400 where it is no name at all.
    expect([name, page.status === 421 || page.status === 400]).toEqual([name, true])
    expect(page.body).not.toContain('<script')
    expect([name, await host.upgrade({ host: name })]).toEqual([name, 421])
    // A name that a proxy is said to have been asked for counts as little as the name itself.
    const forwarded = await host.ask('/', { host: name, 'x-forwarded-host': host.address })
    expect([name, forwarded.status]).toEqual([name, page.status])
  }
})

test('S7 coming from this very machine is no proof of anything', async () => {
  const host = await AttackedHost.start()
  const hello = { t: 'hello', v: 1, nonce: seed() }
  const terminal = await host.say([JSON.stringify({ ...hello, who: { kind: 'terminal' } })])
  expect(terminal).toMatchObject({ code: 4403 })
  expect(terminal.frames.join()).toContain('unknown_device')
  // The terminal's own id is no device that could be asked for.
  const named = await host.say([
    JSON.stringify({ ...hello, who: { kind: 'device', device: 'terminal' }, share: seed() }),
  ])
  expect(named.code).not.toBe(1000)
  expect(named.frames.join()).not.toContain('welcome')
})

test('S7 nothing is said before a proof: calls, pings and frames of every kind get no room', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  await owner.connection.call('rename', { title: 'a secret title' })
  const call = { t: 'call', id: crypto.randomUUID(), room: host.room.id, method: 'prompt', params: { text: 'id' } }
  for (const first of [
    call,
    { t: 'ping' },
    { t: 'proof', body: '{}', proof: seed() },
    { t: 'welcome' },
    [],
    'hello',
    null,
  ]) {
    const { code, frames } = await host.say([JSON.stringify(first), JSON.stringify(call)])
    expect(code).toBe(4403)
    expect(frames.join()).not.toMatch(/welcome|entries|state|secret title/)
  }
  expect(host.room.state.queue).toEqual({})
})

test('S8 headers that tell who somebody is are not believed', async () => {
  const host = await AttackedHost.start()
  const owner = await host.owner()
  const spoofed = {
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '127.0.0.1',
    forwarded: 'for=127.0.0.1;host=localhost;proto=https',
    'tailscale-user-login': 'owner@example.org',
    'x-forwarded-user': 'owner',
    'cf-access-authenticated-user-email': 'owner@example.org',
    authorization: 'Bearer owner',
    cookie: 'session=owner; role=owner',
  }
  const hello = JSON.stringify({ t: 'hello', v: 1, nonce: seed(), who: { kind: 'terminal' } })
  expect((await host.say([hello], spoofed)).frames.join()).toContain('unknown_device')
  const page = await host.ask('/', { host: host.address, ...spoofed })
  expect(page.headers['set-cookie']).toBeUndefined()
  const { devices } = await owner.connection.call('devices', {})
  expect(devices.map(({ address }) => address)).toEqual(['127.0.0.1'])
})

test('S10 a secret in a query leads nowhere: no socket, no cookie, no redirect, and it is not sent back', async () => {
  const host = await AttackedHost.start()
  const secret = await host.code()
  for (const query of [`?token=${secret}`, `?ticket=${secret}`, `?auth_token=${secret}`, `?${secret}`]) {
    expect(await host.upgrade({}, `/ws${query}`)).toBe(404)
    const page = await host.ask(`/${query}`, { host: host.address })
    expect(page.headers.location).toBeUndefined()
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.headers['referrer-policy']).toBe('no-referrer')
    expect(page.body + JSON.stringify(page.headers)).not.toContain(secret)
  }
  // It was used up by none of them.
  await host.enter({ kind: 'ticket', secret, seed: seed() })
})

test('S12 every install has keys of its own, so nothing that one gave out is worth anything to another', async () => {
  const [one, other] = [await AttackedHost.start(), await AttackedHost.start()]
  const owner = await one.owner()
  const { token } = await one.guest(owner, 'drive')
  expect((await ended(other.knock({ kind: 'link', token, seed: seed() }))).code).toBe('link_foreign')
  expect((await ended(other.knock(owner.kept.credential))).code).toBe('unknown_device')
  expect((await ended(other.knock({ kind: 'ticket', secret: await one.code(), seed: seed() }))).code).toBe(
    'unknown_ticket',
  )
})
