// The command before there is a session: what it was asked wrongly ends with one sentence, a next step and a code.

import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { build, command, type Install, install, startCarryon } from '../harness/install.ts'
import { promptsIn } from '../harness/main-job.ts'
import { PseudoTerminal } from '../harness/terminal.ts'

/** Runs it in a terminal, but for stderr, which goes to a file. */
async function ended(where: Install, args: readonly string[], environment: Record<string, string> = {}) {
  build()
  const terminal = new PseudoTerminal({
    program: '/bin/sh',
    args: ['-c', 'exec "$0" "$@" 2> stderr', process.execPath, command, ...args],
    environment: { ...where.environment, ...environment },
    directory: where.project,
  })
  onTestFinished(async () => void (await terminal.kill()))
  const late = setTimeout(() => void terminal.kill(), 30_000)
  const { code } = await terminal.exit
  clearTimeout(late)
  return { code, screen: terminal.screen.text(), said: readFileSync(join(where.project, 'stderr'), 'utf8') }
}

/** Without a terminal. */
function piped(where: Install, args: readonly string[]) {
  build()
  const { cwd, env } = { cwd: where.project, env: { ...where.environment } }
  return spawnSync(process.execPath, [command, ...args], { cwd, env, encoding: 'utf8', input: '', timeout: 30_000 })
}

/** One line, at least one whole sentence, no stack. */
const sentence = /^carryon: \S[^\n]*\.\n$/

test('--help and --version answer and change nothing', () => {
  const where = install()
  const help = piped(where, ['--help'])
  expect([help.status, help.stderr]).toEqual([0, ''])
  for (const flag of ['--remote', '--host', '--port', '--public-url', '--continue', '--resume', '--agent']) {
    expect(help.stdout).toContain(flag)
  }
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(piped(where, ['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` })
  expect([existsSync(where.carryonHome), existsSync(where.configFolder)]).toEqual([false, false])
})

test.each([
  ['a flag that does not exist', ['--remot'], {}, /--remot.*--help/],
  ['a port that is none', ['--remote', '--port', 'http'], {}, /port/i],
  ['a port that is none, by its variable', ['--remote'], { CARRYON_PORT: '70000' }, /port/i],
  ['a public URL that is none', ['--remote', '--public-url', 'phone.test/x'], {}, /http/],
  ['a session that does not exist', ['--resume', '00000000-0000-4000-8000-000000000000'], {}, /carryon sessions --all/],
  ['a first --continue', ['--continue'], {}, /--continue/],
  ['an address that is not this machine’s', ['--remote', '--host', '192.0.2.1'], {}, /192\.0\.2\.1/],
])('%s', async (_, args, environment, said) => {
  const result = await ended(install(), args, environment)
  expect(result.said, result.screen).toMatch(sentence)
  expect(result.said).toMatch(said)
  expect(result.code).toBeGreaterThan(0)
})

test('a busy port', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = String(typeof address === 'object' && address !== null ? address.port : 0)
  const result = await ended(install(), ['--remote', '--port', port])
  expect(result.said).toMatch(sentence)
  expect(result.said).toContain(port)
  expect(result.code).toBeGreaterThan(0)
})

test.each(['CARRYON_HOME', 'CLAUDE_CONFIG_DIR'])('a folder that cannot be written, named by %s', async (variable) => {
  const where = install()
  const file = join(where.project, 'stands-in-the-way')
  writeFileSync(file, '')
  const result = await ended(where, ['echo first prompt'], { [variable]: join(file, 'within') })
  expect(result.said, result.screen).toMatch(sentence)
  expect(result.said).toContain(file)
  expect(result.code).toBeGreaterThan(0)
})

test('an agent that is not here is said so before there is a session', async () => {
  const where = install()
  const nope = await ended(where, ['--agent', 'no-such-agent'])
  expect(nope).toMatchObject({ code: 1, said: expect.stringContaining('no-such-agent was not found.') })
  const codex = await ended(where, ['--agent', 'codex'])
  expect(codex.said).toContain('Get it: npm install -g @agentclientprotocol/codex-acp')
  expect(existsSync(where.configFolder)).toBe(false)
})

test('a terminal that is not one', () => {
  const result = piped(install(), [])
  expect(result.stderr).toMatch(sentence)
  expect(result.stderr).toMatch(/terminal/i)
  expect(result.status).toBeGreaterThan(0)
})

test('without --remote /session says how it would be', async () => {
  const terminal = startCarryon(install(), [])
  await terminal.screen.waitFor(/idle/)
  terminal.type('/session\n')
  await terminal.screen.waitFor(/Start with --remote for a link and QR code/)
})

test('a first prompt on the command line is run', async () => {
  const terminal = startCarryon(install(), ['echo out-$((1 + 1))'])
  await terminal.screen.waitFor(/^.*out-2/m)
})

test('npm start gives it the terminal and what comes after the dashes', async () => {
  const where = install()
  build()
  const terminal = new PseudoTerminal({
    program: '/usr/bin/env',
    args: ['npm', 'start', '--', 'echo out-$((1 + 1))'],
    environment: { ...where.environment, PATH: process.env.PATH ?? '', npm_config_cache: join(where.project, 'npm') },
    directory: fileURLToPath(new URL('../..', import.meta.url)),
  })
  onTestFinished(async () => void (await terminal.kill()))
  await terminal.screen.waitFor(/Open in browser/)
  terminal.press('escape')
  await terminal.screen.waitFor(/^.*out-2/m)
  terminal.type('/quit\n')
  expect(await terminal.exit).toEqual({ code: 0, signal: undefined })
  expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))'])
})

test('/quit and two Ctrl-C end it well, and leave the terminal as it was', async () => {
  for (const quit of [
    (terminal: PseudoTerminal) => terminal.type('/quit\n'),
    (terminal: PseudoTerminal) => terminal.press('ctrl-c', 'ctrl-c'),
  ]) {
    const terminal = startCarryon(install(), [])
    await terminal.screen.waitFor(/idle/)
    quit(terminal)
    expect(await terminal.exit).toEqual({ code: 0, signal: undefined })
  }
})
