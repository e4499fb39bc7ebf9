// A conversation that is summed up: what the agent is asked and told, what devices see, and that a failure changes nothing.

import { expect, test } from 'vitest'
import type { AgentOpening, StartAgent } from '../../server/room/agent.ts'
import { summaryIn, summaryPrompt } from '../../server/room/summary-prompt.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { ScriptedAgent } from '../harness/scripted-agent.ts'
import { TestRoom } from '../harness/test-room.ts'

interface Spoken {
  readonly it: TestRoom
  readonly phone: RoomDevice
  readonly agents: ScriptedAgent[]
  readonly openings: AgentOpening[]
}

/** A room in which something was said, with agents that come one after the other. */
async function spoken(kind: { noMemory?: boolean; sumsUp?: string } = {}): Promise<Spoken> {
  const it = await TestRoom.start()
  const agents: ScriptedAgent[] = []
  const openings: AgentOpening[] = []
  const start: StartAgent = (listener, opening, stop) => {
    const agent = new ScriptedAgent()
    agent.noMemory = kind.noMemory
    agent.sumsUp = kind.sumsUp
    agent.forgetful = opening.begun && !kind.noMemory
    agents.push(agent)
    openings.push(opening)
    return agent.start(listener, opening, stop)
  }
  await it.room.start(start)
  const phone = it.join()
  await phone.ok('prompt', { text: 'the word is heron' })
  await settled()
  agents[0]?.says('I will keep it in mind.')
  agents[0]?.finishes()
  await settled()
  return { it, phone, agents, openings }
}

test('CV6 the agent is asked for a summary beside the conversation, begins anew, and is told it with the next prompt', async () => {
  const { it, phone, agents, openings } = await spoken()
  const guest = it.join({ device: 'guest', role: 'view' })
  agents[0]?.costs()
  const summed = phone.call('compact', { instructions: 'keep the bird' })
  await settled()
  expect(agents[0]?.prompts.at(-1)?.text).toContain('The user asks of this summary: keep the bird')
  expect(guest.view.state).toMatchObject({ activity: { is: 'running' }, compacting: {}, context: { used: 100 } })
  agents[0]?.says('Let me think. <summary>The user’s word is heron.</summary>')
  agents[0]?.finishes()
  expect(await summed).toMatchObject({
    ok: { made: 'summary', sizes: { unit: 'characters', before: 40, after: 25 } },
  })
  await settled()
  const screen = [
    'prompt the word is heron',
    'reply I will keep it in mind.',
    'boundary summary: 40 → 25',
    'notice summary:\nThe user’s word is heron.',
  ]
  expect(phone.screen).toEqual(screen)
  expect(guest.screen).toEqual(screen)
  expect(guest.view.state).not.toHaveProperty('compacting')
  expect(guest.view.state).not.toHaveProperty('context')
  expect(agents.map(({ ended }) => ended)).toEqual([1, 0])
  expect(openings[1]).toMatchObject({ begun: true, session: undefined })
  await phone.ok('prompt', { text: 'what was it?' })
  await settled()
  const told = agents[1]?.prompts[0]
  expect(told?.text).toBe('what was it?')
  expect(told?.before).toContain('The user’s word is heron.')
  expect(told?.before).not.toContain('I will keep it in mind.')
  expect(phone.faults).toEqual([])
})

test('CV6 the answer to the agent’s own command is the summary, with which it goes on; wishes it cannot hear are asked', async () => {
  const { phone, agents } = await spoken({ sumsUp: 'compact' })
  const summed = phone.call('compact', {})
  await settled()
  expect(agents[0]?.prompts.at(-1)).toMatchObject({ text: '/compact', before: undefined })
  agents[0]?.says('The word is heron.')
  agents[0]?.finishes()
  expect(await summed).toMatchObject({ ok: { made: 'summary' } })
  await settled()
  expect(phone.screen.slice(2)).toEqual(['boundary summary: 40 → 18', 'notice summary:\nThe word is heron.'])
  await phone.ok('prompt', { text: 'what was it?' })
  await settled()
  expect(agents).toHaveLength(1)
  expect(agents[0]?.prompts.at(-1)).toMatchObject({ text: 'what was it?', before: undefined })
  agents[0]?.says('A heron.')
  agents[0]?.finishes()
  await settled()
  void phone.call('compact', { instructions: 'keep the bird' })
  await settled()
  expect(agents[0]?.prompts.at(-1)?.text).toContain('The user asks of this summary: keep the bird')
})

