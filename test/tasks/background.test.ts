// `/background`: a session of its own beside the others; who sees it, how it is stopped, and what is left of it.

import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openSession } from '../../server/cli/session.ts'
import { TaskRecords } from '../../server/tasks/task-records.ts'
import type { Permission } from '../../shared/room-state.ts'
import type { Task, TaskState } from '../../shared/tasks.ts'
import { settled } from '../harness/clock.ts'
import { fakeAgent } from '../harness/printing.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestHost } from '../harness/test-host.ts'

const home = (it: TestHost): string => join(it.machine.home, 'carryon')

function tasksOf(device: RoomDevice): readonly Task[] {
  return device.view.tasks.tasks
}

async function becomes(device: RoomDevice, state: TaskState): Promise<Task> {
  await device.until(() => tasksOf(device).some((task) => task.state === state))
  const [task] = tasksOf(device)
  if (!task) throw new Error('there is no task')
  return task
}

/** A command takes real time. */
const shows = (look: () => void | Promise<void>): Promise<void> => vi.waitFor(look, { timeout: 10_000 })

const openQuestion = (device: RoomDevice): Permission | undefined =>
  Object.values(device.view.state?.permissions ?? {})[0]

test('TK8 a prompt runs beside the session that is shown: same directory, same agent, and nobody moves', async () => {
  const it = await TestHost.start()
  const terminal = it.terminal()
  await shows(() => expect(terminal.status.is).toBe('live'))
  const { task } = await terminal.call('background', { text: 'echo out-$((1 + 1)); pwd\n' })
  await shows(() => expect(terminal.view.tasks.tasks[0]?.state).toBe('done'))
  expect(terminal.self?.room).toBe(it.first.id)
  expect(terminal.view.entries).toEqual([])
  expect(terminal.view.tasks.tasks).toEqual([
    {
      id: task,
      session: expect.not.stringMatching(it.first.state.transcript),
      title: 'echo out-$((1 + 1)); pwd',
      directory: it.machine.directory,
      agent: 'sh, no AI',
      state: 'done',
      since: expect.stringMatching(/^2026/),
      ended: expect.stringMatching(/^2026/),
      last: it.machine.directory,
      by: 'here',
      process: process.pid,
    },
  ])
})

test('TK8 one begun in a session of another directory and another agent runs there, and with that', async () => {
  const it = await TestHost.start()
  const directory = join(it.machine.home, 'elsewhere')
  mkdirSync(directory)
  const { room, agent } = it.hosted.host(await openSession({ kind: 'new' }, fakeAgent, { ...it.machine, directory }))
  void room.start(agent.start)
  const phone = it.join(room)
  await phone.ok('background', { text: 'say hello' })
  await shows(() => expect(tasksOf(phone)).toMatchObject([{ state: 'done', last: 'hello' }]))
  expect(tasksOf(phone)).toMatchObject([{ directory, agent: room.state.agent.label }])
})

test('TK8 what a task asks is asked in its room: it needs somebody, is opened, answered, and done', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  const laptop = it.join(it.first)
  await settled()
  await phone.ok('background', { text: 'echo out-1' })
  const waiting = await becomes(phone, 'needs_you')
  expect(phone.view.state?.permissions).toEqual({})
  await phone.ok('open', { session: waiting.session })
  await phone.until(() => openQuestion(phone) !== undefined)
  const question = openQuestion(phone)
  await phone.ok('answer', { permission: question?.id ?? ('' as Permission['id']), option: 'once' })
  expect(await becomes(laptop, 'done')).toMatchObject({ session: waiting.session, last: 'out-1' })
  await laptop.until(() => laptop.view.state?.transcript === waiting.session)
  expect(laptop.screen).toEqual(['prompt echo out-1', 'tool echo out-1 done: out-1\n'])
})

test('TK9 a guest of one room sees no task and starts none, a device that watches starts none', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  const guest = it.guest(it.first, { role: 'owner' })
  const watching = it.join(it.first, { role: 'view' })
  await settled()
  for (const device of [guest, watching]) {
    expect(await device.call('background', { text: 'true' })).toMatchObject({ error: { code: 'not_allowed' } })
  }
  await phone.ok('background', { text: 'echo secret' })
  const { id } = await becomes(phone, 'needs_you')
  expect(await guest.call('stopTask', { task: id })).toMatchObject({ error: { code: 'not_allowed' } })
  expect(tasksOf(watching)).toHaveLength(1)
  const late = it.guest(it.first)
  const own = it.join(it.first)
  await settled()
  const came = own.frames.map(({ t }) => t)
  expect(came[came.indexOf('live') + 1]).toBe('tasks')
  expect(tasksOf(own)).toEqual(tasksOf(phone))
  for (const device of [guest, late]) expect(JSON.stringify(device.frames)).not.toMatch(/secret|"tasks"/)
})

test('TK8 the room of a task that is over closes once nobody is in it; the session is there to be opened', async () => {
  const it = await TestHost.start()
  const terminal = it.terminal()
  await shows(() => expect(terminal.status.is).toBe('live'))
  await terminal.call('background', { text: 'echo out-1' })
  await shows(() => expect(terminal.view.tasks.tasks[0]?.state).toBe('done'))
  await shows(async () => {
    await it.machine.clock.pass(1)
    expect(it.rooms.size).toBe(1)
  })
  await terminal.call('open', { session: terminal.view.tasks.tasks[0]?.session ?? it.first.state.transcript })
  await shows(() => expect(terminal.view.entries.map(({ kind }) => kind)).toEqual(['prompt', 'tool']))
  expect(terminal.view.tasks.tasks).toHaveLength(1)
})

