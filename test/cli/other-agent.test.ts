// Another agent in a session of a host with real files: one that the config lists, kept with the room for the next time.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { audit } from '../../server/cli/audit.ts'
import { openSession } from '../../server/cli/session.ts'
import { settled } from '../harness/clock.ts'
import { aMachine, TestHost } from '../harness/test-host.ts'

const fake = `${process.execPath} ${join(import.meta.dirname, '../agents/fake-acp-agent.mjs')}`

test('CV11 CV12 a listed agent goes on with a session, says so in its file, and answers when it is opened again', async () => {
  const machine = aMachine()
  const home = join(machine.home, 'carryon')
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'config.json'), JSON.stringify({ agents: [fake] }))
  const it = await TestHost.start(machine)
  const beans = it.record('water beans')
  const phone = it.join(it.first)
  await phone.ok('open', { session: beans.id })
  await settled()
  const { agents } = await phone.ok('agents', {})
  expect(agents.filter(({ found }) => found).map(({ name, current }) => [name, current])).toEqual([
    [fake, false],
    ['shell', true],
  ])
  expect(await phone.call('agent', { name: `${process.execPath} -e 0` })).toMatchObject({
    error: { code: 'not_allowed' },
  })
  await phone.ok('agent', { name: fake })
  await expect.poll(() => phone.view.state).toMatchObject({ agent: { name: fake }, activity: { is: 'idle' } })
  await phone.ok('prompt', { text: 'say hello' })
  await phone.until(() => phone.screen.at(-1) === 'reply hello' && phone.view.state?.activity.is === 'idle')
  expect(phone.screen).toContain('notice From here on node answers; before: sh, no AI.')
  expect(readFileSync(beans.path, 'utf8')).toContain('"subtype":"informational"')
  await it.close()
  const session = await openSession({ kind: 'continue' }, undefined, machine)
  session.release()
  expect([session.log.id, session.room.agent]).toEqual([beans.id, fake])
  expect(await audit(beans.id, false, machine)).toContain(`had ${fake} go on`)
})
