// A session that waits for somebody who does not come: told once, and not where somebody came in time.

import { expect, onTestFinished, test, vi } from 'vitest'
import type { Finished } from '../../server/tasks/announcement.ts'
import { TaskBoard } from '../../server/tasks/task-board.ts'
import type { CallId } from '../../shared/ids.ts'
import { openAsks } from '../../shared/room-state.ts'
import { settled } from '../harness/clock.ts'
import { TestHost } from '../harness/test-host.ts'
import { TestRoom } from '../harness/test-room.ts'

/** A turn runs, and what would be told of its session is in `told`. */
async function attended() {
  const it = await TestRoom.start()
  const { clock, limits } = it
  const told: Finished[] = []
  const announce = async (waiting: Finished) => void told.push(waiting) as undefined
  const board = new TaskBoard({ home: it.home, clock, limits, announce })
  const attending = board.attend(it.room)
  onTestFinished(() => board.close())
  const phone = it.join()
  const begin = async (text: string): Promise<void> => {
    await phone.ok('prompt', { text })
    await settled()
  }
  await begin('build it')
  const states = () => told.map(({ state }) => state)
  return { it, board, attending, phone, told, states, begin, wait: () => clock.pass(limits.unanswered) }
}

test('TK17 a question that nobody answers is told once, with what is asked', async () => {
  const { it, told, states, wait, phone } = await attended()
  const answered = it.agent.asks('make')
  await it.clock.pass(it.limits.unanswered - 1)
  expect(told).toEqual([])
  await it.clock.pass(1)
  expect(told).toMatchObject([
    { state: 'needs_you', last: 'run make', title: 'build it', session: it.room.state.transcript, agent: 'Scripted' },
  ])
  // What is asked beside it comes to the same person.
  void it.agent.asks('test')
  await wait()
  expect(states()).toEqual(['needs_you'])
  for (const { id } of openAsks(it.room.state)) {
    await phone.ok('answer', { permission: id as never, option: 'once' })
    await wait()
  }
  expect(await answered).toBe('once')
  expect(states()).toEqual(['needs_you'])
  void it.agent.asks('install')
  await wait()
  expect(states()).toEqual(['needs_you', 'needs_you'])
})

test('TK17 a question that is answered in time is not told, nor what a form asks', async () => {
  const { it, told, wait, phone } = await attended()
  void it.agent.asks('make')
  await it.clock.pass(it.limits.unanswered - 1)
  const [permission] = Object.values(it.room.state.permissions)
  await phone.ok('answer', { permission: permission?.id as never, option: 'once' })
  await wait()
  expect(told).toEqual([])
  void it.agent.inquires([])
  await wait()
  expect(told).toMatchObject([{ state: 'needs_you', last: 'Which one?' }])
})

test('TK17 a long turn is told once it is over and nobody has gone on; a short one, or one that was stopped, is not', async () => {
  const { it, told, states, wait, begin, phone } = await attended()
  await it.clock.pass(it.limits.longTurn - 1)
  it.agent.finishes()
  await wait()
  expect(states()).toEqual([])
  await begin('longer')
  await it.clock.pass(it.limits.longTurn)
  it.agent.says('First.\nAll pass.')
  it.agent.finishes()
  await it.clock.pass(it.limits.unanswered - 1)
  expect(states()).toEqual([])
  await it.clock.pass(1)
  expect(told).toMatchObject([{ state: 'done', last: 'All pass.', title: 'build it' }])
  const [{ since = '', ended = '' } = {}] = told
  expect(Date.parse(ended) - Date.parse(since)).toBe(it.limits.longTurn)
  await begin('stopped')
  await it.clock.pass(it.limits.longTurn)
  await phone.ok('cancel', {})
  it.agent.finishes('cancelled')
  await wait()
  await begin('gone on with')
  await it.clock.pass(it.limits.longTurn)
  it.agent.finishes()
  await settled()
  await begin('at once')
  await wait()
  expect(states()).toEqual(['done'])
})

test('TK17 that a turn failed, or its agent died, is told with the reason', async () => {
  const failing = await attended()
  await failing.it.clock.pass(failing.it.limits.longTurn)
  failing.it.agent.fails('No more credit.')
  await failing.wait()
  expect(failing.told).toMatchObject([{ state: 'failed', reason: 'No more credit.' }])
  const dying = await attended()
  await dying.it.clock.pass(dying.it.limits.longTurn)
  dying.it.agent.dies('It was killed.')
  await dying.wait()
  expect(dying.told).toMatchObject([{ state: 'failed', reason: 'It was killed.' }])
  // What was done stays so when the agent dies afterwards.
  const done = await attended()
  await done.it.clock.pass(done.it.limits.longTurn)
  done.it.agent.finishes()
  await settled()
  done.it.agent.dies('It was killed.')
  await done.wait()
  expect(done.told).toMatchObject([{ state: 'done' }])
})

test('TK17 of a task its questions are told, and its end once, as a task’s', async () => {
  const { it, board, told, states, wait } = await attended()
  const { activity } = it.room.state
  if (activity.is !== 'running') throw new Error('nothing runs')
  board.follow({ room: it.room, prompt: activity.prompt as CallId, text: 'build it' })
  void it.agent.asks('make')
  await wait()
  expect(states()).toEqual(['needs_you'])
  await it.clock.pass(it.limits.longTurn)
  it.agent.finishes()
  await wait()
  expect(states()).toEqual(['needs_you', 'done'])
  expect(told[1]?.id).toBe(activity.prompt)
})

test('TK17 a session that is closed is told of no more', async () => {
  const { it, attending, told, wait } = await attended()
  const make = new AbortController()
  void it.agent.asks('make', undefined, make.signal)
  await settled()
  attending.close()
  await wait()
  make.abort()
  await settled()
  void it.agent.asks('test')
  await wait()
  expect(told).toEqual([])
})

test('TK17 every session of a host is attended, for as long as it is open', async () => {
  const close = vi.fn()
  const attend = vi.spyOn(TaskBoard.prototype, 'attend').mockReturnValue({ close })
  onTestFinished(() => attend.mockRestore())
  const it = await TestHost.start()
  const phone = it.join(it.first)
  await phone.ok('open', { session: it.record('beans').id })
  await settled()
  expect(attend.mock.calls.map(([room]) => room.state.title)).toEqual([it.first.state.title, 'beans'])
  await it.hosted.close()
  expect(close).toHaveBeenCalledTimes(2)
})
