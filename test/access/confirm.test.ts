// A code that lets nobody in before somebody compared a number.

import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../client/connection.ts'
import type { Comparing } from '../../server/access/door.ts'
import { carryonHome } from '../../server/cli/machine.ts'
import { readJournal } from '../../server/store/journal.ts'
import type { Limits } from '../../shared/limits.ts'
import { settled } from '../harness/clock.ts'
import { TestHost } from '../harness/test-host.ts'
import { wirePair } from '../harness/wire-pair.ts'
import { byTicket, doorstep, knock, random, seed } from './doorstep.ts'

function confirming(limits: Partial<Limits> = {}) {
  const step = doorstep({ limits })
  const asked: (Comparing & { answer: (yes: boolean) => void; withdrawn: boolean })[] = []
  step.door.compare = (comparing) => {
    let answer: (yes: boolean) => void = () => {}
    const answered = new Promise<boolean>((resolve) => {
      answer = resolve
    })
    const entry = { ...comparing, answer, withdrawn: false }
    asked.push(entry)
    return {
      answered,
      withdraw: () => {
        entry.withdrawn = true
      },
    }
  }
  return { step, asked }
}

test('CF1 nothing is granted and nothing used up before the yes; then the device is in', async () => {
  const { step, asked } = confirming()
  const ticket = step.tickets.issue()
  const coming = knock(step, { credential: byTicket(ticket.secret), name: 'iPhone' })
  await settled()
  expect(asked).toMatchObject([{ name: 'iPhone', address: '192.0.2.7', role: 'owner' }])
  expect(asked[0]?.number).toMatch(/^\d{4}$/)
  expect(step.grants.list()).toEqual([])
  expect(step.tickets.standing(ticket.id).is).toBe('good')
  asked[0]?.answer(true)
  const { admission, frames } = await coming
  expect(admission?.role).toBe('owner')
  expect(frames.filter((frame) => frame.includes('"confirm"'))).toHaveLength(1)
  expect(asked[0]?.withdrawn).toBe(true)
})

test('CF1 two that wait show different numbers, and the one that is confirmed is the one let in', async () => {
  const { step, asked } = confirming()
  const { secret } = step.tickets.issue()
  const thief = knock(step, { credential: byTicket(secret), name: 'Somebody' })
  await settled()
  const mine = knock(step, { credential: byTicket(secret), name: 'iPhone' })
  await settled()
  expect(new Set(asked.map(({ number }) => number)).size).toBe(2)
  asked.find(({ name }) => name === 'iPhone')?.answer(true)
  expect((await mine).admission?.name).toBe('iPhone')
  asked.find(({ name }) => name === 'Somebody')?.answer(true)
  expect((await thief).refusal?.code).toBe('ticket_used')
})

test('CF1 of many that wait no two show the same number', async () => {
  const many = 300
  const { step, asked } = confirming({ pendingSockets: many, pendingPerAddress: many })
  const { secret } = step.tickets.issue()
  for (let at = 0; at < many; at++) void knock(step, { credential: byTicket(secret) })
  await expect.poll(() => asked).toHaveLength(many)
  // Of so many made by chance alone two would be the same, but for one time in more than a hundred.
  expect(new Set(asked.map(({ number }) => number)).size).toBe(many)
})

test('CF3 a no, and a minute without an answer, let nobody in and leave the code good', async () => {
  const { step, asked } = confirming()
  const { secret, id } = step.tickets.issue()
  const refused = knock(step, { credential: byTicket(secret) })
  await settled()
  asked[0]?.answer(false)
  expect((await refused).refusal?.code).toBe('not_confirmed')
  const late = knock(step, { credential: byTicket(secret) })
  await settled()
  await step.clock.pass(step.limits.handshake + 1000)
  expect(asked[1]?.withdrawn).toBe(false)
  await step.clock.pass(step.limits.confirm)
  expect((await late).refusal?.code).toBe('not_confirmed')
  expect(asked[1]?.withdrawn).toBe(true)
  expect(step.grants.list()).toEqual([])
  expect(step.tickets.standing(id).is).toBe('good')
})

test('CF4 an answer that was lost is given again without a question', async () => {
  const { step, asked } = confirming()
  const credential = byTicket(step.tickets.issue().secret, seed())
  const first = knock(step, { credential })
  await settled()
  asked[0]?.answer(true)
  const { device } = (await first).admission ?? {}
  expect((await knock(step, { credential })).admission?.device).toBe(device)
  expect(asked).toHaveLength(1)
})

async function confirmingHost() {
  const host = await TestHost.start(undefined, { confirm: true })
  host.host.listening({ urlFor: (path) => `http://192.0.2.1${path}`, warning: async () => undefined })
  const owner = host.join(host.first, { device: 'owner', name: 'Mac' })
  const { url } = await host.host.issueTicket()
  const { clock, limits } = host.machine
  const phone = connect({
    async open() {
      const [mine, hosts] = wirePair()
      void host.host.accept(hosts, { trusted: false, address: '192.0.2.7' })
      return mine
    },
    credential: byTicket(url.split('#')[1] ?? ''),
    name: 'iPhone',
    outbox: { load: () => [], save: () => {} },
    limits,
    clock,
    random,
  })
  onTestFinished(() => phone.close())
  await owner.until(() => owner.view.door.visitors.length > 0)
  const [visitor] = owner.view.door.visitors
  if (!visitor) throw new Error('nobody is at the door')
  return { host, owner, phone, visitor }
}

test('CF2 owners are asked with the number, refusing first, and the answer is in the journal', async () => {
  const { host, owner, phone, visitor } = await confirmingHost()
  const [, number] =
    /^iPhone, at 192\.0\.2\.7, scanned the code\. It shows the number (\d{4})\.$/.exec(visitor.title) ?? []
  expect(visitor.options.map(({ id }) => id)).toEqual(['no', 'yes'])
  expect(phone.status).toEqual({ is: 'connecting', number })
  await owner.ok('admit', { visitor: visitor.id, option: 'yes' })
  await owner.until(() => phone.status.is === 'live')
  expect(readJournal(carryonHome(host.machine), host.first.id)).toContainEqual(
    expect.objectContaining({
      t: 'admitted',
      as: 'owner',
      of: { device: phone.self?.device, name: 'iPhone' },
      by: { device: 'owner', name: 'Mac' },
    }),
  )
})

test('CF4 CF5 a device that gives up waiting is asked about no longer', async () => {
  const { host, owner, phone } = await confirmingHost()
  phone.close()
  await owner.until(() => owner.view.door.visitors.length === 0)
  expect(host.first.state.devices).not.toHaveProperty('iPhone')
})

test('CF5 a device waits for the answer longer than for a welcome, and no longer than it was told', async () => {
  const { host, owner, phone } = await confirmingHost()
  await host.machine.clock.pass(host.machine.limits.connect + 1000)
  expect(phone.status).toMatchObject({ is: 'connecting', number: expect.any(String) })
  await host.machine.clock.pass(host.machine.limits.confirm)
  await owner.until(() => phone.status.is === 'ended')
  expect(phone.status).toMatchObject({ code: 'not_confirmed' })
})
