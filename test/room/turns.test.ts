// Prompts: accepted once, run one at a time, cancelled, held and interrupted after a crash.

import { describe, expect, test } from 'vitest'
import { StorageFailed } from '../../server/store/storage-failed.ts'
import { settled } from '../harness/clock.ts'
import { newCallId } from '../harness/room-device.ts'
import { slowly } from '../harness/slow-disk.ts'
import { TestRoom } from '../harness/test-room.ts'

const text = (entry: { kind: string }): string => ('text' in entry ? String(entry.text) : entry.kind)

test('EN1 TU1 a prompt has its call’s id in the transcript, and the journal says accepted, dispatched, ended', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const id = newCallId()
  await phone.ok('prompt', { text: 'hello' }, id)
  await settled()
  it.agent.finishes()
  await settled()
  expect(phone.view.entries).toMatchObject([{ kind: 'prompt', id, text: 'hello' }])
  const journal = await import('node:fs').then(({ readFileSync }) =>
    readFileSync(`${it.home}/journal/room.jsonl`, 'utf8'),
  )
  const said = journal
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  expect(said.filter((record) => record.id === id).map((record) => record.t)).toEqual(['prompt', 'dispatched', 'ended'])
  expect(it.log.syncs).toBeGreaterThan(0)
})

test('TU1 CA3 a prompt is answered once it is on the disk, and the agent called once its beginning is, too', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const saved = slowly(it.log)
  let answered = false
  const answer = phone.call('prompt', { text: 'hello' }).then(() => {
    answered = true
  })
  await settled()
  expect([answered, it.agent.prompts]).toEqual([false, []])
  saved.shift()?.()
  await answer
  await settled()
  expect(it.agent.prompts).toEqual([])
  saved.shift()?.()
  await settled()
  expect(it.agent.prompts).toMatchObject([{ text: 'hello' }])
})

test('TU2 the agent is given one prompt at a time, in order', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'one' })
  await phone.ok('prompt', { text: 'two' })
  await phone.ok('prompt', { text: 'three' })
  await settled()
  expect(it.agent.prompts.map((prompt) => prompt.text)).toEqual(['one'])
  expect(Object.values(phone.view.state?.queue ?? {}).map((prompt) => prompt.text)).toEqual(['two', 'three'])
  for (const _ of [1, 2, 3]) {
    it.agent.finishes()
    await settled()
  }
  expect(it.agent.prompts.map((prompt) => prompt.text)).toEqual(['one', 'two', 'three'])
  expect(phone.view.entries.map(text)).toEqual(['one', 'two', 'three'])
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
})

test('TU3 a prompt that was withdrawn is never run', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'one' })
  const { id } = await phone.call('prompt', { text: 'two' })
  await phone.ok('withdraw', { prompt: id as never })
  it.agent.finishes()
  await settled()
  expect(it.agent.prompts.map((prompt) => prompt.text)).toEqual(['one'])
  expect(await phone.call('withdraw', { prompt: id as never })).toMatchObject({ error: { code: 'not_found' } })
})

test('CA2 a prompt that is sent twice is run once, also when it comes again after a restart', async () => {
  const it = await TestRoom.start()
  const id = newCallId()
  const phone = it.join()
  const first = await phone.ok('prompt', { text: 'once' }, id)
  expect(await phone.ok('prompt', { text: 'once' }, id)).toEqual(first)
  await settled()
  it.agent.finishes()
  await settled()
  await it.crash()
  const again = it.join()
  await again.ok('prompt', { text: 'once' }, id)
  await settled()
  expect(it.agent.prompts).toHaveLength(1)
  expect(again.view.entries).toHaveLength(1)
})

