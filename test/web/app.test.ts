// Every route, and everybody who is turned away, without a network.

import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createApp } from '../../server/web/app.ts'
import { namesOf } from '../../server/web/origins.ts'
import { page, phoneFolder, script } from './phone-folder.ts'

const host = '192.168.1.20:4711'

function app(publicUrl?: string) {
  const names = namesOf(['127.0.0.1', '192.168.1.20'], 4711, publicUrl === undefined ? undefined : new URL(publicUrl))
  const made = createApp({ phoneFolder: phoneFolder(), instance: 'this-one', names: () => names })
  return (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    made.request(path, { method, headers: { host, ...headers } })
}

test('WP1 the page is at / and at every session’s address, and is asked for again each time', async () => {
  const get = app()
  for (const path of ['/', '/s/Zm9vYmFy_-09']) {
    const response = await get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect(await response.text()).toBe(page)
  }
})

test('WP1 what is in a hashed file never changes', async () => {
  const response = await app()('/assets/main-abc123.js')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('content-type')).toMatch(/javascript/)
  expect(await response.text()).toBe(script)
})

test('WP1 compressed where the browser can, plain where not', async () => {
  const get = app()
  const response = await get('/', { 'accept-encoding': 'gzip, deflate, br' })
  expect(response.headers.get('content-encoding')).toBe('br')
  expect(response.headers.get('vary')).toMatch(/accept-encoding/i)
  expect(brotliDecompressSync(Buffer.from(await response.arrayBuffer())).toString()).toBe(page)
  expect((await get('/')).headers.get('content-encoding')).toBeNull()
})

test('WP1 icon and manifest are there', async () => {
  const get = app()
  expect((await get('/icon.svg')).headers.get('content-type')).toMatch(/svg/)
  expect((await get('/manifest.webmanifest')).status).toBe(200)
})

test('WP2 nothing else is: no dotfile, no way out of the folder, no listing, no other method', async () => {
  const get = app()
  for (const path of [
    '/.vite/manifest.json',
    '/assets/.hidden.js',
    '/assets/',
    '/assets',
    '/assets/../index.html.br',
    '/assets/%2e%2e/index.html.br',
    '/assets/..%2f..%2fsecret.svg',
    '/..%2fsecret.svg',
    '/%2e%2e/secret.svg',
    '/index.html.br',
    '/s/',
    '/s/a/b',
    '/s/a%00b',
    `/s/${'a'.repeat(65)}`,
    '/ws',
    '/api',
  ]) {
    const response = await get(path)
    expect([path, response.status]).toEqual([path, 404])
    expect(await response.text()).toMatch(/Open the address that carryon shows/)
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await get('/', {}, method)).status).toBe(404)
})

test('WP3 health says which host this is, and nothing more', async () => {
  const response = await app()('/health')
  expect(await response.json()).toEqual({ carryon: 'this-one' })
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test('AU17 only the exact names of this host are answered', async () => {
  const get = app('https://carry.example.org')
  for (const good of [host, '127.0.0.1:4711', 'localhost:4711', 'LOCALHOST:4711', 'carry.example.org']) {
    expect([good, (await get('/', { host: good })).status]).toEqual([good, 200])
  }
  for (const bad of [
    'evil.example',
    'evil.example:4711',
    '192.168.1.20',
    '192.168.1.20:80',
    '192.168.1.20:47110',
    'localhost',
    'localhost:4711.evil.example',
    'carry.example.org:4711',
    'carry.example.org.evil.example',
    'xcarry.example.org',
    '0.0.0.0:4711',
    '[::1]:4711',
    '',
  ]) {
    const response = await get('/', { host: bad })
    expect([bad, response.status]).toEqual([bad, 421])
  }
  expect((await get('/assets/main-abc123.js', { host: 'evil.example' })).status).toBe(421)
  expect((await get('/health', { host: 'evil.example' })).status).toBe(421)
  expect((await get('/nothing', { host: 'evil.example' })).status).toBe(421)
})

test('AU18 a page of another origin gets nothing, `null` included; no origin is foreign to no one', async () => {
  const get = app('https://carry.example.org')
  for (const good of [
    `http://${host}`,
    'http://localhost:4711',
    'http://127.0.0.1:4711',
    'https://carry.example.org',
  ]) {
    expect([good, (await get('/', { origin: good })).status]).toEqual([good, 200])
  }
  for (const bad of [
    'null',
    '',
    'https://evil.example',
    `https://${host}`,
    'http://localhost',
    'http://localhost:4712',
    `http://${host}.evil.example`,
    `http://evil.example/${host}`,
    'http://carry.example.org',
    'https://carry.example.org.evil.example',
    'file://',
  ]) {
    expect([bad, (await get('/', { origin: bad })).status]).toEqual([bad, 403])
  }
})

test('AU19 every answer is locked down, refusals too, and no other origin may read any', async () => {
  const get = app()
  const answers = [
    await get('/'),
    await get('/nothing'),
    await get('/', { host: 'evil.example' }),
    await get('/health', { origin: 'https://evil.example' }),
  ]
  for (const { headers } of answers) {
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]) {
      expect(policy.split('; ')).toContain(rule)
    }
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('strict-transport-security')).toBeNull()
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    expect(headers.get('set-cookie')).toBeNull()
  }
})
