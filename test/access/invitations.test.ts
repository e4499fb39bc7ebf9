// Links and codes as calls: what is made, what is listed, what is taken back, and what the journal keeps of it.

import { expect, test } from 'vitest'
import { Invitations } from '../../server/access/invitations.ts'
import type { AccessRecord } from '../../server/store/journal.ts'
import { settled } from '../harness/clock.ts'
import { byLink, byTicket, doorstep, knock, room } from './doorstep.ts'

const owner = { device: 'phone', name: 'iPhone' } as never
const call = 'call' as never

function inviting(listens = true) {
  const step = doorstep()
  const noted: AccessRecord[] = []
  const invitations = new Invitations(step)
  if (listens) {
    invitations.listening({ urlFor: (path) => `http://192.0.2.1:7433${path}`, warning: async () => undefined })
  }
  const calls = invitations.callsFor(room, (record) => noted.push(record))
  return { step, noted, calls }
}

test('AU25 a link is made with its role, uses and end, written down, listed with who used it, and taken back', async () => {
  const { step, noted, calls } = inviting()
  const shared = await calls.share({ role: 'approve', uses: 2, lasts: 3_600_000 }, owner, call)
  expect(Date.parse(shared.expires) - step.clock.now()).toBe(3_600_000)
  expect(noted).toMatchObject([{ t: 'shared', link: shared.link, role: 'approve', uses: 2, by: { name: 'iPhone' } }])
  const token = shared.url.split('#')[1] ?? ''
  expect(JSON.stringify(noted)).not.toContain(token.split('.')[2])
  const guest = await knock(step, { credential: byLink(token), name: 'Anna' })
  const code = await calls.ticket({ link: shared.link }, owner, call)
  const second = await knock(step, { credential: byTicket(code.url.split('#')[1] ?? ''), name: 'Ben' })
  expect(second.admission?.role).toBe('approve')
  const { links } = await calls.links({}, owner, call)
  expect(links).toMatchObject([{ link: shared.link, uses: 2, role: 'approve' }])
  expect(links[0]?.used.map(({ name }) => name).sort()).toEqual(['Anna', 'Ben'])
  expect(await calls.unlink({ link: shared.link }, owner, call)).toEqual({ devices: 2 })
  await settled()
  expect(guest.closed?.code).toBe(4403)
  expect(second.closed?.code).toBe(4403)
  expect(noted.at(-1)).toMatchObject({ t: 'unlinked', link: shared.link })
  expect(await calls.links({}, owner, call)).toEqual({ links: [] })
  await expect(calls.ticket({ link: shared.link }, owner, call)).rejects.toThrow(/works no longer/)
})

test('AU25 what cannot be written down is not shared', async () => {
  const step = doorstep()
  const invitations = new Invitations(step)
  invitations.listening({ urlFor: (path) => path, warning: async () => undefined })
  const calls = invitations.callsFor(room, () => {
    throw new Error('disk full')
  })
  await expect(calls.share({ role: 'view' }, owner, call)).rejects.toThrow('disk full')
  expect(step.links.out()).toEqual([])
})

test('AU25 a link lasts as long as it may at most, and none is made where nothing listens', async () => {
  const { calls, step } = inviting()
  await expect(calls.share({ role: 'view', lasts: step.limits.linkMost + 1 }, owner, call)).rejects.toThrow(/30 days/)
  await expect(inviting(false).calls.share({ role: 'view' }, owner, call)).rejects.toThrow(/--remote/)
  expect(step.links.out()).toEqual([])
})
