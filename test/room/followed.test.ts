// A transcript that the agent writes itself: the room follows it, and what was live gives way to its lines.

import { expect, test } from 'vitest'
import type { Entry } from '../../shared/entries.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

const at = '2026-01-01T00:00:00.000Z'
const prompt = (id: string, text: string): Entry => ({ kind: 'prompt', id, at, text })
const reply = (id: string, message: string, block: number, text: string): Entry => ({
  kind: 'reply',
  id,
  at,
  message,
  block,
  text,
})

/** A room whose agent writes the transcript, with a device that has sent a prompt. */
async function prompted(): Promise<{ it: TestRoom; phone: RoomDevice; id: string }> {
  const it = await TestRoom.start()
  it.agent.writes = it.log.id
  await it.room.start(it.agent.start)
  const phone = it.join()
  const { id } = await phone.call('prompt', { text: 'hello' })
  await settled()
  return { it, phone, id }
}

test('AG3 a prompt is live until its line comes, then an entry under its call’s id, marked as before', async () => {
  const { it, phone, id } = await prompted()
  expect(it.log.entries).toEqual([])
  expect(phone.screen).toEqual(['prompt hello'])
  it.log.appendForeign([prompt('theirs', 'hello')])
  await settled()
  expect(phone.screen).toEqual(['prompt hello'])
  expect(phone.view.entries.map((entry) => entry.id)).toEqual([id])
  expect(phone.view.marks.get(id)?.by?.device).toBe('phone')
  expect(it.room.state.live).toEqual({})
  // One who comes later, and one who reads the rest of it, know it by the same name.
  const late = it.join({ device: 'late' })
  await settled()
  expect(late.view.entries.map((entry) => entry.id)).toEqual([id])
  expect(await late.ok('read', { of: id, from: 0 })).toEqual({ text: 'hello', total: 5 })
})

test('AG3 after a restart it still has its name', async () => {
  const { it, id } = await prompted()
  it.log.appendForeign([prompt('theirs', 'hello')])
  await it.crash()
  const late = it.join()
  await settled()
  expect(late.view.entries.map((entry) => entry.id)).toEqual([id])
})

test('AG3 another prompt in the file is somebody else’s', async () => {
  const { it, phone } = await prompted()
  it.log.appendForeign([prompt('other', 'something else')])
  await settled()
  expect(phone.screen).toEqual(['prompt something else', 'prompt hello'])
})

test('AG2 live text gives way to its line, whichever comes first, also where the blocks are counted otherwise', async () => {
  const { it, phone } = await prompted()
  it.log.appendForeign([prompt('theirs', 'hello')])
  it.agent.says('one', 'm')
  await settled()
  expect(phone.screen).toEqual(['prompt hello', 'writing one'])
  // The file counts a block that was never heard of.
  it.log.appendForeign([reply('a', 'm', 1, 'one')])
  await settled()
  expect(phone.screen).toEqual(['prompt hello', 'reply one'])
  it.log.appendForeign([reply('b', 'n', 0, 'two')])
  it.agent.says('two', 'n')
  await settled()
  expect(phone.screen).toEqual(['prompt hello', 'reply one', 'reply two'])
  expect(phone.faults).toEqual([])
})

test('AG2 a tool is live until its result is in the file; one that the agent left open is not shown as running', async () => {
  const { it, phone } = await prompted()
  it.agent.tool({ id: 't1', title: 'ls', status: 'in_progress', output: { append: 'a.txt' } })
  it.agent.tool({ id: 't2', title: 'sleep', status: 'in_progress' })
  it.log.appendForeign([{ kind: 'tool', id: 't1', at, name: 'Bash', title: 'ls', input: '' }])
  await settled()
  expect(phone.screen).toContain('tool ls running: a.txt')
  it.agent.tool({ id: 't1', status: 'completed' })
  it.log.appendForeign([{ kind: 'result', id: 'r1', at, of: 't1', text: 'a.txt', failed: false }])
  await settled()
  expect(phone.screen).toContain('tool ls done: a.txt')
  it.agent.finishes()
  await settled()
  expect(phone.screen.some((line) => line.startsWith('tool sleep'))).toBe(false)
})

test('AG2 what the file never says stays until the next turn', async () => {
  const { it, phone } = await prompted()
  it.agent.says('Context: 12% used')
  it.agent.finishes()
  await settled()
  expect(phone.screen).toEqual(['prompt hello', 'writing Context: 12% used'])
  await phone.ok('prompt', { text: 'go on' })
  await settled()
  expect(phone.screen).toEqual(['prompt go on'])
})

test('AG3 a journal that takes nothing costs no device the line that came', async () => {
  const { it, phone, id } = await prompted()
  it.journalFailure = new Error('no space left')
  it.log.appendForeign([prompt('theirs', 'hello')])
  it.log.appendForeign([reply('r1', 'm1', 0, 'hi')])
  await settled()
  expect(phone.screen).toEqual(['prompt hello', 'reply hi'])
  expect(phone.view.entries[0]?.id).toBe(id)
})
