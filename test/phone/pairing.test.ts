// The real page on a real host: from the code to the room, through reloads, refusals and browsers that keep nothing.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { startChromium } from '../harness/chromium.ts'
import { Phone } from '../harness/phone.ts'
import { keptFolder } from '../harness/temp.ts'
import { testRoomId } from '../harness/test-room.ts'
import { startHost } from './host.ts'
import { buildPage } from './stage/build.ts'

const built = keptFolder()
let browser: Browser
let host: Awaited<ReturnType<typeof startHost>>
let phone: Phone

beforeAll(async () => {
  await buildPage(built.path, 'phone')
  browser = await startChromium()
})
afterAll(async () => {
  await browser.close()
  built.remove()
})

beforeEach(async () => {
  host = await startHost(built.path)
  phone = await Phone.start(browser)
  onTestFinished(async () => {
    await phone.close()
    await host.close()
  })
})

const live = () => phone.page.getByText('Live', { exact: true }).waitFor()
const stored = (): Promise<{ credential: { kind: string; device?: string } }[]> =>
  phone.page.evaluate(() => JSON.parse(localStorage.getItem('carryon.credentials') ?? '[]'))
const path = () => new URL(phone.page.url()).pathname
const heading = (name: string) => phone.page.getByRole('heading', { name }).waitFor()

/** Notes, in order, everything a page does that could tell somebody something. */
async function watchOrder(): Promise<() => Promise<string[]>> {
  await phone.page.addInitScript(() => {
    const order: string[] = []
    Object.assign(window, { order })
    const note = (target: object, name: string, what: string) => {
      const real = Reflect.get(target, name) as (...args: unknown[]) => unknown
      Reflect.set(target, name, function (this: unknown, ...args: unknown[]) {
        order.push(`${what}${location.hash === '' ? '' : ' with the secret in the address'}`)
        return Reflect.apply(real, this, args)
      })
    }
    note(History.prototype, 'replaceState', 'replaceState')
    note(Storage.prototype, 'setItem', 'setItem')
    note(Storage.prototype, 'getItem', 'getItem')
    note(window, 'fetch', 'fetch')
    note(document, 'createElementNS', 'element')
    note(document, 'createElement', 'element')
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL) {
        order.push(`socket${location.hash === '' ? '' : ' with the secret in the address'}`)
        super(url)
      }
    }
  })
  return () => phone.page.evaluate(() => (window as unknown as { order: string[] }).order)
}

describe('coming in by a code', () => {
  test('PH1 the secret leaves the address before anything else happens', async () => {
    const order = await watchOrder()
    await phone.open(host.code())
    await live()
    const [first, ...rest] = await order()
    expect(first).toBe('replaceState with the secret in the address')
    expect(rest.filter((what) => what.includes('secret'))).toEqual([])
    expect(rest.indexOf('setItem')).toBeLessThan(rest.indexOf('socket'))
  })

  test('PH1 no request carries the secret, no history remembers it', async () => {
    const asked: string[] = []
    phone.page.on('request', (request) => asked.push(request.url(), JSON.stringify(request.headers())))
    const sent: string[] = []
    phone.page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))))
    const code = host.code()
    await phone.open(code)
    await live()
    const secret = new URL(code).hash.slice(1)
    expect([...asked, ...sent].filter((text) => text.includes(secret))).toEqual([])
    expect(await phone.page.evaluate(() => history.length)).toBe(2)
    expect(phone.page.url()).not.toContain('#')
  })

  test('PH3 a reload comes back by the device’s own secret, at the room’s own address', async () => {
    await phone.open(host.code())
    await live()
    expect(path()).toBe(`/s/${testRoomId}`)
    const [kept] = await stored()
    expect(kept).toMatchObject({ credential: { kind: 'device' }, room: testRoomId, reach: 'host' })
    await phone.page.reload()
    await live()
    expect(await stored()).toEqual([kept])
    expect(phone.troubles).toEqual({ errors: [], strangers: [] })
  })

  test('PH2 a code that was scanned twice on one phone pairs it once', async () => {
    const code = host.code()
    await phone.open(code)
    await live()
    const [kept] = await stored()
    await phone.page.goto('about:blank')
    await phone.open(code)
    await live()
    expect(await stored()).toEqual([kept])
  })

  test('PH2 a pairing whose answer was lost is asked for again with the same seed', async () => {
    let lost = 0
    const hellos: string[] = []
    let cut = true
    await phone.page.routeWebSocket('**/ws', (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((frame) => {
        if (String(frame).includes('"t":"hello"')) hellos.push(String(frame))
        server.send(frame)
      })
      server.onMessage((frame) => {
        // The first sealed frame is the welcome.
        if (!cut || typeof frame === 'string') return socket.send(frame)
        lost++
        return socket.close()
      })
    })
    await phone.open(host.code())
    await expect.poll(() => lost).toBeGreaterThan(0)
    await phone.page.reload()
    cut = false
    await live()
    const seeds = new Set(hellos.map((hello) => JSON.parse(hello).who.seed))
    expect(hellos.length).toBeGreaterThan(1)
    expect(seeds.size).toBe(1)
    expect(host.door.grants.find((await stored())[0]?.credential.device as never)).toBeDefined()
  })

  test('PH6 a browser that keeps nothing works until it is reloaded, and says so', async () => {
    await phone.page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      })
    })
    await phone.open(host.code())
    await live()
    await phone.page.getByText('after a reload you will need a new code').waitFor()
    await phone.page.reload()
    await heading('Scan a code to come in')
  })
})