test('TU4 after a crash what had begun is interrupted and what waited is held; release sends each under its new id', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const begun = (await phone.call('prompt', { text: 'begun' })).id
  const waiting = (await phone.call('prompt', { text: 'waiting' })).id
  await settled()
  await it.crash()
  const again = it.join({ from: phone.position, view: phone.view })
  await settled()
  const standing = Object.values(again.view.state?.queue ?? {}).map((prompt) => [prompt.text, prompt.standing])
  expect(standing).toEqual([
    ['begun', 'interrupted'],
    ['waiting', 'held'],
  ])
  expect(again.view.marks.get(begun)).toMatchObject({ outcome: 'interrupted' })
  expect(it.agent.prompts).toHaveLength(1)
  const released = await again.call('release', { prompt: waiting as never })
  await settled()
  expect(it.agent.prompts.map((prompt) => prompt.text)).toEqual(['begun', 'waiting'])
  expect(again.view.state?.activity).toMatchObject({ is: 'running', prompt: released.id })
  await again.ok('withdraw', { prompt: begun as never })
  expect(Object.keys(again.view.state?.queue ?? {})).toEqual([])
})

test('TU4 what was released is one prompt over every later crash, under its new id', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'runs' })
  const waiting = (await phone.call('prompt', { text: 'waits' })).id
  await it.crash()
  const again = it.join({ device: 'again' })
  const { id } = await again.call('release', { prompt: waiting as never })
  await settled()
  const standing = () => Object.values(it.room.state.queue).map((prompt) => [prompt.id, prompt.text, prompt.standing])
  await it.crash()
  expect(standing()).toEqual([
    [expect.anything(), 'runs', 'interrupted'],
    [id, 'waits', 'interrupted'],
  ])
  it.join({ device: 'last' }).drop()
  await it.crash()
  expect(standing()).toHaveLength(2)
  expect(it.agent.prompts.map((prompt) => prompt.text)).toEqual(['runs', 'waits'])
})

test('TU5 cancel interrupts the turn it names and no other', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const first = (await phone.call('prompt', { text: 'one' })).id
  await settled()
  it.agent.finishes()
  await settled()
  await phone.ok('prompt', { text: 'two' })
  await settled()
  await phone.ok('cancel', { prompt: first as never })
  expect(it.agent.cancelled).toBe(0)
  await phone.ok('cancel', {})
  expect(it.agent.cancelled).toBe(1)
  expect(phone.view.state?.activity).toMatchObject({ is: 'running', stopping: true })
  it.agent.finishes('cancelled')
  await settled()
  expect([...phone.view.marks.values()].map((mark) => mark.outcome)).toContain('cancelled')
})

test('TU5 an agent that ends a stopped turn as if it were done has been stopped all the same', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const { id } = await phone.call('prompt', { text: 'one' })
  await settled()
  await phone.ok('cancel', {})
  it.agent.finishes('done')
  await settled()
  expect(phone.view.marks.get(id)?.outcome).toBe('cancelled')
})

