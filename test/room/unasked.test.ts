// What comes while no prompt is with the agent: turns that it begins by itself, and calls that outlast their turn.

import { expect, test } from 'vitest'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { TestRoom } from '../harness/test-room.ts'

async function idleRoom(): Promise<{ it: TestRoom; phone: RoomDevice }> {
  const it = await TestRoom.start()
  const phone = it.join()
  await settled()
  return { it, phone }
}

const activity = (device: RoomDevice) => device.view.state?.activity

test('TU7 what the agent says by itself is live, shows that it works unasked, and is written when it falls silent', async () => {
  const { it, phone } = await idleRoom()
  it.agent.says('The build ')
  it.agent.says('has ended.')
  await settled()
  expect(activity(phone)).toMatchObject({ is: 'running', unasked: true })
  expect(phone.screen).toEqual(['writing The build has ended.'])
  await it.clock.pass(it.limits.unaskedQuiet - 1)
  it.agent.says(' Well.')
  await it.clock.pass(it.limits.unaskedQuiet - 1)
  expect(activity(phone)).toMatchObject({ unasked: true })
  await it.clock.pass(1)
  expect(activity(phone)).toEqual({ is: 'idle' })
  expect(phone.screen).toEqual(['reply The build has ended. Well.'])
})

test('TU7 TU8 it goes on while something runs or is asked, and its questions are asked as in any turn', async () => {
  const { it, phone } = await idleRoom()
  it.agent.tool({ id: 't1', title: 'make', begins: true, status: 'in_progress' })
  await it.clock.pass(10 * it.limits.unaskedQuiet)
  expect(activity(phone)).toMatchObject({ unasked: true })
  it.agent.tool({ id: 't1', status: 'completed' })
  const answer = it.agent.asks('t2')
  await it.clock.pass(10 * it.limits.unaskedQuiet)
  expect(activity(phone)).toMatchObject({ unasked: true })
  const [permission = ''] = Object.keys(phone.view.state?.permissions ?? {})
  await phone.ok('answer', { permission: permission as never, option: 'once' })
  expect(await answer).toBe('once')
  it.agent.tool({ id: 't2', status: 'completed' })
  await it.clock.pass(it.limits.unaskedQuiet)
  expect(activity(phone)).toEqual({ is: 'idle' })
})

test('TU8 prompts wait for its end; an agent that tells its cost has ended with that, and may be silent before', async () => {
  const { it, phone } = await idleRoom()
  const cost = { amount: 0.01, currency: 'USD' }
  it.agent.costs(cost)
  it.agent.says('Done: ')
  await phone.ok('prompt', { text: 'and now?' })
  await it.clock.pass(10 * it.limits.unaskedQuiet)
  expect(it.agent.prompts).toEqual([])
  expect(Object.values(phone.view.state?.queue ?? {})).toMatchObject([{ text: 'and now?', standing: 'queued' }])
  it.agent.says('3 files.')
  it.agent.costs()
  expect(it.agent.prompts).toEqual([])
  it.agent.costs(cost)
  await settled()
  expect(it.agent.prompts).toMatchObject([{ text: 'and now?' }])
  expect(activity(phone)).not.toHaveProperty('unasked')
  expect(phone.screen).toEqual(['reply Done: 3 files.', 'prompt and now?'])
})

test('TU9 Stop stops it: its questions are withdrawn, and silence is its end whatever it runs', async () => {
  const { it, phone } = await idleRoom()
  it.agent.tool({ id: 't1', title: 'sleep', begins: true, status: 'in_progress' })
  const answer = it.agent.asks('t2')
  await settled()
  const running = activity(phone)
  const turn = running?.is === 'running' ? running.prompt : undefined
  await phone.ok('cancel', { prompt: turn })
  expect(it.agent.cancelled).toBe(1)
  expect(await answer).toBeUndefined()
  expect(activity(phone)).toMatchObject({ stopping: true })
  await it.clock.pass(it.limits.unaskedQuiet)
  expect(activity(phone)).toEqual({ is: 'idle' })
  expect(it.agent.ended).toBe(0)
  expect(phone.screen).toMatchObject([expect.stringMatching(/^tool .*sleep.* failed: Stopped/), /t2/])
})

test('TU9 an agent that goes on after that is ended, as in any turn', async () => {
  const { it, phone } = await idleRoom()
  it.agent.says('on and ')
  await phone.ok('cancel', {})
  for (let past = 0; past <= it.limits.cancelGrace; past += 1000) {
    it.agent.says('on and ')
    await it.clock.pass(1000)
  }
  expect(it.agent.ended).toBe(1)
})

test('TU9 an agent that dies in it leaves nothing open', async () => {
  const { it, phone } = await idleRoom()
  it.agent.says('half a')
  it.agent.tool({ id: 't1', title: 'make', begins: true, status: 'in_progress' })
  it.agent.dies('It ended with code 3.')
  await settled()
  expect(activity(phone)).toEqual({ is: 'gone', reason: 'It ended with code 3.' })
  expect(phone.screen).toEqual(['reply half a', expect.stringContaining('failed')])
  expect(phone.view.state?.live).toEqual({})
})

test('TU10 a late word on a call that has answered begins nothing and changes nothing', async () => {
  const { it, phone } = await idleRoom()
  await phone.ok('prompt', { text: 'go' })
  await settled()
  it.agent.tool({ id: 't1', title: 'ls', begins: true, status: 'completed', output: { whole: 'a.txt' } })
  it.agent.finishes()
  await settled()
  it.agent.tool({ id: 't1', status: 'completed', output: { whole: 'again' } })
  it.agent.says('')
  await settled()
  expect(activity(phone)).toEqual({ is: 'idle' })
  expect(phone.screen).toEqual(['prompt go', 'tool {"title":"ls"} done: a.txt'])
})

test('EN6 a call that outlasts its turn runs on, and is written when it answers', async () => {
  const { it, phone } = await idleRoom()
  await phone.ok('prompt', { text: 'serve' })
  await settled()
  it.agent.tool({ id: 't1', title: 'serve', begins: true, status: 'in_progress' })
  it.agent.tool({ id: 't2', title: 'not yet', begins: true })
  it.agent.finishes()
  await settled()
  expect(activity(phone)).toEqual({ is: 'idle' })
  expect(phone.screen.slice(1)).toEqual([
    'tool {"title":"serve"} running: ',
    'tool {"title":"not yet"} failed: It ended without an answer.',
  ])
  it.agent.tool({ id: 't1', output: { append: 'listening' } })
  await settled()
  expect(activity(phone)).toEqual({ is: 'idle' })
  expect(phone.screen).toContain('tool {"title":"serve"} running: listening')
  it.agent.tool({ id: 't1', status: 'completed' })
  await settled()
  expect(activity(phone)).toEqual({ is: 'idle' })
  expect(phone.screen).toContain('tool {"title":"serve"} done: listening')
})

test('EN6 the next prompt and the end of the session close a call that still runs', async () => {
  const { it, phone } = await idleRoom()
  for (const id of ['t1', 't2']) {
    await phone.ok('prompt', { text: id })
    await settled()
    it.agent.tool({ id, title: id, begins: true, status: 'in_progress' })
    it.agent.finishes()
    await settled()
  }
  const before = it.log.entries.findIndex((entry) => entry.kind === 'prompt' && entry.text === 't2')
  expect(it.log.entries[before - 1]).toMatchObject({ kind: 'result', of: 't1', failed: false })
  await it.room.close()
  expect(it.log.entries.at(-1)).toMatchObject({
    kind: 'result',
    of: 't2',
    failed: true,
    text: 'The session was closed.',
  })
})
