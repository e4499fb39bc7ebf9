// What an agent says about itself: on every device, chosen from any that may, written down.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AgentUpdate } from '../../server/room/agent.ts'
import type { OfferedOption } from '../../server/room/agent-news.ts'
import { settled } from '../harness/clock.ts'
import { newCallId } from '../harness/room-device.ts'
import { defaultOptions } from '../harness/scripted-agent.ts'
import { slowly } from '../harness/slow-disk.ts'
import { TestRoom } from '../harness/test-room.ts'

const mode = (current: string): OfferedOption => ({
  id: 'mode',
  name: 'Mode',
  category: 'mode',
  current,
  choices: [
    { value: 'ask', name: 'Ask' },
    { value: 'plan', name: 'Plan' },
    { value: 'yolo', name: 'YOLO', role: 'owner' },
  ],
})

const noticesIn = ({ room }: TestRoom): string[] => Object.values(room.state.notices ?? {}).map(({ text }) => text)

async function offering() {
  const it = await TestRoom.start()
  it.agent.tells({ is: 'options', options: [mode('ask')] })
  const journal = () =>
    readFileSync(`${it.home}/journal/room.jsonl`, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"configured"'))
      .map((line) => JSON.parse(line))
  return { it, journal }
}

test('OP3 what can be chosen is on every device, and follows the agent; what it was before is kept', async () => {
  const { it } = await offering()
  const phone = it.join()
  await settled()
  expect(phone.view.state?.options).toMatchObject({ mode: { current: 'ask', order: 0, choices: [{}, {}, {}] } })
  it.agent.tells({ is: 'options', options: [mode('plan')] })
  it.agent.tells({ is: 'options', options: [mode('plan')] })
  await settled()
  expect(phone.view.state?.options?.['mode']).toMatchObject({ current: 'plan', before: 'ask' })
  // A change costs what changed, not the list of choices.
  expect(JSON.stringify(phone.frames.findLast((frame) => frame.t === 'state')).length).toBeLessThan(120)
})

test('OP4 a choice is checked against the list, written down, then asked of the agent; the same id is one choice', async () => {
  const { it, journal } = await offering()
  const guest = it.join({ device: 'guest', role: 'drive' })
  const id = newCallId()
  await guest.ok('configure', { option: 'mode', value: 'plan' }, id)
  await guest.ok('configure', { option: 'mode', value: 'plan' }, id)
  expect(it.agent.chosen).toEqual([['mode', 'plan']])
  expect(journal()).toMatchObject([{ option: 'mode', value: 'plan', by: { name: 'guest' } }])
  expect(await guest.call('configure', { option: 'mode', value: 'fly' })).toMatchObject({
    error: { code: 'bad_request', message: 'Mode takes one of these: ask, plan, yolo.' },
  })
  expect(await guest.call('configure', { option: 'speed', value: 'x' })).toMatchObject({
    error: { code: 'unavailable', message: 'Not available with Scripted: it offers no “speed” to choose now.' },
  })
  // What is so already needs no word.
  await guest.ok('configure', { option: 'mode', value: 'ask' })
  expect(it.agent.chosen).toHaveLength(1)
  expect(journal()).toHaveLength(1)
})

test('OP4 the agent is asked once a choice is on the disk', async () => {
  const { it } = await offering()
  const phone = it.join()
  const saved = slowly(it.log)
  const chosen = phone.ok('configure', { option: 'mode', value: 'plan' })
  await settled()
  expect(it.agent.chosen).toEqual([])
  saved.shift()?.()
  await chosen
  expect(it.agent.chosen).toEqual([['mode', 'plan']])
})

test('OP4 what the agent says against a choice is told', async () => {
  const { it } = await offering()
  it.agent.refuses = 'not on this plan.'
  expect(await it.join().call('configure', { option: 'mode', value: 'plan' })).toMatchObject({
    error: { code: 'unavailable', message: 'Scripted did not take Plan: not on this plan.' },
  })
})

test('OP5 only an owner chooses what skips permissions, as a mode or as an answer', async () => {
  const { it, journal } = await offering()
  const guest = it.join({ device: 'guest', role: 'drive' })
  const watcher = it.join({ device: 'watcher', role: 'approve' })
  const owner = it.join({ device: 'own' })
  const choice = { option: 'mode', value: 'yolo' }
  expect(await guest.call('configure', choice)).toMatchObject({ error: { code: 'not_allowed' } })
  expect(await watcher.call('configure', { option: 'mode', value: 'plan' })).toMatchObject({
    error: { code: 'not_allowed' },
  })
  expect(it.agent.chosen).toEqual([])
  expect(journal()).toEqual([])
  await owner.ok('configure', choice)
  expect(it.agent.chosen).toEqual([['mode', 'yolo']])

  const asked = it.agent.asks('t1', [
    ...defaultOptions,
    { id: 'all', name: 'Yes, to everything', kind: 'allow_always', role: 'owner' },
  ])
  await settled()
  const [permission] = Object.values(owner.view.state?.permissions ?? {})
  if (!permission) throw new Error('nothing was asked')
  const answer = { permission: permission.id, option: 'all' }
  expect(await guest.call('answer', answer)).toMatchObject({ error: { code: 'not_allowed' } })
  await owner.ok('answer', answer)
  expect(await asked).toBe('all')
})

const model = (current: string, ...values: string[]): OfferedOption => ({
  id: 'model',
  name: 'Model',
  category: 'model',
  current,
  choices: values.map((value) => ({ value, name: value.toUpperCase() })),
})

test('OP4 what was chosen is chosen again when the agent is started anew; what only an owner may choose is not', async () => {
  const { it } = await offering()
  it.agent.offers = { is: 'options', options: [mode('ask')] }
  const owner = it.join()
  await owner.ok('configure', { option: 'mode', value: 'plan' })
  await owner.ok('restart', {})
  await owner.until(() => it.agent.chosen.length === 2)
  expect(it.agent.chosen).toEqual([
    ['mode', 'plan'],
    ['mode', 'plan'],
  ])
  await owner.until(() => owner.view.state?.activity.is === 'idle')
  await owner.ok('configure', { option: 'mode', value: 'yolo' })
  await owner.ok('restart', {})
  await owner.until(() => owner.view.state?.activity.is === 'starting')
  await owner.until(() => owner.view.state?.activity.is === 'idle')
  expect(it.agent.chosen).toHaveLength(3)
  expect(noticesIn(it)).toEqual(['Mode was set to YOLO here, which is never chosen again by itself; it is Ask now.'])
})

test('OP4 another host chooses again what was chosen, in that order; and says what it cannot', async () => {
  const { it } = await offering()
  const phone = it.join()
  const choose = (option: string, value: string) => phone.ok('configure', { option, value })
  it.agent.tells({ is: 'options', options: [mode('ask'), model('small', 'small', 'big', 'huge')] })
  await choose('mode', 'plan')
  await choose('model', 'huge')
  await choose('model', 'big')
  it.agent.refuses = 'no.'
  expect(await phone.call('configure', { option: 'model', value: 'huge' })).toHaveProperty('error')

  const offers: AgentUpdate = { is: 'options', options: [mode('ask'), model('small', 'small', 'big')] }
  await it.crash({ offers })
  expect(it.agent.chosen).toEqual([
    ['mode', 'plan'],
    ['model', 'big'],
  ])
  await it.crash({ offers: { is: 'options', options: [mode('plan'), model('small', 'small')] } })
  expect(it.agent.chosen).toEqual([])
  expect(noticesIn(it)).toEqual([
    'Model was set to big here, which the agent does not offer any more; it is SMALL now.',
  ])
  await it.crash({ offers: { is: 'options', options: [model('small', 'small', 'big')] }, refuses: 'sold out' })
  expect(noticesIn(it)).toEqual([
    'mode was set to plan here; the agent does not offer that any more.',
    'Model was set to BIG here, which the agent did not take again (sold out).',
  ])
  it.name = 'another'
  await it.crash({ offers })
  expect(it.agent.chosen).toEqual([])
})

test('OP4 what the agent went on to by itself is not taken back at its next start', async () => {
  const { it } = await offering()
  const phone = it.join()
  await phone.ok('configure', { option: 'mode', value: 'plan' })
  it.agent.tells({ is: 'options', options: [mode('plan')] })
  it.agent.tells({ is: 'options', options: [mode('ask')] })
  await it.crash({ offers: { is: 'options', options: [mode('ask')] } })
  expect(it.agent.chosen).toEqual([])
})

test('OP4 what went with another choice is not missed at the next start', async () => {
  const { it } = await offering()
  const phone = it.join()
  it.agent.tells({ is: 'options', options: [mode('ask'), model('small', 'small', 'big')] })
  await phone.ok('configure', { option: 'model', value: 'big' })
  it.agent.tells({ is: 'options', options: [mode('ask'), model('big', 'small', 'big')] })
  it.agent.tells({ is: 'options', options: [mode('ask')] })
  await it.crash({ offers: { is: 'options', options: [mode('ask')] } })
  expect(noticesIn(it)).toEqual([])
})

test('OP4 a run that nobody watches takes no mode from earlier ones and leaves none to later ones', async () => {
  const { it } = await offering()
  const offers: AgentUpdate = { is: 'options', options: [mode('ask'), model('small', 'small', 'big')] }
  it.agent.tells(offers)
  await it.join().ok('configure', { option: 'mode', value: 'plan' })
  it.unattended = true
  await it.crash({ offers })
  expect(it.agent.chosen).toEqual([])
  const program = it.join()
  await program.ok('configure', { option: 'mode', value: 'yolo' })
  await program.ok('configure', { option: 'model', value: 'big' })
  expect(noticesIn(it)).toEqual([])
  it.unattended = false
  await it.crash({ offers })
  expect(it.agent.chosen).toEqual([
    ['mode', 'plan'],
    ['model', 'big'],
  ])
})

test('OP3 of an agent that has ended nothing can be chosen', async () => {
  const { it } = await offering()
  it.agent.tells({ is: 'commands', commands: [{ name: 'review', description: 'reviews' }] })
  const phone = it.join()
  it.agent.dies('It fell over.')
  await settled()
  expect(phone.view.state).not.toHaveProperty('options')
  expect(phone.view.state).not.toHaveProperty('commands')
  expect(await phone.call('configure', { option: 'mode', value: 'plan' })).toMatchObject({
    error: { code: 'unavailable', message: 'Scripted is not running; start it first.' },
  })
})

test('OP7 a plan is one list that changes in place, and stays when the turn has ended', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'do it' })
  await settled()
  const items = (...standings: ('pending' | 'doing' | 'done')[]) =>
    standings.map((standing, at) => ({ text: `step ${at}`, standing }))
  it.agent.tells({ is: 'plan', id: 'plan', plan: { items: items('doing', 'pending') } })
  it.agent.tells({ is: 'plan', id: 'other', plan: { text: '# The other' } })
  it.agent.tells({ is: 'plan', id: 'plan', plan: { items: items('done', 'doing') } })
  it.agent.finishes()
  await settled()
  expect(phone.view.state?.plans).toEqual({
    plan: { order: 1, items: items('done', 'doing') },
    other: { order: 2, text: '# The other' },
  })
  it.agent.tells({ is: 'plan', id: 'other', plan: undefined })
  it.agent.tells({ is: 'plan', id: 'plan', plan: { items: [] } })
  await settled()
  expect(phone.view.state?.plans).toEqual({})
})

test('OP8 notices stand until the next prompt, the newest few; context and compaction are told as they are', async () => {
  const it = await TestRoom.start({ agentNotices: 2 })
  const phone = it.join()
  for (const text of ['one', 'two', 'three']) it.agent.tells({ is: 'notice', tone: 'info', text })
  it.agent.tells({ is: 'usage', used: 42_000, size: 100_000 })
  it.agent.tells({ is: 'compacting', running: true })
  const texts = () => Object.values(phone.view.state?.notices ?? {}).map(({ text }) => text)
  await settled()
  expect(texts()).toEqual(['two', 'three'])
  expect(phone.view.state?.context).toEqual({ used: 42_000, size: 100_000 })
  expect(phone.view.state?.compacting).toBeDefined()
  it.agent.tells({ is: 'compacting', running: false, failed: 'no room' })
  await settled()
  expect(texts()).toEqual(['three', 'The conversation was not summed up: no room'])
  expect(phone.view.state).not.toHaveProperty('compacting')
  await phone.ok('prompt', { text: 'go on' })
  await settled()
  expect(phone.view.state).not.toHaveProperty('notices')
})