describe('coming in by a link', () => {
  test('PH14 a link gives its role and no more', async () => {
    await phone.open(await host.link('view'))
    await live()
    expect(await phone.message.isDisabled()).toBe(true)
    expect(await phone.message.getAttribute('placeholder')).toBe('This device may only watch')
    expect(await stored()).toMatchObject([{ credential: { kind: 'device' }, room: testRoomId, reach: 'room' }])
    await phone.page.reload()
    await live()
  })

  test('PH1 a link opened in a tab that is here already comes in anew, and leaves the address too', async () => {
    await phone.open(await host.link('view'))
    await live()
    const next = await host.link('drive')
    await phone.page.evaluate((url) => {
      location.href = url
    }, next)
    await expect.poll(() => phone.message.isEnabled()).toBe(true)
    expect(phone.page.url()).toBe(host.url(`/s/${testRoomId}`))
  })
})

describe('shut doors', () => {
  test('PH4 nothing to come in with: what to do, and no socket', async () => {
    let sockets = 0
    phone.page.on('websocket', () => sockets++)
    await phone.open(host.url('/'))
    await heading('Scan a code to come in')
    await phone.page.getByText('/session').waitFor()
    await phone.open(host.url('/#tooshort'))
    await heading('This code is not whole')
    expect(phone.page.url()).toBe(host.url('/'))
    await phone.open(host.url(`/s/${testRoomId}#eyJ.half`))
    await heading('This link is not whole')
    expect(sockets).toBe(0)
  })

  test('PH22 the address is pasted where none can be scanned, also after a code that was refused', async () => {
    const { page } = phone
    const paste = async (text: string): Promise<void> => {
      await page.getByRole('textbox', { name: 'Or paste the address' }).fill(text)
      await phone.button('Come in').click()
    }
    await phone.open(host.url('/'))
    await paste(host.url(`/s/${testRoomId}`))
    await page.getByRole('alert').getByText('not the whole address').waitFor()
    await paste('A'.repeat(22))
    await heading('This code is not known')
    await paste(host.code())
    await live()
    expect(page.url()).toBe(host.url(`/s/${testRoomId}`))
    expect(phone.troubles).toEqual({ errors: [], strangers: [] })
  })

  test('PH22 the page names an icon and a name for the home screen, and the host has them', async () => {
    await phone.open(host.url('/'))
    const named = await phone.page.evaluate(async () => {
      const icon = document.querySelector<HTMLLinkElement>('link[rel="apple-touch-icon"]')
      const manifest = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')
      const { name, display, icons } = await (await fetch(manifest?.href ?? '')).json()
      const found = await Promise.all(
        [icon?.href, ...icons.map(({ src }: { src: string }) => src)].map(
          async (address) => (await fetch(address)).status,
        ),
      )
      return { name, display, found }
    })
    expect(named).toEqual({ name: 'carryon', display: 'standalone', found: [200, 200, 200] })
  })

  test('PH5 a code used by another device says so, and takes nothing from a phone that is paired', async () => {
    const code = host.code()
    const other = await Phone.start(browser)
    onTestFinished(() => other.close())
    await other.open(code)
    await other.page.getByText('Live', { exact: true }).waitFor()

    await phone.open(host.code())
    await live()
    const kept = await stored()
    await phone.open(code)
    await heading('This code was used already')
    expect(await stored()).toEqual(kept)
    await phone.button('Come in as before').click()
    await live()
  })

  test('PH5 a code of nobody’s, a link that was used, a link that was changed', async () => {
    await phone.open(host.url('/#AAAAAAAAAAAAAAAAAAAAAA'))
    await heading('This code is not known')
    expect(await stored()).toEqual([])

    const link = await host.link()
    const other = await Phone.start(browser)
    onTestFinished(() => other.close())
    await other.open(link)
    await other.page.getByText('Live', { exact: true }).waitFor()
    await phone.open(link)
    await heading('This link was used already')
    await phone.page.reload()
    await heading('Scan a code to come in')
  })

  test('PH5 a device that is shut out while it looks keeps what it has read', async () => {
    await phone.open(host.code())
    await live()
    await phone.send('hello')
    await phone.transcript.getByText('hello').waitFor()
    const [kept] = await stored()
    await host.door.grants.revoke(kept?.credential.device as never)
    await phone.page.getByText('This device was shut out').waitFor()
    await phone.transcript.getByText('hello').waitFor()
    expect(await phone.message.count()).toBe(0)
    expect(await stored()).toEqual([kept])
  })
})

