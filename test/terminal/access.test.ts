// /share, /links and /devices in the terminal.

import { describe, expect, it } from 'vitest'
import type { KnownDevice, KnownLink } from '../../shared/access.ts'
import type { DeviceId, LinkId } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import { issued, openRemote, openTerminal } from './open-terminal.ts'
import { device, room } from './scripted-connection.ts'
import { keys } from './virtual-terminal.ts'

const at = '2026-11-24T09:00:00.000Z'

const phone: KnownDevice = {
  device: 'd1' as DeviceId,
  name: 'iPhone',
  role: 'owner',
  scope: { kind: 'host' },
  lastSeen: at,
  expires: at,
  address: '192.168.1.5',
  here: true,
}
const guest: KnownDevice = {
  ...phone,
  device: 'd2' as DeviceId,
  name: 'Anna\u001b[31m',
  role: 'view',
  scope: { kind: 'room', room },
  here: false,
}
const link: KnownLink = {
  link: 'l1' as LinkId,
  room,
  role: 'approve',
  uses: 3,
  used: [{ device: guest.device, name: 'Anna' }],
  created: at,
  expires: at,
}

async function opened() {
  const it = await openRemote()
  it.connection.live()
  return it
}

describe('/share', () => {
  it('TM13 takes a role, a time and a number of devices, and shows a code that stands for the link', async () => {
    const { terminal, connection, line } = await opened()
    line('/share approve --expires 2h --uses 3')
    expect(connection.asked('share')).toEqual([{ role: 'approve', lasts: 7_200_000, uses: 3 }])
    const url = 'http://192.168.1.20:4717/s/AAAA#a.b.c'
    connection.madeCalls('share')[0]?.answer({ link: 'l1', url, expires: at, role: 'approve', uses: 3 })
    await terminal.until('Making a fresh code')
    expect(connection.asked('ticket')).toEqual([{ link: 'l1' }])
    connection.madeCalls('ticket')[0]?.answer(issued('for-link', Date.parse('2026-11-23T09:03:00.000Z')))
    await terminal.until(/Whoever scans it may watch/)
    connection.state({ devices: device('d2', 'Anna', 'for-link') })
    expect(await terminal.until('A link for 3 other devices')).toContain(url)
  })

  it('TM13 prints the link where nothing listens for a code', async () => {
    const { terminal, connection } = await openTerminal()
    connection.live()
    await terminal.until('idle')
    terminal.type('/share')
    terminal.press(keys.enter)
    const url = 'http://192.168.1.20:4717/s/AAAA#a.b.c'
    connection.madeCalls('share')[0]?.answer({ link: 'l1', url, expires: at, role: 'drive', uses: 1 })
    await terminal.until(url)
    expect(connection.asked('ticket')).toEqual([])
  })

  it('TM13 never shows an owner’s code, asked for a moment before, as the one of a link', async () => {
    const { terminal, connection, line } = await opened()
    line('/session')
    await terminal.until('Making a fresh code')
    terminal.press(keys.escape)
    line('/share view')
    const url = 'http://192.168.1.20:4717/s/AAAA#a.b.c'
    connection.madeCalls('share')[0]?.answer({ link: 'l1', url, expires: at, role: 'view', uses: 1 })
    await terminal.until(/Whoever scans it may watch/)
    const expires = Date.parse('2026-11-23T09:03:00.000Z')
    connection.madeCalls('ticket')[0]?.answer(issued('an-owners', expires, { url: 'http://192.168.1.20:4717/#owner' }))
    await settled()
    expect(await terminal.until('Making a fresh code')).not.toContain('#owner')
    expect(connection.asked('ticket')).toEqual([{}, { link: 'l1' }])
    connection.madeCalls('ticket')[1]?.answer(issued('for-link', expires, { url: 'http://192.168.1.20:4717/#link' }))
    await terminal.until('#link')
  })

  it.each([
    ['/share --expires soon', '--expires takes a time'],
    ['/share --uses 0', '--uses takes a number'],
    ['/share view owner', 'not "owner"'],
  ])('TM13 %s is told what is wrong, and no link is made', async (typed, told) => {
    const { terminal, connection, line } = await opened()
    line(typed)
    await terminal.until(told)
    expect(connection.made).toEqual([])
  })
})

describe('/devices and /links', () => {
  it('TM14 lists who may come, and numbers mean the list that was shown', async () => {
    const { terminal, connection, line } = await opened()
    line('/devices revoke 2')
    await terminal.until('Look at the list first')
    line('/devices')
    connection.madeCalls('devices')[0]?.answer({ devices: [phone, guest] })
    const text = await terminal.until('/devices revoke 1')
    expect(text).toMatch(/1 {2}iPhone · owner, every session · here now · 192\.168\.1\.5 · until/)
    expect(text).toMatch(/2 {2}Anna\S* · view, one session · last here/)
    line('/devices role 2 drive')
    line('/devices rename 2 Anna B')
    line('/devices revoke 2')
    expect(connection.asked('device')).toEqual([
      { device: 'd2', role: 'drive' },
      { device: 'd2', name: 'Anna B' },
    ])
    expect(connection.asked('revoke')).toEqual([{ device: 'd2' }])
    connection.madeCalls('revoke')[0]?.fail('not_found', 'That device has no access here any more.')
    await terminal.until('Not taken back: That device has no access here any more.')
  })

  it('TM14 lists links with who used them, and takes one back', async () => {
    const { terminal, connection, line } = await opened()
    line('/links')
    connection.madeCalls('links')[0]?.answer({ links: [link, { ...link, link: 'l2' as LinkId }] })
    await terminal.until(/1 {2}approve, this session, until .* · 2 of 3 left · used by/)
    line('/links revoke 1')
    expect(connection.asked('unlink')).toEqual([{ link: 'l1' }])
    connection.madeCalls('unlink')[0]?.answer({ devices: 1 })
    await terminal.until('1 device that came by it is out')
    line('/links')
    connection.madeCalls('links')[1]?.answer({ links: [{ ...link, link: 'l2' as LinkId, used: [] }] })
    await terminal.until(/used by\s+nobody yet/)
    line('/links revoke 1')
    expect(connection.asked('unlink')).toEqual([{ link: 'l1' }, { link: 'l2' }])
  })

  it('TM14 says which words there are', async () => {
    const { terminal, line, connection } = await opened()
    line('/devices delete 1')
    await terminal.until('/devices takes rename, role or revoke, not "delete".')
    line('/links burn')
    await terminal.until('/links revoke 1 takes a link back.')
    expect(connection.made).toEqual([])
  })
})
