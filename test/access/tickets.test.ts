// Coming by the code in the terminal: once, for one device, and again only for an answer that was lost.

import { expect, test } from 'vitest'
import { FakeClock, settled } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { byLink, byTicket, doorstep, knock, pair, room, seed } from './doorstep.ts'

test('AU1 a ticket makes an own device: owner, of every room, for thirty days', async () => {
  const step = doorstep()
  const ticket = step.tickets.issue()
  expect(ticket.secret).toMatch(/^[A-Za-z0-9_-]{22}$/)
  const { admission, refusal } = await knock(step, { credential: byTicket(ticket.secret), name: 'iPhone · Safari' })
  expect(refusal).toBeUndefined()
  expect(admission).toMatchObject({
    name: 'iPhone · Safari',
    role: 'owner',
    scope: { kind: 'host' },
    ticket: ticket.id,
  })
  const [grant] = step.grants.list()
  expect(grant?.device).toBe(admission?.device)
  expect(Date.parse(grant?.expires ?? '') - step.clock.now()).toBe(step.limits.ownGrant)
})

test('HS5 after that the device comes by a secret of its own that was never sent', async () => {
  const step = doorstep()
  const ticket = step.tickets.issue()
  const first = await knock(step, { credential: byTicket(ticket.secret) })
  if (first.credential?.kind !== 'device') throw new Error('not paired')
  const grant = step.grants.find(first.credential.device)
  expect(grant?.secret).toBe(first.credential.secret)
  const again = await knock(step, { credential: first.credential })
  expect(again.admission).toMatchObject({ device: first.credential.device, ticket: undefined })
  for (const frame of [...first.frames, ...again.frames]) {
    expect(frame).not.toContain(ticket.secret)
    expect(frame).not.toContain(first.credential.secret)
  }
})

test('AU2 another device with the same code is told that it was used', async () => {
  const step = doorstep()
  const { secret } = step.tickets.issue()
  await knock(step, { credential: byTicket(secret) })
  const second = await knock(step, { credential: byTicket(secret) })
  expect(second.admission).toBeUndefined()
  expect(second.refusal?.code).toBe('ticket_used')
  expect(second.refusal?.reason).toMatch(/another device.*\/session in the terminal/)
  expect(second.closed?.code).toBe(4403)
  expect(step.grants.list()).toHaveLength(1)
})

test('AU3 the same phone may ask again for an answer that was lost, and gets the same grant and secret', async () => {
  const step = doorstep()
  const credential = byTicket(step.tickets.issue().secret)
  const first = await knock(step, { credential })
  const again = await knock(step, { credential })
  expect(again.admission?.device).toBe(first.admission?.device)
  expect(again.credential).toEqual(first.credential)
  expect(step.grants.list()).toHaveLength(1)
})

test('AU3 it may do so after the host was started anew', async () => {
  const home = temporaryFolder()
  const clock = new FakeClock()
  const before = doorstep({ home, clock })
  const credential = byTicket(before.tickets.issue().secret)
  const first = await knock(before, { credential })
  const again = await knock(doorstep({ home, clock }), { credential })
  expect(again.admission?.device).toBe(first.admission?.device)
  expect(again.credential).toEqual(first.credential)
})

test('AU3 once it has come by its own secret, or time has passed, the code is used for it too', async () => {
  const step = doorstep()
  const credential = byTicket(step.tickets.issue().secret)
  const { credential: own } = await knock(step, { credential })
  if (!own) throw new Error('not paired')
  await knock(step, { credential: own })
  expect((await knock(step, { credential })).refusal?.code).toBe('ticket_used')

  const late = byTicket(step.tickets.issue().secret)
  await knock(step, { credential: late })
  step.clock.advance(step.limits.ticket + 1)
  expect((await knock(step, { credential: late })).refusal?.code).toBe('ticket_used')
})