test('CV6 a command that the agent announces is a prompt; the summary that it tells of is recorded where it stands', async () => {
  const { it, phone, agents } = await spoken()
  agents[0]?.tells({ is: 'commands', commands: [{ name: 'compress', description: 'makes room' }] })
  expect(await phone.ok('compact', {})).toEqual({ made: 'by the agent', standing: 'running' })
  await settled()
  expect(agents[0]?.prompts.at(-1)?.text).toBe('/compress')
  agents[0]?.tool({ id: 't1', name: 'Bash', title: 'sleep', status: 'in_progress' })
  agents[0]?.tells({ is: 'compacting', running: true })
  agents[0]?.tells({ is: 'compacting', running: false, summary: 'The word is heron.' })
  agents[0]?.says('Compressed.')
  agents[0]?.finishes()
  await settled()
  expect(phone.screen.slice(2)).toEqual([
    'prompt /compress',
    'tool {"title":"sleep"} done: It still ran when the conversation was summed up.',
    'boundary summary: undefined → undefined',
    'notice summary:\nThe word is heron.',
    'reply Compressed.',
  ])
  // What is wished for it would not hear.
  void phone.call('compact', { instructions: 'keep the bird' })
  await settled()
  expect(agents[0]?.prompts.at(-1)?.text).toContain('keep the bird')
  expect(it.log.entries.filter(({ kind }) => kind === 'boundary')).toHaveLength(1)
})

test('CV7 stopped, it changes nothing; the agent goes on as it was', async () => {
  const { it, phone, agents } = await spoken()
  const before = [...it.log.entries]
  const summed = phone.call('compact', {})
  await settled()
  agents[0]?.says('<summary>half of')
  await phone.ok('cancel', {})
  expect(agents[0]?.cancelled).toBe(1)
  agents[0]?.finishes('cancelled')
  expect(await summed).toMatchObject({ error: { message: 'It was stopped; everything is as it was.' } })
  expect(it.log.entries).toEqual(before)
  await phone.ok('prompt', { text: 'still there?' })
  await settled()
  expect(agents).toHaveLength(1)
  expect(agents[0]?.prompts.at(-1)).toMatchObject({ text: 'still there?', before: undefined })
})

test.each([
  ['says nothing', (agent: ScriptedAgent) => agent.finishes(), /gave no summary; everything is as it was/],
  ['fails', (agent: ScriptedAgent) => agent.fails('The API is down.'), /The API is down/],
  ['is gone', (agent: ScriptedAgent) => agent.vanishes('It crashed.'), /It crashed/],
])('CV7 an agent that %s changes nothing, and it is told why', async (_, ends, why) => {
  const { it, phone, agents } = await spoken()
  const before = [...it.log.entries]
  const summed = phone.call('compact', {})
  await settled()
  const agent = agents[0]
  if (agent) ends(agent)
  expect(await summed).toMatchObject({ error: { message: expect.stringMatching(why) } })
  expect(it.log.entries).toEqual(before)
  expect(phone.view.state?.activity.is).not.toBe('running')
})

test('CV7 a summary that cannot be written changes nothing: the same agent goes on', async () => {
  const { it, phone, agents } = await spoken()
  const summed = phone.call('compact', {})
  await settled()
  it.log.failure = new Error('The disk is full.')
  agents[0]?.says('<summary>heron</summary>')
  agents[0]?.finishes()
  expect(await summed).toMatchObject({ error: { message: expect.stringContaining('The disk is full.') } })
  it.log.failure = undefined
  expect(agents).toHaveLength(1)
  expect(agents[0]?.ended).toBe(0)
})

test('CV7 nothing runs beside it: prompts wait, its questions are refused, a second one is told so', async () => {
  const { phone, agents } = await spoken()
  const summed = phone.call('compact', {})
  await settled()
  expect(await agents[0]?.asks('t1')).toBeUndefined()
  agents[0]?.tool({ id: 't1', title: 'rm -r', status: 'in_progress' })
  await phone.ok('prompt', { text: 'waiting' })
  expect(await phone.call('compact', {})).toMatchObject({ error: { message: expect.stringContaining('just being') } })
  expect(await phone.call('clear', {})).toMatchObject({ error: { message: expect.stringContaining('just being') } })
  agents[0]?.says('<summary>heron</summary>')
  agents[0]?.finishes()
  await summed
  await settled()
  expect(agents[1]?.prompts.map(({ text }) => text)).toEqual(['waiting'])
  expect(phone.screen.filter((line) => line.startsWith('tool'))).toEqual([])
})

