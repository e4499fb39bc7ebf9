// Whoever was let in and wants more: every call of the table against every lesser role, through the real host.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { calls, type Method } from '../../shared/protocol.ts'
import { mayAct, type Role, type Scope } from '../../shared/roles.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestHost } from '../harness/test-host.ts'
import { everyCall } from './every-call.ts'

const methods = Object.keys(everyCall) as Method[]
const roles: readonly Role[] = ['view', 'approve', 'drive', 'owner']

/** Everything that a call could have changed: the files of carryon and of the conversations, and what is live. */
function everything(host: TestHost): string {
  const folders = [join(host.machine.home, 'carryon'), join(host.machine.home, 'claude')]
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  const { devices: _, ...state } = host.first.state
  return JSON.stringify([files.sort().map((path) => [path, readFileSync(path, 'latin1')]), state])
}

/** Why the table says no. */
function mayNot(method: Method, role: Role, scope: Scope): boolean {
  const rule = calls[method]
  return !mayAct(role, rule.role) || (rule.scope === 'host' && scope.kind !== 'host')
}

for (const where of ['room', 'host'] as const) {
  for (const role of roles) {
    test(`S15 a device of ${where} scope that may ${role} makes no call above that, and a refused one changes nothing`, async () => {
      const host = await TestHost.start()
      const scope: Scope = where === 'host' ? { kind: 'host' } : { kind: 'room', room: host.first.id }
      const device = host.join(host.first, { role, scope })
      await settled()
      const refused = methods.filter((method) => mayNot(method, role, scope))
      expect(where === 'host' && role === 'owner' ? refused : refused.length).not.toBe(0)
      const before = everything(host)
      for (const method of refused) {
        const answer = await device.call(method, everyCall[method])
        expect([method, answer]).toMatchObject([method, { error: { code: 'not_allowed' } }])
      }
      expect(everything(host)).toBe(before)
      // The same calls with a right that the device only claims to have.
      for (const method of refused) {
        const claimed = {
          ...everyCall[method],
          role: 'owner',
          scope: { kind: 'host' },
          by: 'terminal',
          device: 'terminal',
        }
        expect(await device.call(method, claimed as never)).toMatchObject({ error: { code: 'not_allowed' } })
      }
      expect(everything(host)).toBe(before)
    })
  }
}

test('S15 names of what every object has are no calls, and no way around the table', async () => {
  const host = await TestHost.start()
  const device = host.guest(host.first, { role: 'view' })
  await settled()
  for (const method of [
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'valueOf',
    'then',
    'prompt ',
    'PROMPT',
    '',
  ]) {
    const answer = await device.call(method as Method, { text: 'id' } as never)
    expect([method, answer]).toMatchObject([method, { error: { code: 'unknown_call' } }])
  }
})

test('S15 a prompt says what to do and nothing else: directory, agent, environment and mode are the host’s', async () => {
  const host = await TestHost.start()
  const owner = host.join(host.first)
  await settled()
  const extra = {
    cwd: '/',
    directory: '/',
    env: { A: 'taken' },
    agent: 'sh -c id',
    permissionMode: 'bypassPermissions',
  }
  await owner.ok('prompt', { text: 'pwd', ...extra, fromTerminal: true } as never)
  await owner.until(() => Object.keys(owner.view.state?.permissions ?? {}).length > 0)
  // It was asked about, so it did not pass for the terminal's own.
  await allow(owner)
  await owner.until(() => owner.view.results.size > 0)
  expect([...owner.view.results.values()][0]?.text.trim()).toBe(host.machine.directory)
  expect(host.first.state.agent.name).toBe('shell')
})

async function allow(device: RoomDevice): Promise<void> {
  const [permission] = Object.values(device.view.state?.permissions ?? {})
  if (permission) await device.ok('answer', { permission: permission.id, option: 'once' })
}

test('S16 a position of another session brings nothing of that session, to nobody', async () => {
  const host = await TestHost.start()
  const secret = host.record('a word of another session')
  const guest = host.guest(host.first, {
    role: 'drive',
    from: { transcript: secret.id, offset: 0, check: '', journal: 0 },
  })
  await settled()
  expect(guest.frames[0]).toMatchObject({ t: 'welcome', resume: 'reset' })
  for (const of of [secret.id, secret.path, `../${secret.id}`, `${secret.id}.jsonl`]) {
    expect(await guest.call('read', { of, from: 0 })).toMatchObject({ error: { code: 'not_found' } })
  }
  await guest.call('page', { before: 999_999 })
  expect(JSON.stringify(guest.frames)).not.toContain('a word of another session')
})

test('S16 a call for another room is refused there as well as here', async () => {
  const host = await TestHost.start()
  const owner = host.join(host.first)
  const guest = host.guest(host.first, { role: 'drive' })
  await settled()
  const secret = host.record('a word of another session')
  const { room } = await owner.ok('open', { session: secret.id })
  await owner.until(() => owner.room === room)
  for (const method of methods) {
    guest.pipe.send(JSON.stringify({ t: 'call', id: crypto.randomUUID(), room, method, params: everyCall[method] }))
  }
  await settled()
  const answers = guest.frames.filter((frame) => frame.t === 'result')
  expect(answers).toHaveLength(methods.length)
  for (const answer of answers)
    expect(answer).toMatchObject({ error: { code: expect.stringMatching(/not_allowed|other_room/) } })
  expect(JSON.stringify(guest.frames)).not.toContain('a word of another session')
})
