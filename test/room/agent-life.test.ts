// The agent's life in a room: it may be ended and started again, and what the one before still says is not heard.

import { expect, test } from 'vitest'
import type { StartAgent } from '../../server/room/agent.ts'
import { settled } from '../harness/clock.ts'
import { ScriptedAgent } from '../harness/scripted-agent.ts'
import { TestRoom } from '../harness/test-room.ts'

/** A room whose agent can be replaced: each start gives the next of these. */
async function roomWith(...agents: ScriptedAgent[]): Promise<TestRoom> {
  const it = await TestRoom.start()
  let next = 0
  const start: StartAgent = (...asked) => {
    const agent = agents[next++]
    return agent ? agent.start(...asked) : Promise.reject(new Error('There is no other agent.'))
  }
  await it.room.start(start)
  return it
}

test('CV1 an agent that is gone is started again, and what waited goes to the new one', async () => {
  const [first, second] = [new ScriptedAgent(), new ScriptedAgent()]
  const it = await roomWith(first, second)
  const phone = it.join()
  first.dies('It crashed.')
  await settled()
  await phone.ok('prompt', { text: 'are you there?' })
  expect(phone.view.state?.activity).toEqual({ is: 'gone', reason: 'It crashed.' })
  const before = phone.frames.length
  await phone.ok('restart', {})
  await settled()
  expect(second.prompts.map(({ text }) => text)).toEqual(['are you there?'])
  second.says('here')
  second.finishes()
  await settled()
  expect(phone.screen).toEqual(['prompt are you there?', 'reply here'])
  expect(phone.frames.slice(before).some((frame) => frame.t === 'welcome' || frame.t === 'bye')).toBe(false)
  expect(phone.faults).toEqual([])
})

test('CV1 the old one has ended before the new one begins, however often it is asked for', async () => {
  let running = 0
  let most = 0
  const it = await TestRoom.start()
  await it.room.start(async (listener) => {
    most = Math.max(most, ++running)
    const agent = await new ScriptedAgent().start(listener, { transcript: it.log.id, begun: false, session: undefined })
    const end = async (): Promise<void> => {
      for (let look = 0; look < 5; look++) await settled()
      running--
    }
    return { ...agent, end }
  })
  const phone = it.join()
  await Promise.all([phone.ok('restart', {}), phone.ok('restart', {}), phone.ok('restart', {})])
  for (let look = 0; look < 50; look++) await settled()
  expect([most, running]).toEqual([1, 1])
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
})

test('CV1 while a turn runs it is refused with what to do; whoever may only approve may not', async () => {
  const it = await roomWith(new ScriptedAgent())
  const phone = it.join()
  await phone.ok('prompt', { text: 'work' })
  await settled()
  expect(await phone.call('restart', {})).toMatchObject({
    error: { code: 'unavailable', message: expect.stringContaining('Stop that first') },
  })
  const guest = it.join({ device: 'guest', role: 'approve' })
  expect(await guest.call('restart', {})).toMatchObject({ error: { code: 'not_allowed' } })
})

test('CV1 one that is still starting is told to stop, and the next one is started', async () => {
  const it = await TestRoom.start()
  const starts: AbortSignal[] = []
  const second = new ScriptedAgent()
  void it.room.start((listener, opening, stop) => {
    if (!stop) throw new Error('an agent is given a way to be stopped')
    starts.push(stop)
    if (starts.length > 1) return second.start(listener, opening, stop)
    return new Promise((_, reject) => stop.addEventListener('abort', () => reject(new Error('stopped'))))
  })
  const phone = it.join()
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'starting' })
  await phone.ok('restart', {})
  await settled()
  expect(starts.map(({ aborted }) => aborted)).toEqual([true, false])
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
})

test('CV2 what the one before still says, asks and wants has no effect', async () => {
  const [first, second] = [new ScriptedAgent(), new ScriptedAgent()]
  const it = await roomWith(first, second)
  const phone = it.join()
  await phone.ok('restart', {})
  await settled()
  first.says('I am still here')
  first.tool({ id: 't1', title: 'rm', status: 'in_progress' })
  expect(await first.asks('t1')).toBeUndefined()
  first.dies('late')
  await settled()
  expect(first.ended).toBe(1)
  expect(phone.screen).toEqual([])
  expect(phone.view.state).toMatchObject({ activity: { is: 'idle' }, permissions: {}, live: {} })
})

test('CV2 a turn whose agent goes without answering it has failed with the reason', async () => {
  const agent = new ScriptedAgent()
  const it = await roomWith(agent)
  const phone = it.join()
  const { id } = await phone.call('prompt', { text: 'work' })
  await settled()
  agent.vanishes('It closed its connection.')
  await settled()
  expect(phone.view.marks.get(id)).toMatchObject({ outcome: 'failed', reason: 'It closed its connection.' })
  expect(phone.view.state?.activity).toEqual({ is: 'gone', reason: 'It closed its connection.' })
})

test('CV2 a room that closes does not wait for an agent that never answers', async () => {
  const it = await roomWith(new ScriptedAgent(), new ScriptedAgent())
  const phone = it.join()
  const { id } = await phone.call('prompt', { text: 'work' })
  await settled()
  const closed = it.room.close()
  await it.clock.pass(it.limits.cancelGrace)
  await closed
  await it.crash()
  const late = it.join({ device: 'late' })
  await settled()
  expect(late.view.marks.get(id)?.outcome).toBe('cancelled')
})

test('CV2 an agent that is ended just before it gets a prompt is not given it, and the next one is not waited for in vain', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  // Both are checked before either has got anywhere: the prompt is written down while the agent is being ended.
  void phone.call('prompt', { text: 'hello' })
  await phone.ok('restart', {})
  await it.clock.pass(100)
  expect(it.room.state.activity).toEqual({ is: 'idle' })
  expect(it.agent.prompts).toEqual([])
  expect([...phone.view.marks.values()]).toMatchObject([{ outcome: 'failed' }])
})