describe('TU6 a turn that goes on after it was stopped', () => {
  async function wedged() {
    const it = await TestRoom.start()
    const phone = it.join()
    const laptop = it.join({ device: 'laptop' })
    const { id } = await phone.call('prompt', { text: 'wedged' })
    await phone.ok('prompt', { text: 'the next' })
    await settled()
    await phone.ok('cancel', { prompt: id as never })
    return { it, phone, laptop, id: id as never }
  }

  test('is ended with its agent after the grace; all are told, and nothing goes by itself', async () => {
    const { it, phone, laptop, id } = await wedged()
    await it.clock.pass(it.limits.cancelGrace - 1)
    expect(it.agent.ended).toBe(0)
    await it.clock.pass(1)
    expect(it.agent.ended).toBe(1)
    const reason = 'It did not stop when it was asked to, so the agent was ended.'
    for (const device of [phone, laptop]) {
      expect(device.view.state?.activity).toEqual({ is: 'gone', reason })
      expect(device.view.marks.get(id)).toMatchObject({ outcome: 'cancelled', reason })
      expect(Object.values(device.view.state?.queue ?? {})).toMatchObject([{ text: 'the next', standing: 'queued' }])
    }
    await it.clock.pass(60_000)
    expect(it.agent.prompts).toHaveLength(1)
    await laptop.ok('restart', {})
    await settled()
    expect(it.agent.prompts.map(({ text }) => text)).toEqual(['wedged', 'the next'])
  })

  test('is ended at once by a second stop, but not by a double tap', async () => {
    const { it, phone, laptop, id } = await wedged()
    await it.clock.pass(it.limits.stopAgain - 1)
    await laptop.ok('cancel', { prompt: id, now: true })
    expect(it.agent.ended).toBe(0)
    await it.clock.pass(1)
    await phone.ok('cancel', { prompt: id })
    expect(it.agent.ended).toBe(0)
    await laptop.ok('cancel', { prompt: id, now: true })
    await settled()
    expect(it.agent.ended).toBe(1)
    expect(phone.view.state?.activity).toMatchObject({ is: 'gone' })
  })

  test('and stops by itself within the grace keeps its agent', async () => {
    const { it, phone, id } = await wedged()
    it.agent.finishes('cancelled')
    await it.clock.pass(it.limits.cancelGrace * 2)
    expect(it.agent.ended).toBe(0)
    expect(phone.view.marks.get(id)?.reason).toBeUndefined()
    expect(it.agent.prompts).toHaveLength(2)
  })
})

test('EN6 a turn that fails says why, and leaves nothing open', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const { id } = await phone.call('prompt', { text: 'do it' })
  await settled()
  it.agent.tool({ id: 't1', title: 'a tool', status: 'in_progress' })
  it.agent.says('half a rep')
  it.agent.fails('The API is down.')
  await settled()
  expect(phone.view.marks.get(id)).toMatchObject({ outcome: 'failed', reason: 'The API is down.' })
  expect(phone.view.state?.live).toEqual({})
  expect(phone.screen).toEqual([
    'prompt do it',
    'tool {"title":"a tool"} failed: It ended without an answer.',
    'reply half a rep',
  ])
})

test('CA5 an empty prompt, one too long and one too many are refused with a sentence', async () => {
  const it = await TestRoom.start({ prompt: 10, queue: 1 })
  const phone = it.join()
  expect(await phone.call('prompt', { text: '  ' })).toMatchObject({ error: { code: 'bad_request' } })
  expect(await phone.call('prompt', { text: 'x'.repeat(11) })).toMatchObject({ error: { code: 'too_large' } })
  await phone.ok('prompt', { text: 'runs' })
  await phone.ok('prompt', { text: 'waits' })
  expect(await phone.call('prompt', { text: 'no room' })).toMatchObject({ error: { code: 'queue_full' } })
})

test('TU1 what cannot be written is not run, and the room says so', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  it.log.failure = new Error('no space left')
  await phone.call('prompt', { text: 'hello' })
  await settled()
  expect(it.agent.prompts).toEqual([])
  expect(phone.view.state?.activity).toMatchObject({ is: 'gone', reason: expect.stringContaining('no space left') })
})

test('TU1 a turn of which something cannot be written any more ends with the agent and says why; nothing seems to run on', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  const { id } = await phone.call('prompt', { text: 'do it' })
  await settled()
  it.agent.tool({ id: 't1', title: 'a tool', status: 'in_progress' })
  it.log.failure = new StorageFailed('full', 'The disk is full. Free some space.')
  it.agent.tool({ id: 't1', status: 'completed', output: { whole: 'much' } })
  await settled()
  const reason =
    'What was said could not be written down. The disk is full. Free some space. Then start the agent again: /restart'
  expect(it.agent.ended).toBe(1)
  expect(phone.view.state?.activity).toEqual({ is: 'gone', reason })
  expect(phone.view.state?.live).toEqual({})
  expect(phone.view.marks.get(id)).toMatchObject({ outcome: 'failed', reason })
  it.log.failure = undefined
  await phone.ok('restart', {})
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
})

