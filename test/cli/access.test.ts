// `carryon devices`, `links`, `keys` and `audit`, against a host of the same install that runs meanwhile.

import { expect, test } from 'vitest'
import { decideAccess } from '../../server/cli/access.ts'
import { audit } from '../../server/cli/audit.ts'
import type { Machine } from '../../server/cli/machine.ts'
import { parseCommand } from '../../server/cli/options.ts'
import { openJournal } from '../../server/store/journal.ts'
import { newRoom, RoomRecords } from '../../server/store/rooms.ts'
import { byLink, byTicket, doorstep, knock, pair, room } from '../access/doorstep.ts'
import { temporaryFolder } from '../harness/temp.ts'

function running() {
  const step = doorstep()
  const directory = temporaryFolder()
  const machine: Machine = {
    version: '0',
    directory,
    environment: { CARRYON_HOME: step.home, CLAUDE_CONFIG_DIR: temporaryFolder() },
    home: directory,
    platform: 'linux',
    clock: step.clock,
    limits: step.limits,
    newId: () => 'id',
  }
  const run = (line: string): string => {
    const parsed = parseCommand(line.split(' '), '0', {})
    if (parsed.kind === 'devices' || parsed.kind === 'links' || parsed.kind === 'keys')
      return decideAccess(parsed, machine)
    throw new Error(`${line} is another command`)
  }
  return { step, machine, run }
}

test('AU26 another shell lists, names and revokes devices; the running host lets go of them', async () => {
  const { step, run } = running()
  const stop = step.grants.follow()
  expect(run('devices')).toContain('carryon --remote')
  const { device, pipe } = await pair(step, 'iPhone')
  expect(run('devices')).toMatch(/^\S{8} {2}iPhone {2}owner, every session {2}last here \S+ {2}192\.0\.2\.7$/)
  expect(run('devices rename iPhone Kitchen tablet')).toBe('iPhone is called Kitchen tablet now.')
  const listed = JSON.parse(run('devices --json'))
  expect(listed).toMatchObject([{ device, name: 'Kitchen tablet', role: 'owner' }])
  expect(JSON.stringify(listed)).not.toMatch(/secret|pairing/)
  const closed = new Promise((resolve) => {
    pipe.onClose = resolve
  })
  expect(run(`devices revoke ${device.slice(0, 6)}`)).toContain('no access any more')
  expect(await closed).toBe(4403)
  expect(() => run('devices revoke nobody')).toThrow(/No device here is called nobody/)
  stop()
})

test('AU26 another shell lists links and takes one back, and who came by it', async () => {
  const { step, run } = running()
  const link = await step.links.issue(room, 'view', 2)
  const guest = await knock(step, { credential: byLink(link.token), name: 'Anna' })
  expect(run('links')).toMatch(/view {2}until \S+ {2}1 of 2 left {2}used by Anna/)
  expect(run(`links revoke ${link.id}`)).toContain('1 device is out')
  expect(run('links')).toContain('No link is out')
  if (!guest.credential) throw new Error('not let in')
  expect((await knock(step, { credential: guest.credential })).refusal?.code).toBe('revoked')
  expect((await knock(step, { credential: byLink(link.token) })).refusal?.code).toBe('link_revoked')
})

test('AU26 an id that begins with a dash is an id', () => {
  expect(parseCommand(['devices', 'revoke', '-uzwKi'], '0', {})).toMatchObject({ act: 'revoke', which: '-uzwKi' })
  expect(parseCommand(['links', 'revoke', '--aB'], '0', {})).toMatchObject({ act: 'revoke', which: '--aB' })
  expect(() => parseCommand(['devices', '--jsn'], '0', {})).toThrow(/--help/)
})

test('AU26 no word of any of these adds a right', () => {
  for (const line of ['devices role x owner', 'devices add x', 'links make drive', 'keys show', 'devices revoke a b']) {
    expect(() => parseCommand(line.split(' '), '0', {})).toThrow(/takes other words/)
  }
})

test('AU27 new keys end every grant and every link', async () => {
  const { step, run } = running()
  const { credential } = await pair(step)
  const { token } = await step.links.issue(room, 'drive')
  const code = step.tickets.issue()
  expect(run('keys rotate')).toContain('1 device has to pair anew')
  const after = doorstep({ home: step.home, clock: step.clock })
  expect((await knock(after, { credential })).refusal?.code).toBe('revoked')
  expect((await knock(after, { credential: byLink(token) })).refusal?.code).toBe('link_foreign')
  // The host that ran meanwhile: its codes and links of before are over, and new ones are signed with the new key.
  expect((await knock(step, { credential: byTicket(code.secret) })).refusal?.code).toBe('ticket_expired')
  const fresh = await step.links.issue(room, 'view')
  expect((await knock(after, { credential: byLink(fresh.token) })).admission?.role).toBe('view')
  expect(after.keys.seeds.equals(step.keys.seeds)).toBe(false)
  expect((await knock(after, { credential: byTicket(after.tickets.issue().secret) })).admission).toBeDefined()
})

test('AU25 carryon audit says who did what, from which device, when', async () => {
  const { step, machine } = running()
  const record = newRoom('11111111-1111-4111-8111-111111111111' as never, machine.directory, 'shell', 0)
  new RoomRecords(step.home).save(record)
  const journal = openJournal(step.home, record.id, () => Date.parse('2026-11-23T09:00:00.000Z'))
  const by = { device: 'd' as never, name: 'iPhone\u001b[2J' }
  journal.append({ t: 'joined', by, role: 'owner' })
  journal.append({ t: 'prompt', id: 'p' as never, text: 'rm -r build', by })
  journal.append({ t: 'asked', id: 'q' as never, tool: 't', title: 'rm -r build' })
  journal.append({ t: 'decided', id: 'q' as never, tool: 't', option: 'Allow once', allowed: true, by })
  journal.append({ t: 'shared', link: 'l', role: 'view', uses: 1, expires: 'then', by })
  journal.append({ t: 'changed', of: by, role: 'view', by })
  journal.close()
  const text = await audit(undefined, false, machine)
  expect(text).toMatch(/^2026-11-23T09:00:00\.000Z {2}iPhone\S* \(d\) came, as owner$/m)
  expect(text).toContain('prompted: rm -r build')
  expect(text).toMatch(/iPhone\S* \(d\) allowed rm -r build: Allow once$/m)
  expect(text).toContain('made it view')
  expect(text).not.toContain('\u001b')
  expect(parseCommand(['audit', '--json'], '0', {})).toEqual({ kind: 'audit', session: undefined, json: true })
  const kinds = (JSON.parse(await audit(undefined, true, machine)) as { t: string }[]).map(({ t }) => t)
  expect(kinds).toEqual(['joined', 'prompt', 'asked', 'decided', 'shared', 'changed'])
  await expect(audit('nothing', false, machine)).rejects.toThrow(/carryon sessions --all/)
})