test('CV6 after a restart the agent is not gone back to that remembers all, but told the summary', async () => {
  const { it, phone, agents } = await spoken()
  const summed = phone.call('compact', {})
  await settled()
  agents[0]?.says('<summary>heron</summary>')
  agents[0]?.finishes()
  await summed
  it.agent.forgetful = true
  await it.crash()
  const late = it.join({ device: 'late' })
  it.agent.forgetful = true
  await it.room.start(it.agent.start)
  await late.ok('prompt', { text: 'go on' })
  await settled()
  expect(it.agent.prompts.at(-1)?.before).toContain('heron')
  expect(it.agent.prompts.at(-1)?.before).not.toContain('keep it in mind')
})

test('CV6 the shell’s commands become a list with their exit codes; what is listed stays listed the next time', async () => {
  const { it, phone, agents } = await spoken({ noMemory: true })
  const run = async (command: string, code: number): Promise<void> => {
    await phone.ok('prompt', { text: command })
    await settled()
    agents[0]?.tool({ id: command, name: 'Bash', input: { command }, status: 'in_progress' })
    agents[0]?.tool({ id: command, output: { append: 'line\n'.repeat(1000) }, status: code ? 'failed' : 'completed' })
    agents[0]?.finishes()
    await settled()
  }
  await run('make', 0)
  await run('false', 1)
  const { made, ...rest } = await phone.ok('compact', {})
  expect(made).toBe('list')
  expect('sizes' in rest && rest.sizes.before).toBeGreaterThan(10_000)
  expect('sizes' in rest && rest.sizes.after).toBeLessThan(200)
  const list = () => it.log.entries.findLast((entry) => entry.kind === 'notice')
  expect(list()).toMatchObject({
    summary: true,
    text: 'list:\n> the word is heron\nI will keep it in mind.\n> make\n$ {"command":"make"}  → done\n> false\n$ {"command":"false"}  → failed',
  })
  expect(agents).toHaveLength(1)
  await run('true', 0)
  await phone.ok('compact', {})
  expect(list()).toMatchObject({ text: expect.stringMatching(/^list:\n> the word is heron\n[\s\S]*true"} {2}→ done$/) })
})

test('CV7 there must be something to sum up, since the last time too', async () => {
  const it = await TestRoom.start()
  it.agent.noMemory = true
  await it.room.start(it.agent.start)
  const phone = it.join()
  const nothing = { error: { code: 'bad_request', message: 'There is nothing new to sum up.' } }
  expect(await phone.call('compact', {})).toMatchObject(nothing)
  await phone.ok('prompt', { text: 'ls' })
  await settled()
  expect(await phone.call('compact', {})).toMatchObject({
    error: { message: expect.stringContaining('Stop it first') },
  })
  it.agent.finishes()
  await settled()
  await phone.ok('compact', {})
  expect(await phone.call('compact', {})).toMatchObject(nothing)
})

test('CV6 an agent that keeps the transcript is given its own command, as a prompt that can be stopped', async () => {
  const it = await TestRoom.start()
  it.agent.writes = it.log.id
  await it.room.start(it.agent.start)
  const phone = it.join()
  expect(await phone.ok('compact', { instructions: 'keep the bird' })).toEqual({
    made: 'by the agent',
    standing: 'running',
  })
  await settled()
  expect(it.agent.prompts.map(({ text }) => text)).toEqual(['/compact keep the bird'])
})

test('the summary is taken from between its marks, or is the whole answer', () => {
  expect(summaryIn('<summary>a</summary>')).toBe('a')
  expect(summaryIn('Here: <summary>a <b> c</summary> Done.')).toBe('a <b> c')
  expect(summaryIn(' no marks ')).toBe('no marks')
  expect(summaryIn('<summary>cut off')).toBe('cut off')
  expect(summaryPrompt('')).not.toContain('asks of this summary')
})
