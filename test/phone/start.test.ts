// The way in, decided from an address and what the browser holds.

import { describe, expect, test } from 'vitest'
import { arrivalOf } from '../../client/entry/arrival.ts'
import { Credentials, type KeptEntry } from '../../client/entry/credentials.ts'
import { type Keep, memoryKeep, openKeep } from '../../client/entry/keep.ts'
import { addressPasted } from '../../client/entry/pasted.ts'
import { startFrom } from '../../client/entry/start.ts'
import { deviceName } from '../../client/phone/start/device-name.ts'
import type { DeviceId, RoomId } from '../../shared/ids.ts'

const secret = 'abcdefghijklmnopqrstuv'
const token = 'eyJh.eyJy.c2ln'
const here = 'room-here' as RoomId
const there = 'room-there' as RoomId

const device = (name: string, change: Partial<KeptEntry> = {}): KeptEntry => ({
  credential: { kind: 'device', device: name as DeviceId, secret: 's' },
  from: `from-${name}`,
  reach: 'host',
  ...change,
})

let made = 0
const random = (length: number): Uint8Array => new Uint8Array(length).fill(++made)

describe('an address', () => {
  test.each([
    ['/', secret, { kind: 'ticket', secret }],
    ['/s/room-here', token, { kind: 'link', token, room: here }],
    ['/s/room-here/', token, { kind: 'link', token, room: here }],
    ['/', '', { kind: 'return', room: undefined }],
    ['/s/room-here', '', { kind: 'return', room: here }],
    ['/s/bad%20room', '', { kind: 'return', room: undefined }],
    ['/', secret.slice(1), { kind: 'malformed', what: 'code', room: undefined }],
    ['/', `${secret}x`, { kind: 'malformed', what: 'code', room: undefined }],
    ['/', token, { kind: 'malformed', what: 'code', room: undefined }],
    ['/s/room-here', 'eyJh.eyJy', { kind: 'malformed', what: 'link', room: here }],
    ['/s/room-here', 'eyJh.eyJy.', { kind: 'malformed', what: 'link', room: here }],
    ['/s/room-here', '<script>', { kind: 'malformed', what: 'link', room: here }],
  ])('PH4 %s # %s', (path, fragment, arrival) => {
    expect(arrivalOf(path, fragment)).toEqual(arrival)
  })
})

describe('what was pasted', () => {
  const host = 'http://192.168.1.9:4717'
  test.each([
    [`${host}/#${secret}`, `${host}/#${secret}`],
    [` ${host}/#${secret.slice(0, 9)}\n${secret.slice(9)} `, `${host}/#${secret}`],
    [secret, `${host}/#${secret}`],
    [`https://carryon.example.org/s/room-here#${token}`, `https://carryon.example.org/s/room-here#${token}`],
    [`${host}/s/room-here`, undefined],
    [`${host}/#${secret.slice(1)}`, undefined],
    [`javascript:alert(1)//#${secret}`, undefined],
    ['hello', undefined],
    ['', undefined],
  ])('PH22 %j', (text, address) => {
    expect(addressPasted(text, host)).toBe(address)
  })
})

describe('a start', () => {
  test('PH2 a code is kept with a fresh seed of 16 bytes before anything is sent', () => {
    const credentials = new Credentials(memoryKeep())
    const start = startFrom({ kind: 'ticket', secret }, credentials, random)
    expect(start).toMatchObject({ kind: 'connect', entry: { credential: { kind: 'ticket', secret } }, room: undefined })
    expect(credentials.all()).toEqual(start.kind === 'connect' ? [start.entry] : undefined)
    const [kept] = credentials.all()
    expect(kept?.credential.kind === 'ticket' && kept.credential.seed).toMatch(/^[A-Za-z0-9_-]{22}$/)
  })

  test('PH2 the same code again comes with the seed of the first time, or by what it became', () => {
    const credentials = new Credentials(memoryKeep())
    const first = startFrom({ kind: 'ticket', secret }, credentials, random)
    expect(startFrom({ kind: 'return', room: undefined }, credentials, random)).toEqual(first)
    expect(startFrom({ kind: 'ticket', secret }, credentials, random)).toEqual(first)
    credentials.put(device('phone', { from: secret }))
    expect(startFrom({ kind: 'ticket', secret }, credentials, random)).toMatchObject({
      entry: { credential: { kind: 'device', device: 'phone' } },
    })
    expect(credentials.all()).toHaveLength(1)
  })

  test('PH2 a link opened a second time takes no second use', () => {
    const credentials = new Credentials(memoryKeep())
    const first = startFrom({ kind: 'link', token, room: here }, credentials, random)
    expect(first).toMatchObject({ entry: { credential: { kind: 'link', token }, reach: 'room' }, room: here })
    credentials.put(device('guest', { from: token, room: here, reach: 'room' }))
    expect(startFrom({ kind: 'link', token, room: here }, credentials, random)).toMatchObject({
      entry: { credential: { kind: 'device', device: 'guest' } },
      room: here,
    })
  })

  test('PH3 the newest that fits the room wins; a link’s fits its own only', () => {
    const credentials = new Credentials(memoryKeep())
    credentials.put(device('own'))
    credentials.put(device('guest', { room: there, reach: 'room' }))
    const chosen = (room: RoomId | undefined) => {
      const start = startFrom({ kind: 'return', room }, credentials, random)
      return start.kind === 'connect' && start.entry.credential.kind === 'device' && start.entry.credential.device
    }
    expect(chosen(there)).toBe('guest')
    expect(chosen(here)).toBe('own')
    expect(chosen(undefined)).toBe('guest')
    credentials.put(device('newer'))
    expect(chosen(there)).toBe('newer')
  })

  test('PH3 without a room in the address the host chooses, unless the credential is for one room', () => {
    const credentials = new Credentials(memoryKeep())
    credentials.put(device('own', { room: here }))
    expect(startFrom({ kind: 'return', room: undefined }, credentials, random)).toMatchObject({ room: undefined })
    credentials.put(device('guest', { room: there, reach: 'room' }))
    expect(startFrom({ kind: 'return', room: undefined }, credentials, random)).toMatchObject({ room: there })
  })

  test('PH4 what is not whole is told, and what would still get in is offered', () => {
    const credentials = new Credentials(memoryKeep())
    const malformed = arrivalOf('/s/room-here', 'cut.off')
    expect(startFrom(malformed, credentials, random)).toEqual({ kind: 'stuck', why: 'link', other: undefined })
    expect(startFrom(arrivalOf('/', ''), credentials, random)).toEqual({
      kind: 'stuck',
      why: 'nothing',
      other: undefined,
    })
    credentials.put(device('own'))
    expect(startFrom(malformed, credentials, random)).toMatchObject({ why: 'link', other: { from: 'from-own' } })
    expect(credentials.all()).toHaveLength(1)
  })
})

