// How the agent begins: set as the command line wants and as people chose, before anything that waits is sent to it.

import { expect, test } from 'vitest'
import type { OfferedOption } from '../../server/room/agent-news.ts'
import type { StartingOptions } from '../../shared/starting-options.ts'
import { settled } from '../harness/clock.ts'
import { ScriptedAgent } from '../harness/scripted-agent.ts'
import { slowly } from '../harness/slow-disk.ts'
import { TestRoom } from '../harness/test-room.ts'

const option = (id: 'mode' | 'model', current: string, ...values: string[]): OfferedOption => ({
  id,
  name: id,
  category: id,
  current,
  choices: values.map((value) => ({ value, name: value, ...(value === 'yolo' ? { role: 'owner' as const } : {}) })),
})
const offers = {
  is: 'options',
  options: [option('mode', 'ask', 'ask', 'plan', 'yolo'), option('model', 'small', 'small', 'big')],
} as const

/** A room whose agent is being started: what a phone sends waits for it. */
async function starting(wishes: StartingOptions | undefined, agent: Partial<ScriptedAgent> = {}, chosen?: string) {
  const it = await TestRoom.start()
  it.agent.tells(offers)
  const phone = it.join({ device: 'guest', role: 'drive' })
  if (chosen !== undefined) await it.join().ok('configure', { option: 'mode', value: chosen })
  const next = Object.assign(new ScriptedAgent(), { offers }, agent)
  let begin = (): void => {}
  const gate = new Promise<void>((resolve) => {
    begin = resolve
  })
  const started = it.room.start(async (...given) => {
    await gate
    return next.start(...given)
  }, wishes)
  await phone.until(() => phone.view.state?.activity.is === 'starting')
  await phone.ok('prompt', { text: 'build it' })
  return { it, phone, agent: next, begin, started }
}

const standings = ({ it }: Awaited<ReturnType<typeof starting>>): string[] =>
  Object.values(it.room.state.queue).map(({ standing }) => standing)
const notices = ({ it }: Awaited<ReturnType<typeof starting>>): string[] =>
  Object.values(it.room.state.notices ?? {}).map(({ text }) => text)

test('OP11 what waits is sent once the agent is set as the command line wants', async () => {
  const room = await starting({ mode: 'plan', model: 'big' })
  const { it, agent, begin, started, phone } = room
  const saved = slowly(it.log)
  begin()
  await settled()
  expect([agent.prompts, agent.chosen]).toEqual([[], []])
  saved.shift()?.()
  await settled()
  expect([agent.prompts, agent.chosen]).toEqual([[], [['model', 'big']]])
  expect(phone.view.state?.activity.is).toBe('starting')
  while (saved.length > 0) {
    saved.shift()?.()
    await settled()
  }
  await started
  expect(agent.chosen).toEqual([
    ['model', 'big'],
    ['mode', 'plan'],
  ])
  expect(agent.prompts.map(({ text }) => text)).toEqual(['build it'])
})

test.each<[string, StartingOptions, Partial<ScriptedAgent>, string]>([
  ['which the agent does not have', { mode: 'careless' }, {}, 'has no mode “careless”. It has: ask, plan, yolo.'],
  ['which the agent does not take', { mode: 'plan' }, { refuses: 'not today.' }, 'did not take plan: not today.'],
  ['of a model that it does not have', { model: 'huge' }, {}, 'has no model “huge”. It has: small, big.'],
])(
  'OP11 in a setting %s nothing runs: what waits is held, and sent when somebody says so',
  async (_, wishes, agent, why) => {
    const room = await starting(wishes, agent)
    room.begin()
    await room.started
    await settled()
    expect(room.agent.prompts).toEqual([])
    expect(standings(room)).toEqual(['held'])
    expect(notices(room).join()).toContain('is held back')
    expect(notices(room).join()).toContain(why)
    const [prompt] = Object.values(room.it.room.state.queue)
    if (!prompt) throw new Error('nothing waits')
    await room.phone.ok('release', { prompt: prompt.id })
    await settled()
    expect(room.agent.prompts.map(({ text }) => text)).toEqual(['build it'])
  },
)

test('OP11 in another mode than the one that was chosen here nothing runs either', async () => {
  const room = await starting(undefined, { refuses: 'no.' }, 'plan')
  room.begin()
  await room.started
  expect(standings(room)).toEqual(['held'])
  expect(notices(room)[0]).toContain('mode was set to plan here, which the agent did not take again')
})

test('OP11 one that asks more than was chosen is no reason to wait, nor one that the command line has replaced', async () => {
  const careful = await starting(undefined, {}, 'yolo')
  careful.begin()
  await careful.started
  await settled()
  expect(careful.agent.prompts).toHaveLength(1)
  const offered = { ...offers, options: [option('mode', 'ask', 'ask', 'yolo')] }
  const replaced = await starting({ mode: 'yolo' }, { offers: offered }, 'plan')
  replaced.begin()
  await replaced.started
  await settled()
  expect(replaced.agent.chosen).toEqual([['mode', 'yolo']])
  expect(replaced.agent.prompts).toHaveLength(1)
})

test('OP11 what the command line wants waits for an agent that is there, and holds for its first start alone', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await it.room.start(() => Promise.reject(new Error('Nobody is signed in.')), { mode: 'yolo' })
  expect(phone.view.state?.activity.is).toBe('gone')
  const agent = Object.assign(new ScriptedAgent(), { offers })
  await it.room.start(agent.start)
  expect(agent.chosen).toEqual([['mode', 'yolo']])
  await it.room.start(agent.start)
  expect(agent.chosen).toHaveLength(1)
})
