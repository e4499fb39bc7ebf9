// Going on with a session from the command line: the list to choose from, in a real terminal.

import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { install, startCarryon } from '../harness/install.ts'
import { recorded } from '../harness/recorded.ts'
import { saidIn } from '../harness/transcript.ts'

test('carryon -r lists the sessions, takes a title, and goes on with the one that is chosen', async () => {
  const where = install()
  const beans = recorded(where.configFolder, where.project, ['water beans'])
  recorded(where.configFolder, where.project, ['weed leeks'])
  const terminal = startCarryon(where, ['-r'])
  await terminal.screen.waitFor(/Resume a session {2}2 of this directory/)
  terminal.type('beans')
  await terminal.screen.waitFor((text) => text.includes('❯water beans') && !text.includes('leeks'))
  await terminal.screen.waitFor(/answer to water beans/)
  terminal.type('\x12\x15Garden')
  terminal.press('enter')
  await terminal.screen.waitFor(/❯Garden/)
  terminal.press('enter')
  await terminal.screen.waitFor(/answer to water beans[\s\S]*no AI +idle/)
  expect(terminal.screen.text()).not.toContain('Resume a session')
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^ *out-2/m)
  expect(saidIn(beans.path).filter(({ kind }) => kind === 'prompt')).toHaveLength(2)
})

test('carryon -r with words takes the one that fits, or lists those that do; Esc starts nothing', async () => {
  const where = install()
  recorded(where.configFolder, where.project, ['water beans'])
  recorded(where.configFolder, where.project, ['weed beans'])
  const one = startCarryon(where, ['-r', 'weed'])
  await one.screen.waitFor(/answer to weed beans[\s\S]*idle/)
  await one.hangUp()
  const several = startCarryon(where, ['--resume', 'beans'])
  await several.screen.waitFor((text) => text.includes('water beans') && text.includes('weed beans'))
  several.press('escape')
  expect((await several.exit).code).toBe(1)
  expect(several.screen.text()).toContain('nothing was started')
})

test('SE3 /resume goes on with another session in the same terminal, and /fork with a copy of it', async () => {
  const where = install()
  const beans = recorded(where.configFolder, where.project, ['water beans'])
  const terminal = startCarryon(where, [])
  await terminal.screen.waitFor(/idle/)
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^ *out-2/m)
  terminal.type('/resume\n')
  await terminal.screen.waitFor(/Resume a session {2}2 of this directory/)
  terminal.type('beans')
  await terminal.screen.waitFor((text) => text.includes('❯water beans') && !text.includes('out-$'))
  terminal.press('enter')
  await terminal.screen.waitFor(/out-2[\s\S]*water beans {2}sh, no AI[\s\S]*answer to water beans[\s\S]*idle/)
  terminal.type('echo out-$((1 + 2))\n')
  await terminal.screen.waitFor(/^ *out-3/m)
  expect(saidIn(beans.path).filter(({ kind }) => kind === 'prompt')).toHaveLength(2)
  terminal.type('/fork\n')
  await terminal.screen.waitFor(/water beans \(fork\) {2}sh, no AI/)
  terminal.type('echo out-$((1 + 3))\n')
  await terminal.screen.waitFor(/^ *out-4/m)
  expect(saidIn(beans.path).filter(({ kind }) => kind === 'prompt')).toHaveLength(2)
})

test('Ctrl-F goes on with a copy', async () => {
  const where = install()
  const beans = recorded(where.configFolder, where.project, ['water beans'])
  const terminal = startCarryon(where, ['-r'])
  await terminal.screen.waitFor(/❯water beans/)
  expect(existsSync(where.carryonHome)).toBe(false)
  terminal.type('\x06')
  await terminal.screen.waitFor(/answer to water beans[\s\S]*idle/)
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^ *out-2/m)
  expect(saidIn(beans.path).filter(({ kind }) => kind === 'prompt')).toHaveLength(1)
})