test('TK8 the room of a task stays while somebody is in it', async () => {
  const it = await TestHost.start()
  const terminal = it.terminal()
  await shows(() => expect(terminal.status.is).toBe('live'))
  await terminal.call('background', { text: 'read line < gate || sleep 600' })
  await shows(() => expect(it.rooms.size).toBe(2))
  const room = [...it.rooms.values()].find(({ id }) => id !== it.first.id)
  if (!room) throw new Error('the task has no room')
  const guest = it.guest(room)
  await settled()
  await terminal.call('stopTask', { task: terminal.view.tasks.tasks[0]?.id ?? ('' as Task['id']) })
  await shows(() => expect(terminal.view.tasks.tasks[0]?.state).toBe('stopped'))
  await it.machine.clock.pass(10 * it.machine.limits.deserted)
  expect(it.rooms.has(room.id)).toBe(true)
  guest.drop()
  await shows(async () => {
    await it.machine.clock.pass(it.machine.limits.deserted)
    expect(it.rooms.has(room.id)).toBe(false)
  })
})

test('TK10 a task is stopped from any device; one that is over is left alone', async () => {
  const it = await TestHost.start()
  const terminal = it.terminal()
  const phone = it.join(it.first)
  await shows(() => expect(terminal.status.is).toBe('live'))
  const { task } = await terminal.call('background', { text: 'echo out-$((1 + 1)); exec sleep 600' })
  await phone.until(() => [...it.rooms.values()].some(({ state }) => JSON.stringify(state.live).includes('out-2')))
  await phone.ok('stopTask', { task })
  const stopped = await becomes(phone, 'stopped')
  expect(stopped).toMatchObject({ ended: expect.any(String), last: 'out-2' })
  expect(await phone.ok('stopTask', { task })).toEqual({})
  const unknown = '00000000-0000-4000-8000-00000000000f' as typeof task
  expect(await phone.call('stopTask', { task: unknown })).toMatchObject({ error: { code: 'not_found' } })
})

test('TK10 a task that has not begun is taken back', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  await settled()
  const { task } = await phone.ok('background', { text: 'touch begun' })
  await phone.ok('stopTask', { task })
  let over = false
  void becomes(phone, 'stopped').then(() => {
    over = true
  })
  while (!over) await it.machine.clock.pass(100)
  expect(existsSync(join(it.machine.directory, 'begun'))).toBe(false)
})

test('a task that cannot be begun says why, and leaves nothing behind', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  await settled()
  expect(await phone.call('background', { text: '  ' })).toMatchObject({ error: { code: 'bad_request' } })
  expect(await phone.call('background', { text: 'x'.repeat(300_000) })).toMatchObject({ error: { code: 'too_large' } })
  expect(it.rooms.size).toBe(1)
  for (let begun = 0; begun < it.machine.limits.tasksAtOnce; begun++) await phone.ok('background', { text: 'true' })
  expect(await phone.call('background', { text: 'true' })).toMatchObject({ error: { code: 'queue_full' } })
})

test('TK11 its record is this user’s alone, and says how it ended, also when the host ends first', async () => {
  const it = await TestHost.start()
  const phone = it.join(it.first)
  await settled()
  await phone.ok('background', { text: 'echo out-1' })
  const { id } = await becomes(phone, 'needs_you')
  const path = join(home(it), 'tasks', `${id}.json`)
  expect([statSync(path).mode & 0o777, statSync(join(path, '..')).mode & 0o777]).toEqual([0o600, 0o700])
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ state: 'needs_you', title: 'echo out-1' })
  await it.close()
  expect(new TaskRecords(home(it)).list()).toMatchObject([{ id, state: 'stopped' }])
})

test('TK16 a session that its owner leaves at work is a task until that is over; then its room closes', async () => {
  const it = await TestHost.start()
  const terminal = it.terminal()
  await shows(() => expect(terminal.status.is).toBe('live'))
  const { task } = await terminal.call('background', { text: 'echo out-1' })
  await shows(() => expect(terminal.view.tasks.tasks[0]?.state).toBe('done'))
  const other = terminal.view.tasks.tasks[0]?.session ?? it.first.state.transcript
  const { answered } = terminal.prompt('echo out-$((1 + 1)); exec sleep 600')
  await answered
  await shows(() => expect(JSON.stringify(it.first.state.live)).toContain('out-2'))
  const left = it.first.state
  await terminal.call('open', { session: other })
  await shows(() => expect(terminal.view.tasks.tasks).toHaveLength(2))
  const going = terminal.view.tasks.tasks.find(({ id }) => id !== task)
  expect(going).toMatchObject({ session: left.transcript, title: left.title, state: 'running', by: 'here' })
  await terminal.call('stopTask', { task: going?.id ?? task })
  await shows(() => expect(terminal.view.tasks.tasks.find(({ id }) => id === going?.id)?.state).toBe('stopped'))
  await shows(async () => {
    await it.machine.clock.pass(1)
    expect([...it.rooms.values()].map(({ state }) => state.transcript)).toEqual([other])
  })
})
