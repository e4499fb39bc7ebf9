// Tasks of other processes: read from their records, told as dead where their process is, stopped by a signal.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { processStart } from '../../server/tasks/process-start.ts'
import { TaskBoard } from '../../server/tasks/task-board.ts'
import { type TaskRecord, TaskRecords } from '../../server/tasks/task-records.ts'
import type { DeviceId, TaskId, TranscriptId } from '../../shared/ids.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import { FakeClock } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'

const me = { device: 'phone' as DeviceId, name: 'Phone' }

function opened(limits: Limits = defaultLimits) {
  const home = temporaryFolder()
  const clock = new FakeClock()
  const board = new TaskBoard({ home, clock, limits, announce: async () => undefined })
  board.open()
  onTestFinished(() => board.close())
  return { board, clock, records: new TaskRecords(home), folder: join(home, 'tasks') }
}

function sleeper(): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['600'], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  if (child.pid === undefined) throw new Error('it did not start')
  return Object.assign(child, { pid: child.pid })
}

const record = (process: number, more: Partial<TaskRecord> = {}): TaskRecord => ({
  id: 'task-1' as TaskId,
  session: 'session' as TranscriptId,
  title: 'fix the tests',
  directory: '/home/me',
  agent: 'Claude Code',
  state: 'running',
  since: new Date(Date.UTC(2026, 0, 1)).toISOString(),
  kind: 'print',
  process,
  started: processStart(process) ?? 'gone',
  ...more,
})

test('TK11 what another process runs is listed as it goes', async () => {
  const { board, clock, records } = opened()
  const { pid } = sleeper()
  const seen: string[] = []
  board.onChange = () => seen.push(board.shown.tasks[0]?.last ?? '')
  records.save(record(pid, { last: 'one' }))
  await clock.pass(defaultLimits.taskLook)
  records.save(record(pid, { last: 'two' }))
  await clock.pass(defaultLimits.taskLook)
  await clock.pass(defaultLimits.taskLook)
  expect(seen).toEqual(['one', 'two'])
  expect(board.shown.tasks).toMatchObject([{ by: 'print', process: pid, state: 'running' }])
})

test('TK11 one whose process is gone has failed, and so has one whose number another process has now', async () => {
  const { board, clock, records } = opened()
  const child = sleeper()
  records.save(record(child.pid))
  records.save(record(process.pid, { id: 'task-2' as TaskId, started: 'long ago' }))
  await clock.pass(defaultLimits.taskLook)
  expect(board.shown.tasks.map(({ id, state }) => `${id} ${state}`)).toEqual(['task-1 running', 'task-2 failed'])
  child.kill('SIGKILL')
  await once(child, 'exit')
  await clock.pass(defaultLimits.taskLook)
  expect(board.shown.tasks[0]).toMatchObject({ state: 'failed', reason: expect.stringMatching(/without a word/) })
})

test('TK10 a carryon --print is stopped by a signal; what another host runs is stopped there', async () => {
  const { board, records } = opened()
  const [printing, host] = [sleeper(), sleeper()]
  records.save(record(printing.pid))
  records.save(record(host.pid, { id: 'task-2' as TaskId, kind: 'background' }))
  records.save(record(process.pid, { id: 'task-3' as TaskId, started: 'long ago' }))
  records.save(record(host.pid, { id: 'task-4' as TaskId, state: 'done' }))
  await board.stop('task-1' as TaskId, me)
  expect(await once(printing, 'exit')).toEqual([null, 'SIGTERM'])
  await expect(board.stop('task-2' as TaskId, me)).rejects.toThrow(new RegExp(`process ${host.pid}`))
  // Its process is another one now: it gets no signal.
  const signals = vi.spyOn(process, 'kill')
  await board.stop('task-3' as TaskId, me)
  // It is over and only its process is not, yet.
  await board.stop('task-4' as TaskId, me)
  expect(signals).not.toHaveBeenCalled()
  expect(host.exitCode).toBeNull()
})

test('TK11 those that run come first; of those that are over the newest are kept, for a while', async () => {
  const limits = { ...defaultLimits, tasks: 5, taskKept: 60_000 }
  const { board, clock, records, folder } = opened(limits)
  const { pid } = sleeper()
  const at = (n: number): string => new Date(clock.now() + n).toISOString()
  records.save(record(pid, { id: 'running' as TaskId, since: at(0) }))
  for (let n = 1; n <= 9; n++) {
    records.save(record(1, { id: `over-${n}` as TaskId, state: 'done', since: at(n), ended: at(n) }))
  }
  await clock.pass(limits.taskLook)
  const ids = board.shown.tasks.map(({ id }) => id)
  expect(ids.slice(0, 2)).toEqual(['running', 'over-9'])
  expect(ids).toHaveLength(limits.tasks)
  expect(readdirSync(folder)).toHaveLength(limits.tasks)
  await clock.pass(limits.taskKept + 1000)
  expect(board.shown.tasks.map(({ id }) => id)).toEqual(['running'])
})

test('TK11 a record that cannot be read harms no other', async () => {
  const { board, clock, records, folder } = opened()
  mkdirSync(folder, { recursive: true })
  for (const [name, text] of Object.entries({ a: '{', b: '[]', c: '{"id":"x"}' })) {
    writeFileSync(join(folder, `${name}.json`), text)
  }
  mkdirSync(join(folder, 'd.json'))
  records.save(record(1, { state: 'done' }))
  await clock.pass(defaultLimits.taskLook)
  expect(board.shown.tasks).toHaveLength(1)
})
