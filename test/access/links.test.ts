// Coming by a signed session URL: its claims count only once the signature was proved, and only as often as it says.

import { createHmac } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { iso } from '../../server/access/grants.ts'
import { linkForm } from '../../shared/handshake.ts'
import type { RoomId } from '../../shared/ids.ts'
import { FakeClock } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { byLink, byTicket, type Doorstep, doorstep, knock, random, room } from './doorstep.ts'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A token with any header and payload, signed with this install's own key. */
function forged(step: Doorstep, header: object, payload: object): string {
  const claims = `${encode(header)}.${encode(payload)}`
  return `${claims}.${createHmac('sha256', step.keys.link.key).update(claims).digest('base64url')}`
}

function payload(step: Doorstep, changes: object = {}) {
  const now = step.clock.now() / 1000
  return {
    iss: step.keys.link.install,
    aud: 'carryon',
    jti: 'forged',
    room,
    role: 'drive',
    uses: 1,
    iat: now,
    nbf: now,
    exp: now + 60,
    ...changes,
  }
}

test('AU6 a link makes a guest: its role, its room, no longer than the link', async () => {
  const step = doorstep()
  const link = await step.links.issue(room, 'approve')
  const { admission, credential } = await knock(step, { credential: byLink(link.token), name: 'Guest' })
  expect(admission).toMatchObject({ role: 'approve', scope: { kind: 'room', room }, room, ticket: undefined })
  expect(step.grants.list()).toMatchObject([
    { link: link.id, slides: false, expires: new Date(link.expires).toISOString() },
  ])
  if (!credential) throw new Error('not let in')
  expect((await knock(step, { credential })).admission?.role).toBe('approve')
  step.clock.advance(step.limits.link)
  expect((await knock(step, { credential })).refusal?.code).toBe('grant_expired')
})

test('AU7 one use is one device; the same device may ask again for a lost answer', async () => {
  const step = doorstep()
  const { token } = await step.links.issue(room, 'drive')
  const credential = byLink(token)
  const first = await knock(step, { credential })
  const again = await knock(step, { credential })
  expect(again.credential).toEqual(first.credential)
  const other = await knock(step, { credential: byLink(token) })
  expect(other.refusal).toMatchObject({ code: 'link_used', reason: expect.stringContaining('/share') })
})

test('AU7 uses are counted over restarts, and two devices at once take one each', async () => {
  const home = temporaryFolder()
  const clock = new FakeClock()
  const before = doorstep({ home, clock })
  const { token } = await before.links.issue(room, 'drive', 2)
  const both = await Promise.all([
    knock(before, { credential: byLink(token) }),
    knock(before, { credential: byLink(token) }),
  ])
  expect(new Set(both.map(({ admission }) => admission?.device)).size).toBe(2)
  expect((await knock(doorstep({ home, clock }), { credential: byLink(token) })).refusal?.code).toBe('link_used')
})

test('AU7 a use is not taken for a room that is not open', async () => {
  const step = doorstep()
  const { token } = await step.links.issue(room, 'drive')
  step.rooms.clear()
  expect((await knock(step, { credential: byLink(token) })).refusal?.code).toBe('unknown_room')
  step.rooms.add(room)
  expect((await knock(step, { credential: byLink(token) })).admission).toBeDefined()
})

test('AU8 expired, revoked and forgotten links each say so', async () => {
  const step = doorstep()
  const old = await step.links.issue(room, 'drive')
  step.clock.advance(step.limits.link + step.limits.clockSkew)
  expect((await knock(step, { credential: byLink(old.token) })).refusal?.code).toBe('link_expired')

  const revoked = await step.links.issue(room, 'drive')
  step.links.revoke(revoked.id)
  expect((await knock(step, { credential: byLink(revoked.token) })).refusal?.code).toBe('link_revoked')

  const removed = await step.links.issue(room, 'drive')
  rmSync(join(step.home, 'links', removed.id), { recursive: true })
  expect((await knock(step, { credential: byLink(removed.token) })).refusal?.code).toBe('link_revoked')
})

test('AU8 a link of another computer is refused by its name, and by the phone where it claims ours', async () => {
  const [step, foreign] = [doorstep(), doorstep()]
  const { token } = await foreign.links.issue(room, 'drive')
  expect((await knock(step, { credential: byLink(token) })).refusal?.code).toBe('link_foreign')
  const pretended = forged(foreign, { alg: 'HS256' }, payload(foreign, { iss: step.keys.link.install }))
  const outcome = await knock(step, { credential: byLink(pretended) })
  expect(outcome.admission).toBeUndefined()
  expect(outcome.refusal?.code).toBe('host_unproved')
  expect(outcome.refusal?.reason).toMatch(/not the computer that made this link/)
})

test('AU9 a signature over another algorithm, or over claims that are not ours to make, gives nothing', async () => {
  const step = doorstep()
  for (const token of [
    forged(step, { alg: 'none' }, payload(step)),
    forged(step, { alg: 'HS512' }, payload(step)),
    forged(step, { alg: 'HS256', crit: ['x'] }, payload(step)),
    forged(step, { alg: 'HS256' }, payload(step, { role: 'owner' })),
    forged(step, { alg: 'HS256' }, payload(step, { aud: 'else' })),
    forged(step, { alg: 'HS256' }, payload(step, { exp: undefined })),
    forged(step, { alg: 'HS256' }, payload(step, { nbf: undefined })),
    forged(step, { alg: 'HS256' }, payload(step, { iat: undefined })),
    forged(step, { alg: 'HS256' }, payload(step, { jti: '../../grants' })),
    forged(step, { alg: 'HS256' }, payload(step, { nbf: step.clock.now() / 1000 + 3600 })),
  ]) {
    const { admission, refusal } = await knock(step, { credential: byLink(token) })
    expect(admission).toBeUndefined()
    expect(refusal?.code).toBe('link_malformed')
  }
  expect(step.grants.list()).toEqual([])
})