test('ST2 what the agent does is shown: starting, idle, running a prompt, idle again', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  let ready = (): void => {}
  const isReady = new Promise<void>((resolve) => {
    ready = resolve
  })
  const started = it.room.start(async (...begun) => {
    await isReady
    return it.agent.start(...begun)
  })
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'starting' })
  ready()
  await started
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
  const { id } = await phone.call('prompt', { text: 'hello' })
  await settled()
  expect(phone.view.state?.activity).toMatchObject({ is: 'running', prompt: id })
  it.agent.finishes()
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
})

test('ST2 an agent that dies is shown as gone with its reason, and its turn as failed', async () => {
  const it = await TestRoom.start()
  const phone = it.join()
  await phone.ok('prompt', { text: 'hello' })
  await settled()
  it.agent.dies('It ended with code 3.')
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'gone', reason: 'It ended with code 3.' })
  await phone.ok('prompt', { text: 'anyone?' })
  expect(Object.keys(phone.view.state?.queue ?? {})).toHaveLength(1)
})

describe('TU3 a prompt that waits is given another text', () => {
  async function waiting() {
    const it = await TestRoom.start()
    const phone = it.join()
    await phone.ok('prompt', { text: 'runs' })
    const { id } = await phone.call('prompt', { text: 'waits' })
    return { it, phone, prompt: id as never }
  }

  test('and runs with that, as its who changed it; sent again the same call changes nothing', async () => {
    const { it, phone, prompt } = await waiting()
    const laptop = it.join({ device: 'laptop' })
    const { id } = await laptop.call('amend', { prompt, text: 'waits longer' })
    await phone.ok('amend', { prompt, text: 'waits best' })
    await laptop.ok('amend', { prompt, text: 'waits longer' }, id)
    expect(laptop.view.state?.queue[prompt]).toMatchObject({ text: 'waits best', by: { device: 'phone' } })
    it.agent.finishes()
    await settled()
    expect(it.agent.prompts.map(({ text }) => text)).toEqual(['runs', 'waits best'])
    expect(phone.view.entries.map(text)).toEqual(['runs', 'waits best'])
    expect(await phone.call('amend', { prompt, text: 'too late' })).toMatchObject({ error: { code: 'not_found' } })
  })

  test('what the terminal wrote and another device changed is that device’s', async () => {
    const { it, phone } = await waiting()
    const terminal = it.join({ device: 'terminal' })
    const { id } = await terminal.call('prompt', { text: 'ls' })
    await phone.ok('amend', { prompt: id as never, text: 'rm -r .' })
    for (const _ of [1, 2]) {
      it.agent.finishes()
      await settled()
    }
    expect(it.agent.prompts.at(-1)).toMatchObject({ text: 'rm -r .', fromTerminal: false })
  })

  test('which outlives a crash, also for a call that comes again after it', async () => {
    const { it, phone, prompt } = await waiting()
    const { id } = await phone.call('amend', { prompt, text: 'second' })
    await phone.ok('amend', { prompt, text: 'third' })
    await it.crash()
    const again = it.join()
    await again.ok('amend', { prompt, text: 'second' }, id)
    expect(again.view.state?.queue[prompt]).toMatchObject({ text: 'third', standing: 'held' })
    await again.ok('amend', { prompt, text: 'fourth' })
    await again.ok('release', { prompt })
    await settled()
    expect(it.agent.prompts.at(-1)?.text).toBe('fourth')
  })

  test('but not one that may have begun, and to no text at all', async () => {
    const { it, phone, prompt } = await waiting()
    expect(await phone.call('amend', { prompt, text: ' ' })).toMatchObject({ error: { code: 'bad_request' } })
    await it.crash()
    const again = it.join()
    await settled()
    const interrupted = Object.values(again.view.state?.queue ?? {}).find(({ text }) => text === 'runs')
    expect(await again.call('amend', { prompt: interrupted?.id as never, text: 'new' })).toMatchObject({
      error: { code: 'unavailable' },
    })
  })
})