describe('in the room', () => {
  beforeEach(async () => {
    await phone.open(host.code())
    await live()
  })

  test('PH7 a prompt appears once, its reply grows, and the whole is there after a reload', async () => {
    await phone.send('Say hello')
    await expect.poll(() => host.room.agent.prompts.length).toBe(1)
    host.room.agent.says('Hel', 'm1')
    await phone.transcript.getByText('He', { exact: false }).first().waitFor()
    host.room.agent.says('lo **there**', 'm1')
    host.room.agent.finishes()
    await phone.transcript.getByText('there', { exact: true }).waitFor()
    await phone.page.getByText('idle').waitFor()
    const text = async () => (await phone.transcript.innerText()).replace(/\s+/g, ' ')
    expect((await text()).match(/Say hello/g)).toHaveLength(1)
    expect((await text()).match(/Hello there/g)).toHaveLength(1)
    await phone.page.reload()
    await phone.transcript.getByText('there', { exact: true }).waitFor()
    expect((await text()).match(/Say hello.*Hello there/g)).toHaveLength(1)
  })

  test('PH12 a question is answered by the option’s own button', async () => {
    await phone.send('Do it')
    await expect.poll(() => host.room.agent.prompts.length).toBe(1)
    host.room.agent.tool({ id: 't1', title: 'rm -rf build' })
    const answered = host.room.agent.asks('t1')
    await phone.page.getByRole('group', { name: 'run t1' }).waitFor()
    await phone.button('Reject').click()
    expect(await answered).toBe('no')
    await phone.page.getByText('Needs your answer').first().waitFor({ state: 'detached' })
  })

  test('PH16 what is needed when the host may be out of reach is here before that', async () => {
    await phone.reserve()
    await phone.page.route('**/*', (route) => route.abort())
    await phone.send('Do it')
    await expect.poll(() => host.room.agent.prompts.length).toBe(1)
    host.room.agent.tool({ id: 't1', title: 'rm -rf build' })
    void host.room.agent.asks('t1')
    await phone.page.getByRole('group', { name: 'run t1' }).waitFor()
    await phone.send('And this')
    await phone.button('Withdraw').waitFor()
    const [kept] = await stored()
    await host.door.grants.revoke(kept?.credential.device as never)
    await phone.page.getByText('This device was shut out').waitFor()
  })

  test('PH14 Stop interrupts the turn', async () => {
    await phone.send('Go on for ever')
    await phone.button('Stop').click()
    await expect.poll(() => host.room.agent.cancelled).toBe(1)
    host.room.agent.finishes('cancelled')
    await phone.button('Stop').waitFor({ state: 'detached' })
  })
})
