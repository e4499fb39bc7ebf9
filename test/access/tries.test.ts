// Strangers who try again and again: slowed down, told of once, written down without their secrets.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Peer } from '../../server/access/door.ts'
import { RefusalLog } from '../../server/access/refusal-log.ts'
import { RefusedNews } from '../../server/access/refused-news.ts'
import { Tries } from '../../server/access/tries.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { TestHost } from '../harness/test-host.ts'
import { byTicket, doorstep, knock, pair, random } from './doorstep.ts'

const from = (address: string): Peer => ({ trusted: false, address })
const guess = (address: string) => ({
  credential: byTicket(Buffer.from(random(16)).toString('base64url')),
  peer: from(address),
})

describe('counts', () => {
  test('LI1 from one address they end; a good code from there has to wait, others are heard', async () => {
    const step = doorstep({ limits: { failedTriesPerAddress: 3 } })
    for (let tried = 0; tried < 3; tried++) {
      expect((await knock(step, guess('192.0.2.66'))).refusal?.code).toBe('unknown_ticket')
    }
    const good = byTicket(step.tickets.issue().secret)
    expect((await knock(step, { credential: good, peer: from('192.0.2.66') })).refusal?.code).toBe('busy')
    expect((await knock(step, { credential: good, peer: from('192.0.2.67') })).admission).toBeDefined()
    step.clock.advance(step.limits.triesSpan)
    expect((await knock(step, guess('192.0.2.66'))).refusal?.code).toBe('unknown_ticket')
  })

  test('LI1 in all they end, too, but not for whoever comes from where a device was let in', async () => {
    const step = doorstep({ limits: { failedTries: 4 } })
    const { credential } = await pair(step)
    for (let tried = 0; tried < 4; tried++) await knock(step, guess(`198.51.100.${tried}`))
    expect((await knock(step, guess('203.0.113.9'))).refusal?.code).toBe('busy')
    expect((await knock(step, { credential })).admission).toBeDefined()
  })

  test('LI1 all addresses of a version 6 network count as one', () => {
    const tries = new Tries({ clock: new FakeClock(), limits: { ...defaultLimits, failedTriesPerAddress: 2 } })
    tries.failed('2001:db8:1:2::1')
    tries.failed('2001:db8:1:2:ffff:ffff:ffff:ffff')
    expect(tries.exhausted('2001:db8:1:2:3::9')).toBe(true)
    expect(tries.exhausted('2001:db8:1:3::1')).toBe(false)
    tries.failed('::1')
    expect(tries.exhausted('fe80::1')).toBe(false)
  })

  test('LI1 what is remembered of addresses is bounded', () => {
    const limits = { ...defaultLimits, addressesKnown: 10, failedTriesPerAddress: 1, failedTries: 1e6 }
    const tries = new Tries({ clock: new FakeClock(), limits })
    for (let tried = 0; tried < 100; tried++) tries.failed(`192.0.2.${tried}`)
    expect(tries.exhausted('192.0.2.3')).toBe(true)
    expect(tries.exhausted('192.0.2.99')).toBe(false)
  })
})

describe('news', () => {
  test('LI2 the first is told at once, the others in one sentence, ever more rarely', () => {
    const clock = new FakeClock()
    const news = new RefusedNews({ clock, limits: defaultLimits })
    const told: string[] = []
    news.onNews = () => told.push(news.told?.text ?? '')
    const tried = { code: 'proof_failed', address: '192.0.2.66' } as const
    for (let second = 0; second < 600; second++) {
      news.add(tried)
      clock.advance(1000)
    }
    expect(told[0]).toBe('A device at 192.0.2.66 was refused: it could not show that it was let in.')
    expect(told[1]).toMatch(/^\d+ tries were refused, the last from 192\.0\.2\.66:/)
    expect(told.length).toBeLessThan(7)
  })

  test('LI2 a code that another device used names that device to owners, and to nobody else', async () => {
    const host = await TestHost.start()
    host.host.listening({ urlFor: (path) => path, warning: async () => undefined })
    const owner = host.join(host.first, { device: 'owner' })
    const guest = host.guest(host.first, { device: 'guest', role: 'drive' })
    const secret = (await host.host.issueTicket()).url.split('#')[1] ?? ''
    const door = {
      admit: (...how: Parameters<typeof host.host.accept>) => host.host.accept(...how).then(() => undefined),
    }
    await knock({ door }, { credential: byTicket(secret), name: 'Pixel' })
    await owner.until(() => Object.keys(owner.view.state?.devices ?? {}).length === 3)
    const second = await knock({ door }, { credential: byTicket(secret), name: 'Mine' })
    expect(second.refusal?.reason).toContain('already let another device in')
    await owner.until(() => owner.view.door.refused !== undefined)
    expect(owner.view.door.refused).toMatchObject({
      text: 'A device at 192.0.2.7 was refused: it brought the code that Pixel has used. Is Pixel yours?',
      of: { name: 'Pixel' },
    })
    expect(guest.frames.map(({ t }) => t)).not.toContain('door')
  })
})

describe('the log', () => {
  test('LI3 names address and reason, no secret, and is its owner’s alone', async () => {
    const step = doorstep()
    const log = new RefusalLog(step)
    const how = guess('192.0.2.66')
    const { frames } = await knock(step, how)
    const { usedBy: _, ...tried } = step.refused[0] ?? { code: 'busy', address: '', by: '' }
    log.add(tried)
    const path = join(step.home, 'log', 'refused.jsonl')
    const text = readFileSync(path, 'utf8')
    expect(JSON.parse(text)).toEqual({
      at: new Date(step.clock.now()).toISOString(),
      code: 'unknown_ticket',
      address: '192.0.2.66',
      by: 'ticket',
    })
    const { secret, seed } = how.credential as { secret: string; seed: string }
    const { who } = JSON.parse(frames[0] ?? '')
    for (const private_ of [secret, seed, who.ticket]) expect(text).not.toContain(private_)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(join(step.home, 'log')).mode & 0o777).toBe(0o700)
  })

  test('LI3 a flood fills neither the disk nor the minute', () => {
    const clock = new FakeClock()
    const home = temporaryFolder()
    const log = new RefusalLog({ home, clock, limits: { ...defaultLimits, refusalLog: 10_000 } })
    for (let minute = 0; minute < 20; minute++) {
      for (let tried = 0; tried < 500; tried++) log.add({ code: 'proof_failed', address: '192.0.2.66', by: 'device' })
      clock.advance(defaultLimits.triesSpan)
    }
    const path = join(home, 'log', 'refused.jsonl')
    expect(statSync(path).size).toBeLessThan(10_200)
    expect(statSync(`${path}.1`).size).toBeLessThan(10_200)
    expect(readFileSync(`${path}.1`, 'utf8') + readFileSync(path, 'utf8')).toContain('"unlogged":440')
  })
})