describe('what the browser holds', () => {
  test.each(['', '{', '"x"', '{"a":1}', '[1,null,{"credential":{"kind":"terminal"},"from":"x","reach":"host"}]'])(
    'PH3 what cannot be read is passed over: %s',
    (stored) => {
      const keep = memoryKeep()
      keep.set('carryon.credentials', stored)
      const credentials = new Credentials(keep)
      expect(credentials.all()).toEqual([])
      credentials.put(device('phone'))
      expect(credentials.all()).toEqual([device('phone')])
    },
  )

  test('PH3 old ones make way, and one can be forgotten', () => {
    const credentials = new Credentials(memoryKeep())
    for (let count = 0; count < 30; count++) credentials.put(device(`d${count}`))
    expect(credentials.all()).toHaveLength(20)
    expect(credentials.all()[0]?.from).toBe('from-d29')
    credentials.forget('from-d29')
    expect(credentials.all()[0]?.from).toBe('from-d28')
  })

  test('PH6 where storage is refused, memory takes its place and says that it will not last', () => {
    const refused = openKeep(() => {
      throw new Error('SecurityError')
    })
    expect(refused.lasting).toBe(false)
    refused.set('a', '1')
    expect(refused.get('a')).toBe('1')
    refused.remove('a')
    expect(refused.get('a')).toBeUndefined()
  })

  test('PH6 what a full storage has no room for is held until the page goes', () => {
    const storage = new FullStorage()
    const keep: Keep = openKeep(() => storage)
    expect(keep.lasting).toBe(true)
    storage.full = true
    keep.set('a', '1')
    expect(keep.get('a')).toBe('1')
    storage.full = false
    keep.set('a', '2')
    expect([keep.get('a'), storage.getItem('a')]).toEqual(['2', '2'])
    keep.remove('a')
    expect(keep.get('a')).toBeUndefined()
  })
})

describe('the device’s name', () => {
  const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)'
  test.each([
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} Version/18.5 Mobile/15E148 Safari/604.1`,
      'iPhone · Safari',
    ],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${webkit} CriOS/137.0 Mobile/15E148 Safari/604.1`,
      'iPhone · Chrome',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/137.0.0.0 Mobile Safari/537.36',
      'Android · Chrome',
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; SM-X910) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Safari/537.36',
      'Android tablet · Samsung Internet',
    ],
    ['Mozilla/5.0 (Android 15; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0', 'Android · Firefox'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/137.0 Safari/537.36 Edg/137.0',
      'Mac · Edge',
    ],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/137.0 Safari/537.36', 'Chromebook · Chrome'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0', 'Windows · Firefox'],
    ['curl/8', 'Device · Browser'],
  ])('PH2 %s', (agent, name) => {
    expect(deviceName(agent)).toBe(name)
  })

  test('PH2 an iPad says it is a Mac, but has a touch screen', () => {
    const agent = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webkit} Version/18.5 Safari/605.1.15`
    expect([deviceName(agent, 0), deviceName(agent, 5)]).toEqual(['Mac · Safari', 'iPad · Safari'])
  })
})

class FullStorage implements Storage {
  full = false
  readonly #values = new Map<string, string>()
  get length(): number {
    return this.#values.size
  }
  clear(): void {
    this.#values.clear()
  }
  getItem(key: string): string | null {
    return this.#values.get(key) ?? null
  }
  key(): string | null {
    return null
  }
  removeItem(key: string): void {
    this.#values.delete(key)
  }
  setItem(key: string, value: string): void {
    if (this.full) throw new Error('QuotaExceededError')
    this.#values.set(key, value)
  }
}
