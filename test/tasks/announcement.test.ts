// The user's command for finished tasks: it gets the facts, is never built from them, and cannot hang about.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { announced } from '../../server/tasks/announcement.ts'
import type { TaskRecord } from '../../server/tasks/task-records.ts'
import { systemClock } from '../../shared/clock.ts'
import type { TaskId, TranscriptId } from '../../shared/ids.ts'
import { isAlive } from '../harness/processes.ts'
import { temporaryFolder } from '../harness/temp.ts'

function finished(command: string, more: Partial<TaskRecord> = {}, notify = 5000) {
  const directory = temporaryFolder()
  const task: TaskRecord = {
    id: 'task-1' as TaskId,
    session: 'session-1' as TranscriptId,
    title: 'fix the tests',
    directory,
    agent: 'Claude Code',
    state: 'done',
    since: '2026-01-01T00:00:00.000Z',
    ended: '2026-01-01T00:01:30.000Z',
    kind: 'print',
    process: 1,
    started: 'x',
    ...more,
  }
  const environment = { PATH: process.env.PATH, SHELL: '/bin/sh', CARRYON_HOME: '/secret' }
  const trouble = announced(task, { command, environment, clock: systemClock, limits: { notify } })
  return { directory, trouble }
}

test('TK12 the facts are in its environment, and nothing of carryon’s own is', async () => {
  const { directory, trouble } = finished('env | grep ^CARRYON_ | sort > facts', { last: 'All pass.' })
  expect(await trouble).toBeUndefined()
  expect(readFileSync(join(directory, 'facts'), 'utf8').split('\n')).toEqual([
    'CARRYON_TASK=task-1',
    'CARRYON_TASK_AGENT=Claude Code',
    `CARRYON_TASK_DIRECTORY=${directory}`,
    'CARRYON_TASK_LAST=All pass.',
    'CARRYON_TASK_REASON=',
    'CARRYON_TASK_SECONDS=90',
    'CARRYON_TASK_SESSION=session-1',
    'CARRYON_TASK_STATE=done',
    'CARRYON_TASK_TITLE=fix the tests',
    '',
  ])
})

test('TK12 a title is never read as a part of the command', async () => {
  const title = `"; touch harm; echo "$(touch harm)\`touch harm\``
  const { directory, trouble } = finished('printf %s "$CARRYON_TASK_TITLE" > title; ls > files', { title })
  expect(await trouble).toBeUndefined()
  expect(readFileSync(join(directory, 'title'), 'utf8')).toBe(title)
  expect(readFileSync(join(directory, 'files'), 'utf8')).toBe('files\ntitle\n')
})

test('TK12 what goes wrong is told in a sentence', async () => {
  expect(await finished('echo no such bell >&2; exit 3').trouble).toMatch(/ended with code 3\. no such bell$/)
  expect(await finished('true', { directory: '/nowhere/at/all' }).trouble).toMatch(/could not be started/)
})

test('TK12 one that hangs is ended with all that it started', async () => {
  const { directory, trouble } = finished('sleep 600 & echo $! > pid; wait', {}, 300)
  expect(await trouble).toMatch(/had not ended after 0\.3 seconds/)
  const pid = Number(readFileSync(join(directory, 'pid'), 'utf8'))
  await expect.poll(() => isAlive(pid), { timeout: 5000 }).toBe(false)
})

test('TK12 what was printed last may hold any character', async () => {
  const { directory, trouble } = finished('printenv CARRYON_TASK_LAST > last', { last: 'ELF\u0000\u0001' })
  expect(await trouble).toBeUndefined()
  expect(readFileSync(join(directory, 'last'), 'utf8')).toBe('ELF\u0001\n')
})
