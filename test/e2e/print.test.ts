// `carryon --print`: a prompt without a terminal, in pipes, in the background, in scripts that look at its exit code.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { command, install, startCarryon } from '../harness/install.ts'
import { promptsIn, transcriptOf } from '../harness/main-job.ts'
import { fakeAgent, linesOf, printed, startPrinting } from '../harness/printing.ts'
import { isAlive } from '../harness/processes.ts'

const fake = ['--agent', fakeAgent]

test('TK1 TK2 a command is run and printed, and the session is one like any other', async () => {
  const where = install()
  const first = await printed(where, ['-p', 'echo out-$((1 + 1))'])
  expect(first).toEqual({ code: 0, signal: null, stdout: 'out-2\n', stderr: '' })
  expect(promptsIn(where)).toEqual(['echo out-$((1 + 1))'])
  const listed = await printed(where, ['sessions', '--json'])
  const [{ sessionId }] = JSON.parse(listed.stdout)

  const second = await printed(where, ['--print', '--continue', '--output-format', 'json', 'echo out-3'])
  expect(JSON.parse(second.stdout)).toEqual({
    type: 'result',
    subtype: 'success',
    is_error: false,
    duration_ms: expect.any(Number),
    num_turns: 2,
    result: 'out-3\n',
    session_id: sessionId,
    permission_denials: [],
    exit_code: 0,
  })
  const third = await printed(where, ['-p', '--resume', 'out-', 'echo out-4'])
  expect(third.stdout).toBe('out-4\n')
  expect(promptsIn(where)).toHaveLength(3)
  const terminal = startCarryon(where, ['--continue'])
  await terminal.screen.waitFor(/^.*out-4/m)
})

test('TK1 a session that is open elsewhere is left alone, and it is said where', async () => {
  const where = install()
  const terminal = startCarryon(where, ['echo here'])
  await terminal.screen.waitFor(/idle/)
  const { code, stdout, stderr } = await printed(where, ['-p', '-c', 'echo there'])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(`process ${terminal.processId}`)
  // One of its own is no trouble.
  expect(await printed(where, ['-p', 'echo beside'])).toMatchObject({ code: 0, stdout: 'beside\n' })
})

test('TK1 a run that sent nothing leaves no session that is gone on with', async () => {
  const where = install()
  await printed(where, ['-p', 'echo first'])
  expect(await printed(where, ['-p', 'ls', '--permission-mode', 'plan'])).toMatchObject({ code: 2 })
  expect(await printed(where, ['-p', 'cat'], { input: 'ls' })).toMatchObject({ code: 2 })
  expect(await printed(where, ['-p', '-c', 'echo second'])).toMatchObject({ code: 0 })
  expect(promptsIn(where)).toEqual(['echo first', 'echo second'])
})

test('TK2 stream-json is one object a line, each text whole, and ends with the result', async () => {
  const where = install()
  const { stdout, code } = await printed(where, ['-p', 'seq 1 30000; exit 4', '--output-format', 'stream-json'])
  const lines = linesOf(stdout)
  expect(lines.map(({ type }) => type)).toEqual(['system', 'assistant', 'user', 'result'])
  const [begin, call, answer, result] = lines
  expect(begin).toMatchObject({ subtype: 'init', cwd: where.project, agent: 'shell' })
  expect(call).toMatchObject({
    message: { content: [{ type: 'tool_use', name: 'Bash', input: { command: 'seq 1 30000; exit 4' } }] },
  })
  const whole = Array.from({ length: 30_000 }, (_, at) => `${at + 1}\n`).join('')
  expect(answer).toMatchObject({ message: { content: [{ type: 'tool_result', content: whole, is_error: true }] } })
  expect(result).toMatchObject({ is_error: true, exit_code: 4, result: whole, error: expect.stringContaining('4') })
  expect(new Set(lines.map((line) => line['session_id'])).size).toBe(1)
  expect(code).toBe(1)
})

