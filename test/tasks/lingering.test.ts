// A task whose turn is over and whose agent still runs something in the background: it is not over before that is.

import { expect, test } from 'vitest'
import type { WorkNews } from '../../server/room/agent.ts'
import type { Finished } from '../../server/tasks/announcement.ts'
import { FollowedTask } from '../../server/tasks/followed-task.ts'
import { TaskBoard } from '../../server/tasks/task-board.ts'
import { TaskRecords } from '../../server/tasks/task-records.ts'
import type { CallId, DeviceId } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import { newCallId } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

const by = { device: 'phone' as DeviceId, name: 'Phone' }

/** Its prompt has been answered, and a command runs on. */
async function lingering() {
  const it = await TestRoom.start()
  const prompt = newCallId() as CallId
  await it.room.prompt(prompt, 'build', by)
  await settled()
  const { clock, limits, room } = it
  const records = new TaskRecords(it.home)
  const task = new FollowedTask({ room, prompt, text: 'build', kind: 'background', records, clock, limits })
  const tells = (news: Partial<WorkNews>): void =>
    it.agent.tells({ is: 'work', id: 'b1', kind: 'command', apart: true, ...news })
  tells({ title: 'make', standing: 'running' })
  it.agent.says('It builds.')
  it.agent.finishes()
  await settled()
  let over = false
  void task.ended.then(() => {
    over = true
  })
  return { it, task, records, tells, isOver: () => over }
}

/** Its turn still runs, and so does a command beside it. */
async function building() {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'build' })
  await settled()
  const work = { is: 'work', id: 'b1', kind: 'command', apart: true } as const
  it.agent.tells({ ...work, standing: 'running' })
  return { it, phone, work }
}

test('TK15 it runs on until that has ended and the agent has said what it wanted to say', async () => {
  const { it, task, records, tells, isOver } = await lingering()
  const beside = '1 command in the background'
  expect(task.record).toMatchObject({ state: 'running', beside })
  expect(records.list()).toMatchObject([{ state: 'running', beside }])
  await it.clock.pass(3_600_000)
  expect(it.room.deserted).toBe(false)
  tells({ standing: 'done' })
  await it.clock.pass(it.limits.waking - 1)
  expect(isOver()).toBe(false)
  it.agent.tells({ is: 'busy', now: true })
  it.agent.says('It is built.')
  await it.clock.pass(10 * it.limits.waking)
  expect(task.record).toMatchObject({ state: 'running' })
  expect(task.record.beside).toBeUndefined()
  it.agent.tells({ is: 'busy', now: false })
  await settled()
  // Something else may have ended meanwhile.
  expect([isOver(), it.room.deserted]).toEqual([false, false])
  await it.clock.pass(it.limits.waking)
  expect([isOver(), it.room.deserted]).toEqual([true, true])
  expect(task.record).toMatchObject({ state: 'done', last: 'It is built.' })
})

test('TK15 what ended while its turn ran is waited for, too: the agent may come back to it', async () => {
  const { it, phone, work } = await building()
  it.agent.tells({ ...work, standing: 'done' })
  await it.clock.pass(10 * it.limits.waking)
  expect(phone.view.state).not.toHaveProperty('waking')
  it.agent.finishes()
  await settled()
  expect(phone.view.state).toMatchObject({ activity: { is: 'idle' }, waking: true })
  await it.clock.pass(it.limits.waking)
  expect(phone.view.state).not.toHaveProperty('waking')
})

test('TK15 stopped, it ends its agent and what that runs; not while somebody has gone on in its room', async () => {
  const { it, task, isOver } = await lingering()
  const phone = it.join()
  await phone.ok('prompt', { text: 'and now?' })
  await settled()
  await expect(task.stop(by)).rejects.toThrow(/gone on in its session/)
  expect(it.agent.ended).toBe(0)
  it.agent.finishes()
  await settled()
  await task.stop(by)
  await settled()
  expect([it.agent.ended, isOver(), task.record.state]).toEqual([1, true, 'stopped'])
})

test('TK15 the agent’s end before that is the task’s, with the reason', async () => {
  const { it, task, isOver } = await lingering()
  it.agent.vanishes('It fell over.')
  await settled()
  expect(isOver()).toBe(true)
  expect(task.record).toMatchObject({ state: 'failed', reason: 'It fell over.' })
})

test('TK12 the end of what an agent runs in the background is announced, but for that of a task, whose own end tells', async () => {
  const it = await TestRoom.start()
  const told: string[] = []
  const announce = async ({ id, title, state, agent, reason }: Finished): Promise<undefined> =>
    void told.push([id, title, state, agent, reason ?? ''].join())
  const board = new TaskBoard({ home: it.home, clock: it.clock, limits: it.limits, announce })
  const work = { order: 1, kind: 'command', title: 'make', since: '2026-01-01T00:00:00.000Z', calls: 0 } as const
  board.workEnded(it.room, 'b1', { ...work, standing: 'failed', reason: 'exit code 3' })
  board.workEnded(it.room, 'b2', { ...work, standing: 'running' })
  const prompt = newCallId() as CallId
  await it.room.prompt(prompt, 'build', by)
  board.follow({ room: it.room, prompt, text: 'build' })
  await settled()
  board.workEnded(it.room, 'b3', { ...work, standing: 'done' })
  expect(told).toEqual(['b1,make,failed,Scripted,exit code 3'])
  it.agent.finishes()
  await settled()
  board.workEnded(it.room, 'b4', { ...work, standing: 'done' })
  expect(told.slice(1)).toEqual([`${prompt},build,done,Scripted,`, 'b4,make,done,Scripted,'])
})

test('TK16 a session that is left while something runs in its background is a task, and one only', async () => {
  const { it, work } = await building()
  it.agent.finishes()
  await it.clock.pass(it.limits.waking)
  expect(it.room.atWork).toBe(true)
  const board = new TaskBoard({ home: it.home, clock: it.clock, limits: it.limits, announce: async () => undefined })
  board.goesOn(it.room, newCallId() as CallId)
  board.goesOn(it.room, newCallId() as CallId)
  expect(board.shown.tasks).toMatchObject([{ state: 'running', beside: '1 command in the background' }])
  it.agent.tells({ ...work, standing: 'done' })
  await it.clock.pass(it.limits.waking)
  expect(board.shown.tasks).toMatchObject([{ state: 'done' }])
  expect(it.room.atWork).toBe(false)
})

test('TK12 that it could not be announced is told once', async () => {
  const it = await TestRoom.start()
  let failed = 0
  const announce = async (): Promise<string> => `There is no bell ${++failed}.`
  const board = new TaskBoard({ home: it.home, clock: it.clock, limits: it.limits, announce })
  const work = { order: 1, kind: 'command', title: 'make', since: '2026-01-01T00:00:00.000Z', calls: 0 } as const
  for (const id of ['b1', 'b2']) {
    board.workEnded(it.room, id, { ...work, standing: 'done' })
    await settled()
  }
  expect([failed, board.shown.trouble]).toEqual([2, 'There is no bell 1.'])
})
