// The real command on the store that all of them share: many started at once on one session, and whatever the umask is.

import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { build, command, install, startCarryon } from '../harness/install.ts'
import { atPrompt } from '../harness/main-job.ts'
import { recorded } from '../harness/recorded.ts'
import { PseudoTerminal } from '../harness/terminal.ts'
import { saidIn } from '../harness/transcript.ts'

test('of four that are started at once on one session exactly one hosts it, and the others join', async () => {
  const where = install()
  const beans = recorded(where.configFolder, where.project, ['water beans'])
  const terminals = Array.from({ length: 4 }, () => startCarryon(where, ['--resume', beans.id]))
  const joined = await Promise.all(
    terminals.map(async ({ screen }) => {
      const [said] = await screen.waitFor(/runs this session|sh, no AI +idle/)
      return said.startsWith('runs')
    }),
  )
  expect(joined.filter((one) => !one)).toHaveLength(1)
  const host = terminals[joined.indexOf(false)]
  for (const { screen } of terminals) await screen.waitFor(/answer to water beans/)
  // The questions who these terminals are wait until somebody answers them; what is typed goes to the editor first.
  host?.type('echo out-$((40 + 2))\n')
  for (const { screen } of terminals) await screen.waitFor(/^\s*out-42/m)
  expect(saidIn(beans.path).flatMap((said) => (said.kind === 'result' ? [said.text.trim()] : []))).toEqual(['out-42'])
})

test.each(['000', '022', '077'])('under umask %s all that is written is for its owner alone', async (mask) => {
  build()
  const where = install()
  const terminal = new PseudoTerminal({
    program: '/bin/sh',
    args: ['-c', `umask ${mask}; exec "$0" "$@"`, process.execPath, command, '--remote'],
    environment: where.environment,
    directory: where.project,
    columns: 100,
    rows: 50,
  })
  onTestFinished(async () => void (await terminal.kill()))
  await terminal.screen.waitFor(/Open in browser/)
  terminal.press('escape')
  await atPrompt(terminal)
  terminal.type('echo out-$((1 + 1))\n')
  await terminal.screen.waitFor(/^\s*out-2/m)
  terminal.type('/share\n')
  await terminal.screen.waitFor(/takes it back/)
  terminal.press('escape')
  await atPrompt(terminal)
  terminal.type('/fork\n')
  await terminal.screen.waitFor(/\(fork\)/)
  const paths = [where.carryonHome, where.configFolder].flatMap((folder) => [folder, ...everything(folder)])
  expect(paths.filter((path) => path.endsWith('.jsonl')).length).toBeGreaterThanOrEqual(3)
  // The session that was left gives its lock back meanwhile.
  const found = paths.flatMap((path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat ? [{ path, mode: (stat.mode & 0o777).toString(8), wanted: stat.isDirectory() ? '700' : '600' }] : []
  })
  expect(found.filter(({ mode, wanted }) => mode !== wanted)).toEqual([])
})

const everything = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => join(parentPath, name))