test('TK2 TK7 an agent’s last message is the answer; what is piped in comes after the prompt', async () => {
  const { stdout, stderr, code } = await printed(install(), ['-p', 'say look:', ...fake], { input: 'a\nb\n' })
  expect([stdout, stderr, code]).toEqual(['look:\n\na\nb\n', '', 0])
})

test('TK7 the prompt itself may be piped in; for the shell it is that or the argument', async () => {
  expect(await printed(install(), ['-p'], { input: 'echo out-1\n' })).toMatchObject({ code: 0, stdout: 'out-1\n' })
  const both = await printed(install(), ['-p', 'cat'], { input: 'rm -rf /' })
  expect(both).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/not both\.\n$/) })
  const none = await printed(install(), ['-p'])
  expect(none).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/needs a prompt/) })
  const long = await printed(install(), ['-p', 'say', ...fake], { input: 'x'.repeat(300_000) })
  expect(long).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/longer than 262144/) })
})

test('TK7 a pipe that nobody writes to is waited for only so long', async () => {
  const { stdout, stderr, code } = await printed(install(), ['-p', 'echo out-1'], { input: 'open' })
  expect([stdout, code]).toEqual(['out-1\n', 0])
  expect(stderr).toMatch(/Nothing came on standard input/)
})

test('TK3 TK4 what nothing allows is rejected and named; a rule or a mode lets it through', async () => {
  const ask = ['-p', 'run git status', ...fake, '--output-format', 'json']
  const refused = await printed(install(), ask)
  expect(refused.code).toBe(3)
  expect(refused.stderr).toContain(`--allow 'Bash(git status)'`)
  expect(JSON.parse(refused.stdout)).toMatchObject({
    is_error: false,
    result: 'It said no.',
    permission_denials: [{ tool_name: 'Bash', tool_use_id: 't2', tool_input: { command: 'git status' } }],
  })
  for (const way of [
    ['--allow', 'Edit', '--allow', 'Bash(git *)'],
    ['--allow', 'Bash'],
    ['--permission-mode', 'bypassPermissions'],
  ]) {
    const allowed = await printed(install(), [...ask, ...way])
    expect([allowed.code, JSON.parse(allowed.stdout).result, allowed.stderr]).toEqual([0, 'It said yes.', ''])
  }
  const chained = await printed(install(), ['-p', 'run git status; rm x', ...fake, '--allow', 'Bash(git *)'])
  expect([chained.code, chained.stdout]).toEqual([3, 'It said no.\n'])
})

test('TK3 an agent that fails, and one that is not there, end it with 1 and a sentence', async () => {
  const died = await printed(install(), ['-p', 'die', ...fake, '--output-format', 'json'])
  expect([died.code, JSON.parse(died.stdout)]).toEqual([
    1,
    expect.objectContaining({ is_error: true, subtype: 'error_during_execution', error: expect.stringMatching(/\w/) }),
  ])
  const absent = await printed(install(), ['-p', 'x', '--agent', 'no-such-agent'])
  expect(absent).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/no-such-agent was not found/) })
})

