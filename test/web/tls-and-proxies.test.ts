// The user's certificate, and carryon behind a proxy that ends TLS: what is believed, and what is refused at the start.

import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { type AddressInfo, connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { connect } from '../../client/connection.ts'
import { openSocketPipe } from '../../client/socket-pipe.ts'
import type { Peer } from '../../server/access/door.ts'
import { parseCommand } from '../../server/cli/options.ts'
import { CertificateFailed, certificateWarning, readCertificate } from '../../server/web/certificate.ts'
import { clientAddress, noProxies, parseProxies } from '../../server/web/forwarded.ts'
import { startWeb } from '../../server/web/start-web.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { byTicket, random } from '../access/doorstep.ts'
import { makeCertificate } from '../harness/certificate.ts'
import { hasNginx, startNginx } from '../harness/nginx.ts'
import { startProxy } from '../harness/reverse-proxy.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { TestHost } from '../harness/test-host.ts'
import { phoneFolder } from './phone-folder.ts'

const day = 86_400_000
const now = Date.parse('2026-06-01T00:00:00Z')

function files() {
  const made = makeCertificate(['carryon.example', '127.0.0.1'], now - day, now + day)
  const folder = temporaryFolder()
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  writeFileSync(cert, made.cert)
  writeFileSync(key, made.key)
  return { cert, key, folder }
}

const proxies = (text: string) => {
  const parsed = parseProxies(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

describe('a certificate', () => {
  test('TP1 is read with its key, and says whom it is for', () => {
    const { cert, key } = files()
    const read = readCertificate(cert, key, now)
    expect(read.names).toBe('carryon.example, 127.0.0.1')
    expect(['carryon.example', '127.0.0.1', 'other.example', '192.0.2.1', '[::1]'].map(read.covers)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  test('TP1 that cannot be used is refused before anything listens, with what to do', () => {
    const { cert, key, folder } = files()
    const other = files()
    const text = join(folder, 'text')
    writeFileSync(text, 'hello')
    const locked = join(folder, 'locked')
    writeFileSync(locked, '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n')
    const refused: [string, string, number, RegExp][] = [
      [join(folder, 'none'), key, now, /cannot be read\. Give a PEM file that is there with --tls-cert/],
      [cert, join(folder, 'none'), now, /with --tls-key/],
      [text, key, now, /is no certificate in PEM form/],
      [cert, text, now, /is no private key in PEM form/],
      [cert, locked, now, /locked with a passphrase/],
      [cert, other.key, now, /is not the key of/],
      [cert, key, now + 2 * day, /has expired, on 2026-06-02/],
      [cert, key, now - 2 * day, /good from 2026-05-31 on only/],
    ]
    for (const [certPath, keyPath, at, sentence] of refused) {
      expect(() => readCertificate(certPath, keyPath, at)).toThrow(CertificateFailed)
      expect(() => readCertificate(certPath, keyPath, at)).toThrow(sentence)
    }
  })

  test('TP1 one of the two files alone is a mistake of the command line', () => {
    expect(() => parseCommand(['--tls-cert', 'x'], '0', {})).toThrow(/belong together/)
    expect(() => parseCommand(['--tls-key', 'x'], '0', {})).toThrow(/belong together/)
  })

  test('TP2 every address speaks TLS and only that; the address shown, Host and Origin are https', async () => {
    const made = makeCertificate(['127.0.0.1'], now - 3650 * day, now + 3650 * day)
    const web = await startWeb({
      addresses: ['127.0.0.1'],
      port: 0,
      tls: made,
      phoneFolder: phoneFolder(),
      instance: 'tls',
      limits: defaultLimits,
      clock: systemClock,
      accept: () => {},
    })
    onTestFinished(() => web.close())
    expect(web.urlFor('/#x')).toBe(`https://127.0.0.1:${web.port}/#x`)
    expect(web.origins).toEqual([`https://127.0.0.1:${web.port}`, `https://localhost:${web.port}`])
    const status = await new Promise((resolve, reject) => {
      request({ port: web.port, host: '127.0.0.1', path: '/health', ca: made.cert }, (answer) => {
        expect(answer.headers['strict-transport-security']).toBeUndefined()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(200)
    await expect(fetch(`http://127.0.0.1:${web.port}/health`)).rejects.toThrow()
  })

  test('TP2 a certificate for another name is warned of beside the code', () => {
    const { cert, key } = files()
    const read = readCertificate(cert, key, now)
    expect(certificateWarning(read, 'carryon.example')).toBeUndefined()
    expect(certificateWarning(read, '192.168.1.20')).toMatch(
      /is for carryon\.example, 127\.0\.0\.1, not for 192\.168\.1\.20.*--public-url/,
    )
  })
})

describe('forwarded addresses', () => {
  const from = (remoteAddress: string, header?: string | string[]) =>
    ({ socket: { remoteAddress }, headers: header === undefined ? {} : { 'x-forwarded-for': header } }) as never

  test('TP3 are believed from named proxies alone, and only as far as these go', () => {
    const trusted = proxies('127.0.0.1, 10.0.0.0/8, ::1')
    expect(clientAddress(from('203.0.113.5', '198.51.100.7'), trusted)).toBe('203.0.113.5')
    expect(clientAddress(from('127.0.0.1', '198.51.100.7'), noProxies)).toBe('127.0.0.1')
    expect(clientAddress(from('::ffff:127.0.0.1', '198.51.100.7'), trusted)).toBe('198.51.100.7')
    expect(clientAddress(from('127.0.0.1', '1.2.3.4, 198.51.100.7'), trusted)).toBe('198.51.100.7')
    expect(clientAddress(from('127.0.0.1', '198.51.100.7, 10.1.2.3'), trusted)).toBe('198.51.100.7')
    expect(clientAddress(from('::1', '[2001:db8::7]:4711'), trusted)).toBe('2001:db8::7')
    expect(clientAddress(from('127.0.0.1', '198.51.100.7:80'), trusted)).toBe('198.51.100.7')
    for (const nonsense of ['', 'unknown', 'localhost', '<script>', ',,,']) {
      expect(clientAddress(from('127.0.0.1', nonsense), trusted)).toBe('127.0.0.1')
    }
  })

  test('TP3 what is no list of proxies is a mistake of the command line', () => {
    for (const wrong of ['', 'all', '10.0.0.0/33', '10.0.0.0/', '1.2.3.4,', '::1/129', '1.2.3.4/8/9', '10.0.0.0/-1']) {
      expect(parseProxies(wrong)).toMatch(/is no address of a proxy/)
    }
    expect(() => parseCommand(['--trust-proxy', 'everybody'], '0', {})).toThrow(/127\.0\.0\.1 or 10\.0\.0\.0\/8/)
  })
})

describe('behind a proxy that ends TLS', () => {
  const name = 'carryon.example.org'
  const made = makeCertificate([name], now - 3650 * day, now + 3650 * day)
  const from = '198.51.100.7'
  const ways = {
    'Host kept': { start: (to: number) => startProxy({ to, tls: made, host: 'kept', from }), from, there: true },
    'Host rewritten': {
      start: (to: number) => startProxy({ to, tls: made, host: 'rewritten', from }),
      from,
      there: true,
    },
    'nginx as documented': { start: (to: number) => startNginx(to, made), from: '127.0.0.1', there: hasNginx },
  } as const
  for (const [way, { start, from, there }] of Object.entries(ways)) {
    test.skipIf(!there)(`TP4 a phone comes in through it and is known by the address it told: ${way}`, async () => {
      const host = await TestHost.start()
      const peers: Peer[] = []
      const publicUrl = new URL(`https://${name}`)
      const web = await startWeb({
        addresses: ['127.0.0.1'],
        port: 0,
        publicUrl,
        proxies: proxies('127.0.0.1'),
        phoneFolder: phoneFolder(),
        instance: 'proxied',
        limits: defaultLimits,
        clock: systemClock,
        accept(pipe, peer) {
          peers.push(peer)
          void host.host.accept(pipe, peer)
        },
      })
      onTestFinished(() => web.close())
      host.host.listening({ urlFor: (path) => web.urlFor(path), warning: async () => undefined })
      const port = await start(web.port)
      const { url } = await host.host.issueTicket()
      expect(url).toMatch(/^https:\/\/carryon\.example\.org\/#/)
      const secure = { ca: made.cert, servername: name, headers: { host: name } }
      const Socket = class extends WebSocket {
        constructor(address: string) {
          const options = { ...secure, origin: publicUrl.origin }
          super(address, [], options)
        }
      }
      const phone = connect({
        open: () => openSocketPipe(`wss://127.0.0.1:${port}/ws`, Socket),
        credential: byTicket(url.split('#')[1] ?? ''),
        name: 'iPhone',
        outbox: { load: () => [], save: () => {} },
        limits: defaultLimits,
        clock: systemClock,
        random,
      })
      onTestFinished(() => phone.close())
      await new Promise<void>((resolve) => phone.onChange(() => phone.status.is === 'live' && resolve()))
      expect(peers).toEqual([{ trusted: false, address: from }])
      const { devices } = await phone.call('devices', {})
      expect(devices).toMatchObject([{ name: 'iPhone', address: from }])
      const page = await new Promise((resolve, reject) => {
        request({ ...secure, port, host: '127.0.0.1', path: '/' }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        })
          .on('error', reject)
          .end()
      })
      expect(page).toBe(200)
    })
  }
})

test('LI5 who connects and says nothing, or never ends its headers, is hung up on; nothing takes a body', async () => {
  const limits = { ...defaultLimits, handshake: 200 }
  const web = await startWeb({
    addresses: ['127.0.0.1'],
    port: 0,
    phoneFolder: phoneFolder(),
    instance: 'slow',
    limits,
    clock: systemClock,
    accept: () => {},
  })
  onTestFinished(() => web.close())
  const closed = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connectTcp({ port: web.port, host: '127.0.0.1' } satisfies Partial<AddressInfo> & { host: string })
      let heard = ''
      socket.on('data', (bytes) => {
        heard += bytes
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(heard))
      socket.write(text)
    })
  const host = `127.0.0.1:${web.port}`
  await closed('')
  await closed(`GET / HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `)
  expect(await closed(`POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100000\r\n\r\nabc`)).toMatch(
    /^HTTP\/1\.1 413 /,
  )
})
