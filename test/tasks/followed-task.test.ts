// A task as its record follows it: what it says, how it stands, and how it is stopped before it has begun.

import { expect, test } from 'vitest'
import { FollowedTask } from '../../server/tasks/followed-task.ts'
import { TaskRecords } from '../../server/tasks/task-records.ts'
import type { CallId, DeviceId } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import { newCallId } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

const by = { device: 'phone' as DeviceId, name: 'Phone' }

async function followed(it: TestRoom, onNews = (): void => {}) {
  const prompt = newCallId() as CallId
  await it.room.prompt(prompt, 'build', by)
  await settled()
  const { clock, limits, room } = it
  const records = new TaskRecords(it.home)
  const task = new FollowedTask({ room, prompt, text: 'build', kind: 'background', records, clock, limits, onNews })
  return { task, records }
}

test('TK9 what it says is passed on now and then, and that it is over at once', async () => {
  const it = await TestRoom.start()
  let news = 0
  const { task, records } = await followed(it, () => {
    news += 1
  })
  const begun = news
  for (const text of ['one\n', 'two\n', 'three\n']) {
    it.agent.says(text)
    await settled()
  }
  expect([news - begun, task.record.last]).toEqual([0, 'three'])
  await it.clock.pass(it.limits.taskNews)
  expect(news - begun).toBe(1)
  expect(records.list()).toMatchObject([{ state: 'running', last: 'three' }])
  it.agent.finishes()
  await settled()
  expect(news - begun).toBe(2)
  expect(records.list()).toMatchObject([{ state: 'done', last: 'three' }])
})

test('TK9 what its agent wrote into its own transcript at last is its last line, also where it was not heard saying it', async () => {
  const it = await TestRoom.start()
  it.agent.writes = it.log.id
  await it.room.start(it.agent.start)
  const { task } = await followed(it)
  const at = '2026-01-01T00:00:00.000Z'
  it.agent.says('It builds.')
  await settled()
  it.log.appendForeign([
    { kind: 'reply', id: 'r1', at, message: 'm1', block: 0, text: 'It builds.' },
    { kind: 'reply', id: 'r2', at, message: 'm2', block: 0, text: 'All is well.\nIt is built.' },
  ])
  it.agent.finishes()
  await it.clock.pass(it.limits.lastLines)
  expect(await task.ended).toMatchObject({ state: 'done', last: 'It is built.' })
})

test('TK10 one that waits is taken back and never begins', async () => {
  const it = await TestRoom.start()
  await it.join().ok('prompt', { text: 'first' })
  await settled()
  const { task } = await followed(it)
  await task.stop(by)
  expect(await task.ended).toMatchObject({ state: 'stopped' })
  it.agent.finishes()
  await settled()
  expect(it.agent.prompts.map(({ text }) => text)).toEqual(['first'])
})