test('AU9 an unsigned or cut link never leaves the phone', async () => {
  const step = doorstep()
  const { token } = await step.links.issue(room, 'drive')
  for (const broken of [
    `${encode({ alg: 'none' })}.${encode(payload(step))}.`,
    token.slice(0, -4),
    'a.b',
    'nonsense',
  ]) {
    const { refusal, frames } = await knock(step, { credential: byLink(broken) })
    expect(refusal).toMatchObject({ code: 'link_malformed', reason: expect.stringContaining('/share') })
    expect(frames).toEqual([])
  }
})

test('AU9 claims that are no JSON are refused before anything is proved', async () => {
  const step = doorstep()
  const signature = createHmac('sha256', step.keys.link.key).update('a.b').digest('base64url')
  expect((await knock(step, { credential: byLink(`a.b.${signature}`) })).refusal?.code).toBe('link_malformed')
})

test('AU9 changed claims are not what was signed: the host cannot prove itself to them, nor they to it', async () => {
  const step = doorstep()
  const { token } = await step.links.issue(room, 'view')
  const [header, , signature] = token.split('.')
  const raised = `${header}.${encode(payload(step, { role: 'drive' }))}.${signature}`
  expect((await knock(step, { credential: byLink(raised) })).refusal?.code).toBe('host_unproved')

  // A device that skips the check of the host gets no further.
  const [, claims] = linkForm.exec(raised) ?? []
  expect(step.links.secretOf(claims ?? '').toString('base64url')).not.toBe(signature)
  expect(step.grants.list()).toEqual([])
})

test('AU6 a guest reaches no other room', async () => {
  const step = doorstep()
  const other = 'another-room' as RoomId
  step.rooms.add(other)
  const { token } = await step.links.issue(room, 'drive')
  const credential = byLink(token)
  expect((await knock(step, { credential, room: other })).refusal?.code).toBe('unknown_room')
  expect((await knock(step, { credential })).admission?.room).toBe(room)
})

test('AU8 revoking a link revokes the grants that came by it', async () => {
  const step = doorstep()
  const link = await step.links.issue(room, 'drive')
  const { credential } = await knock(step, { credential: byLink(link.token) })
  if (!credential) throw new Error('not let in')
  step.links.revoke(link.id)
  expect(step.grants.revokeLink(link.id)).toBe(1)
  expect((await knock(step, { credential })).refusal?.code).toBe('revoked')
})

test('AU9 a token that jose itself signed with a key of its own is as foreign as any', async () => {
  const step = doorstep()
  const token = await new SignJWT(payload(step)).setProtectedHeader({ alg: 'HS256' }).sign(random(32))
  expect((await knock(step, { credential: byLink(token) })).refusal?.code).toBe('host_unproved')
  expect(existsSync(join(step.home, 'links', 'forged'))).toBe(false)
})

test('AU24 a ticket for a link gives what the link gives, takes one of its uses, and ends with it', async () => {
  const step = doorstep()
  const link = await step.links.issue(room, 'approve', 2, 60_000)
  const ticket = step.tickets.issue(link)
  const { admission } = await knock(step, { credential: byTicket(ticket.secret), name: 'Guest' })
  expect(admission).toMatchObject({ role: 'approve', scope: { kind: 'room', room }, room })
  expect(step.grants.list()).toMatchObject([{ link: link.id, slides: false, expires: iso(link.expires) }])
  expect(step.links.out()).toMatchObject([{ id: link.id, uses: 2, usedBy: [admission?.device] }])
  expect((await knock(step, { credential: byTicket(ticket.secret) })).refusal?.code).toBe('ticket_used')
  await knock(step, { credential: byLink(link.token) })
  const third = step.tickets.issue(link)
  expect((await knock(step, { credential: byTicket(third.secret) })).refusal?.code).toBe('link_used')
  step.links.revoke(link.id)
  expect((await knock(step, { credential: byTicket(third.secret) })).refusal?.code).toBe('link_revoked')
  expect(step.links.out()).toEqual([])
})

test('AU24 a ticket for a link and one for an own device do not replace each other', async () => {
  const step = doorstep()
  const own = step.tickets.issue()
  const link = await step.links.issue(room, 'view')
  const first = step.tickets.issue(link)
  const second = step.tickets.issue(link)
  expect((await knock(step, { credential: byTicket(first.secret) })).refusal?.code).toBe('ticket_expired')
  expect((await knock(step, { credential: byTicket(second.secret) })).admission?.role).toBe('view')
  expect((await knock(step, { credential: byTicket(own.secret) })).admission?.role).toBe('owner')
  const late = await step.links.issue(room, 'view', 1, 1000)
  const ticket = step.tickets.issue(late)
  step.clock.advance(1001)
  expect((await knock(step, { credential: byTicket(ticket.secret) })).refusal?.code).toBe('link_expired')
})
