// What is left lying about after a session with everything in it: no secret in any file that is not for secrets, or answer.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { decideAccess } from '../../server/cli/access.ts'
import { audit } from '../../server/cli/audit.ts'
import { linkForm } from '../../shared/handshake.ts'
import { AttackedHost, ended, knownTo, seed } from './attacked-host.ts'

/** A device’s secret is kept where only this user reads it, so that the device can be known again. */
const forSecrets = /^carryon\/(?:grants|keys)\b/

async function afterEverything() {
  const host = await AttackedHost.start()
  const code = await host.code()
  const owner = await host.enter({ kind: 'ticket', secret: code, seed: seed() })
  const guest = await host.guest(owner, 'view')
  const refused = [
    host.knock({ kind: 'ticket', secret: code, seed: seed() }),
    host.knock({ kind: 'link', token: guest.token, seed: seed() }),
    host.knock({ kind: 'link', token: `${guest.token.slice(0, -8)}AAAAAAAA`, seed: seed() }),
  ]
  const told = await Promise.all(refused.map(ended))
  await guest.connection.prompt('id').answered.catch(() => {})
  const { credential } = owner.kept
  if (credential.kind !== 'device') throw new Error('The code has become a device’s own secret.')
  const guests = guest.kept.credential
  const [, , signature = ''] = linkForm.exec(guest.token) ?? []
  const secrets = { code, owner: credential.secret, guest: guests.kind === 'device' ? guests.secret : '', signature }
  for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThan(20)
  return { host, owner, guest, told, secrets }
}

test('no file but those for secrets holds one, and those are this user’s alone', async () => {
  const { host, secrets } = await afterEverything()
  const { home } = host.machine
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files.length).toBeGreaterThan(3)
  for (const path of files) {
    const name = relative(home, path)
    if (name.startsWith('carryon/')) expect([name, (statSync(path).mode & 0o077).toString(8)]).toEqual([name, '0'])
    if (forSecrets.test(name)) continue
    const text = readFileSync(path, 'latin1')
    for (const [kind, secret] of Object.entries(secrets)) {
      expect([name, kind, text.includes(secret)]).toEqual([name, kind, false])
    }
  }
})

test('no answer, refusal, list, audit or state tells a secret', async () => {
  const { host, owner, guest, told, secrets } = await afterEverything()
  const texts = [
    JSON.stringify(told),
    knownTo(owner),
    knownTo(guest),
    JSON.stringify(await owner.connection.call('devices', {})),
    JSON.stringify(await owner.connection.call('links', {})),
    await audit(undefined, true, host.machine),
    await audit(undefined, false, host.machine),
    decideAccess({ kind: 'devices', act: 'list', json: true }, host.machine),
    decideAccess({ kind: 'links', act: 'list', json: true }, host.machine),
    JSON.stringify(
      await Promise.all(['/', '/health', '/nothing'].map((path) => host.ask(path, { host: host.address }))),
    ),
  ]
  for (const [kind, secret] of Object.entries(secrets)) {
    expect([kind, texts.findIndex((text) => text.includes(secret))]).toEqual([kind, -1])
  }
})

test('a failure is told in a sentence, without a stack, a path of ours or what was sent', async () => {
  const { host, owner } = await afterEverything()
  for (const call of [
    () => owner.connection.call('open', { session: 'nothing' as never }),
    () => owner.connection.call('page', { before: -1 }),
    () => owner.connection.call('share', { role: 'owner' as never }),
    () => owner.connection.call('device', { device: 'a'.repeat(500) as never }),
  ]) {
    const message = await call().then(
      () => 'it was done',
      (error: Error) => error.message,
    )
    expect(message).toMatch(/^[A-Z][^\n]+\.$/)
    expect(message).not.toMatch(/\bat .+:\d+|node_modules|server\/|a{100}/)
  }
  const { body } = await host.ask('/%E0%A4%A', { host: host.address })
  expect(body).not.toMatch(/\bat .+:\d+|Error:/)
})