test('AU3 two tries of one phone at once come to one grant with one secret', async () => {
  const step = doorstep()
  const credential = byTicket(step.tickets.issue().secret)
  const [one, two] = await Promise.all([knock(step, { credential }), knock(step, { credential })])
  expect(one.admission?.device).toBe(two.admission?.device)
  expect(one.credential).toEqual(two.credential)
  expect(step.grants.list()).toHaveLength(1)
})

test('AU2 of two phones at once one is let in', async () => {
  const step = doorstep()
  const { secret } = step.tickets.issue()
  const outcomes = await Promise.all([
    knock(step, { credential: byTicket(secret) }),
    knock(step, { credential: byTicket(secret) }),
  ])
  expect(outcomes.filter(({ admission }) => admission)).toHaveLength(1)
  expect(outcomes.map(({ refusal }) => refusal?.code)).toContain('ticket_used')
})

test('AU4 a code that is too old, or was replaced by a fresh one, says so', async () => {
  const step = doorstep()
  const old = step.tickets.issue()
  step.clock.advance(step.limits.ticket)
  expect((await knock(step, { credential: byTicket(old.secret) })).refusal?.code).toBe('ticket_expired')
  const replaced = step.tickets.issue()
  step.tickets.issue()
  const outcome = await knock(step, { credential: byTicket(replaced.secret) })
  expect(outcome.refusal).toMatchObject({ code: 'ticket_expired', reason: expect.stringContaining('/session') })
})

test('AU4 a code that this host never made says so', async () => {
  const { refusal } = await knock(doorstep(), { credential: byTicket(seed()) })
  expect(refusal).toMatchObject({ code: 'unknown_ticket', reason: expect.stringContaining('/session') })
})

test('AU4 a code that is no code never leaves the phone', async () => {
  const { refusal, frames } = await knock(doorstep(), { credential: byTicket('abc') })
  expect(refusal?.code).toBe('unknown_ticket')
  expect(frames).toEqual([])
})

test('AU2 a ticket stays good when the room asked for is not open', async () => {
  const step = doorstep()
  const credential = byTicket(step.tickets.issue().secret)
  step.rooms.clear()
  expect((await knock(step, { credential, room })).refusal?.code).toBe('unknown_room')
  step.rooms.add(room)
  expect((await knock(step, { credential, room })).admission?.room).toBe(room)
})

test('AU5 an own device slides on with every visit', async () => {
  const step = doorstep()
  const { credential, pipe } = await pair(step)
  pipe.close()
  await settled()
  for (let visit = 0; visit < 2; visit++) {
    step.clock.advance(step.limits.ownGrant - 1)
    const { admission, pipe } = await knock(step, { credential })
    expect(admission).toBeDefined()
    pipe.close()
    await settled()
  }
  step.clock.advance(step.limits.ownGrant)
  const late = await knock(step, { credential })
  expect(late.refusal).toMatchObject({ code: 'grant_expired', reason: expect.stringContaining('/session') })
})

test('AU5 a guest that comes again and again has no longer for it', async () => {
  const step = doorstep()
  const link = await step.links.issue(room, 'view', 1, 3_600_000)
  let { credential } = await knock(step, { credential: byLink(link.token) })
  for (let visit = 0; visit < 3; visit++) {
    step.clock.advance(1_000_000)
    if (!credential) throw new Error('not let in')
    credential = (await knock(step, { credential })).credential ?? credential
  }
  step.clock.advance(600_000)
  expect(credential && (await knock(step, { credential })).refusal?.code).toBe('grant_expired')
})

test('AU5 an own device that stays connected keeps its grant; a guest that stays is ended with its link', async () => {
  const step = doorstep({ limits: { grantCheck: 86_400_000 } })
  const own = await pair(step)
  step.clock.advance(step.limits.ownGrant * 2)
  await settled()
  expect(own.closed()).toBeUndefined()
  own.pipe.close()
  await settled()

  const link = await step.links.issue(room, 'view')
  const guest = await knock(step, { credential: byLink(link.token) })
  step.clock.advance(step.limits.link * 2)
  await settled()
  expect(guest.refusal?.code).toBe('grant_expired')
  expect(guest.closed?.code).toBe(4403)
})
