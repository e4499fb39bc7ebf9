// The command line: flags, their environment variables, and a sentence for every mistake.

import { afterEach, expect, test, vi } from 'vitest'
import { CommandFailed } from '../../server/cli/failure.ts'
import { type CommandOptions, parseCommand } from '../../server/cli/options.ts'

afterEach(() => vi.unstubAllEnvs())

function parsed(...args: string[]): CommandOptions {
  const command = parseCommand(args, '1.2.3', process.env)
  if (command.kind !== 'run') throw new Error('nothing to run')
  return command.options
}

function mistake(...args: string[]): string {
  try {
    parsed(...args)
  } catch (error) {
    if (error instanceof CommandFailed) return `${error.exitCode}: ${error.message}`
    throw error
  }
  throw new Error('that was no mistake')
}

test('what is asked for is read', () => {
  expect(parsed()).toMatchObject({ remote: false, session: { kind: 'new' }, firstPrompt: undefined })
  expect(parsed('--remote', '--host', '127.0.0.1', '--port', '0', 'first prompt')).toMatchObject({
    remote: true,
    host: '127.0.0.1',
    port: 0,
    firstPrompt: 'first prompt',
  })
  expect(parsed('-c').session).toEqual({ kind: 'continue' })
  expect(parsed('-r', 'abc').session).toEqual({ kind: 'resume', id: 'abc' })
  expect(parsed('-r').session).toEqual({ kind: 'pick' })
  expect(parsed('--resume', '--remote')).toMatchObject({ remote: true, session: { kind: 'pick' } })
  expect(parsed('--public-url', 'https://carryon.example.org').publicUrl?.host).toBe('carryon.example.org')
})

test('the later of two agents wins, as npm start needs it', () => {
  expect(parsed('--remote', '--agent', 'shell', '--agent', 'other').agent).toBe('other')
})

test('how the agent begins is read, with the name that Claude Code has for no questions at all', () => {
  expect(parsed('--model', 'opus', '--permission-mode', 'plan').starting).toEqual({ model: 'opus', mode: 'plan' })
  expect(parsed('--dangerously-skip-permissions').starting.mode).toBe('bypassPermissions')
  expect(mistake('--dangerously-skip-permissions', '--permission-mode', 'plan')).toMatch(/^2: .*exclude each other/)
  vi.stubEnv('CARRYON_PERMISSION_MODE', 'plan')
  expect(parsed('--dangerously-skip-permissions').starting.mode).toBe('bypassPermissions')
})

test('every flag is an environment variable, and a flag wins over it', () => {
  for (const [name, value] of Object.entries({
    REMOTE: '1',
    HOST: '::1',
    PORT: '8080',
    AGENT: 'x',
    CONTINUE: 'true',
  })) {
    vi.stubEnv(`CARRYON_${name}`, value)
  }
  expect(parsed()).toMatchObject({ remote: true, host: '::1', port: 8080, agent: 'x', session: { kind: 'continue' } })
  expect(parsed('--port', '9', '-r', 'id')).toMatchObject({ port: 9, session: { kind: 'resume', id: 'id' } })
  vi.stubEnv('CARRYON_RESUME', 'other')
  expect(parsed('-c').session).toEqual({ kind: 'continue' })
})

test.each(['0', 'false', 'no', ''])('a flag’s variable that says %j is off', (value) => {
  vi.stubEnv('CARRYON_REMOTE', value)
  expect(parsed().remote).toBe(false)
})

test.each([
  [['--frobnicate'], "2: Unknown option '--frobnicate'. Run carryon --help to see what there is."],
  [['--remot'], "2: Unknown option '--remot' (Did you mean --remote?). Run carryon --help to see what there is."],
  [['--port', 'high'], /^2: .*A port is a number from 0 to 65535\./],
  [['--port', '65536'], /A port is a number from 0 to 65535\./],
  [['--public-url', 'carryon.example.org'], /^2: .*https:\/\//],
  [['--public-url', 'https://example.org/path'], /^2: .*a name of its own/],
  [['two', 'prompts'], '2: There is more than one prompt. Put a prompt of several words in quotes.'],
  [
    ['session'],
    /^2: There is no command session\. carryon sessions is one; a message of that word is typed in the session\./,
  ],
  [['sesions'], /carryon sessions is one/],
  [['devicez'], /carryon devices is one/],
  [['xaudit', '--remote'], /carryon audit is one/],
  [['-c', '-r', 'id'], /^2: .*exclude each other/],
])('%j is answered with what is wrong and what to do', (args, said) => {
  if (typeof said === 'string') expect(mistake(...args)).toBe(said)
  else expect(mistake(...args)).toMatch(said)
})

test.each(['date', 'session please', 'see', 'auditing', 'missions'])(
  '%j is a prompt and no misspelt command',
  (prompt) => {
    expect(parsed(prompt).firstPrompt).toBe(prompt)
  },
)

test('a variable that is set to nothing is as good as not set', () => {
  for (const name of ['HOST', 'PORT', 'AGENT', 'RESUME', 'PUBLIC_URL', 'TLS_CERT', 'TRUST_PROXY', 'OUTPUT_FORMAT'])
    vi.stubEnv(`CARRYON_${name}`, '')
  expect(parsed('--remote')).toEqual({
    remote: true,
    confirm: false,
    session: { kind: 'new' },
    starting: {},
  })
  vi.stubEnv('CARRYON_NOTIFY', '')
  expect(parsed().notify).toBe('')
})

test('no address is no address: nothing else would be every one there is', () => {
  expect(mistake('--remote', '--host', '')).toMatch(/^2: .*An address is one of this computer/)
})