test.each<[NodeJS.Signals, number]>([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('TK3 TK6 %s interrupts it, and nothing of what it started is left', async (signal, code) => {
  const where = install()
  const ends = "trap 'touch told; while [ ! -e go ]; do sleep 0.1; done; exit' TERM"
  const line = `${ends}; echo begun; echo $$ > pid; while :; do sleep 0.1; done`
  const run = startPrinting(where, ['-p', line, '--output-format', 'stream-json'])
  await run.printed('tool_use')
  await expect.poll(() => pidIn(where.project)).toBeGreaterThan(0)
  const pid = pidIn(where.project)
  run.child.kill(signal)
  await expect.poll(() => existsSync(join(where.project, 'told'))).toBe(true)
  // Twice is no harder than once.
  run.child.kill(signal)
  writeFileSync(join(where.project, 'go'), '')
  const ended = await run.ended
  expect(ended.code).toBe(code)
  expect(linesOf(ended.stdout).at(-1)).toMatchObject({ type: 'result', is_error: true, error: 'It was interrupted.' })
  expect(isAlive(pid)).toBe(false)
  expect(transcriptOf(where).at(-1)).toMatchObject({ kind: 'result', text: expect.stringContaining('begun') })
})

test('TK6 an agent that is a program is ended with its group, also while it starts', async () => {
  const where = install()
  const run = startPrinting(where, ['-p', 'stubborn', ...fake, '--output-format', 'stream-json'])
  await run.printed('"type":"text"')
  const pid = Number(/"text":"(\d+)"/.exec(run.stdout)?.[1])
  expect((await run.ended).code).toBe(0)
  expect(isAlive(pid)).toBe(false)
  // A program that never answers.
  const deaf = startPrinting(where, ['-p', 'x', '--agent', `sh -c "echo $$ > pid; exec sleep 600"`])
  await expect.poll(() => pidIn(where.project)).toBeGreaterThan(0)
  const sleeper = pidIn(where.project)
  deaf.child.kill('SIGTERM')
  expect((await deaf.ended).code).toBe(143)
  expect(isAlive(sleeper)).toBe(false)
})

test('TK3 a reader that goes away stops it', async () => {
  const where = install()
  const run = startPrinting(where, ['-p', 'say hello', ...fake, '--output-format', 'stream-json'])
  run.child.stdout?.destroy()
  expect(await run.ended).toMatchObject({ code: 141, stderr: '' })
  expect(transcriptOf(where).at(-1)).toMatchObject({ kind: 'reply', text: 'hello' })
})

test('it is fit for & and a list of its own', async () => {
  const where = install()
  const script = `for n in 1 2 3; do "$0" "$1" -p "echo out-$n" > "$n.txt" & done; wait; cat 1.txt 2.txt 3.txt`
  const all = execFileSync('/bin/sh', ['-c', script, process.execPath, command], {
    cwd: where.project,
    env: { ...where.environment },
    encoding: 'utf8',
  })
  expect(all).toBe('out-1\nout-2\nout-3\n')
})

test('TK11 TK12 it is a task of this install, and its end is told to a command of the user’s', async () => {
  const where = install()
  const notify = ['--notify', 'echo "$CARRYON_TASK_STATE $CARRYON_TASK_TITLE: $CARRYON_TASK_LAST" > told']
  expect(await printed(where, ['-p', 'echo out-1', ...notify])).toMatchObject({ code: 0, stderr: '' })
  expect(readFileSync(join(where.project, 'told'), 'utf8')).toBe('done echo out-1: out-1\n')
  const broken = await printed(where, ['-p', 'echo out-2', '--notify', 'no-such-bell'])
  expect(broken).toMatchObject({
    code: 0,
    stdout: 'out-2\n',
    stderr: expect.stringMatching(/--notify ended/),
  })
  const folder = join(where.carryonHome, 'tasks')
  const tasks = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  expect(tasks.map(({ state, title, kind }) => `${kind} ${title} ${state}`).sort()).toEqual([
    'print echo out-1 done',
    'print echo out-2 done',
  ])
})

test.each([
  [['-p', 'x', '--remote'], /--remote does not go with it/],
  [['--allow', 'Edit'], /--allow goes with --print only/],
  [['--output-format', 'json'], /--output-format goes with --print only/],
  [['-p', 'x', '--resume'], /needs to be told which/],
  [['-p', 'x', '--allow', 'two words'], /takes a tool's name, or a pattern/],
  [['-p', 'x', '--output-format', 'xml'], /text, json, stream-json/],
  [['-p', 'x', '--permission-mode', 'careless'], /acceptEdits/],
])('TK3 %j is asked wrongly', async (args, said) => {
  const { code, stdout, stderr } = await printed(install(), args)
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^carryon: [^\n]*\.\n$/)
  expect(stderr).toMatch(said)
})

function pidIn(project: string): number {
  try {
    return Number(readFileSync(join(project, 'pid'), 'utf8'))
  } catch {
    return 0
  }
}
