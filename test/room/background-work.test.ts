// Commands that an agent runs in the background: listed with what they print, stopped or not, and what follows their end.

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { WorkNews } from '../../server/room/agent.ts'
import { readJournal } from '../../server/store/journal.ts'
import type { Limits } from '../../shared/limits.ts'
import { settled } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { TestRoom, testRoomId } from '../harness/test-room.ts'

async function opened(limits: Partial<Limits> = {}) {
  const it = await TestRoom.start(limits)
  const phone = it.join()
  await settled()
  const tells = (news: Partial<WorkNews>): void =>
    it.agent.tells({ is: 'work', id: 'b1', kind: 'command', apart: true, ...news })
  const folder = join(temporaryFolder(), 'tasks')
  mkdirSync(folder)
  const work = () => phone.view.state?.work?.['b1']
  return { it, phone, tells, work, output: join(folder, 'b1.output') }
}

test('BW1 BW3 its last line is told while it runs and when it ends, and it stays on the list', async () => {
  const { it, phone, tells, work, output } = await opened()
  tells({ title: 'Count', call: 't1', standing: 'running' })
  await settled()
  expect(work()).toMatchObject({ kind: 'command', title: 'Count', call: 't1', standing: 'running', apart: true })
  expect(work()).not.toHaveProperty('prints')
  writeFileSync(output, 'one\n10 %\r20 %\n\n')
  tells({ output })
  await settled()
  expect(work()?.prints).toBe(true)
  await it.clock.pass(it.limits.workNews)
  expect(work()?.last).toBe('20 %')
  writeFileSync(output, 'one\n30 %\n')
  await it.clock.pass(it.limits.workNews - 1)
  expect(work()?.last).toBe('20 %')
  await it.clock.pass(1)
  expect(work()?.last).toBe('30 %')
  writeFileSync(output, 'one\ntwo\n[exited with code 0]\n')
  tells({ standing: 'done' })
  await settled()
  expect(work()).toMatchObject({ standing: 'done', last: 'two', ended: expect.stringMatching(/^2026/) })
  await phone.ok('prompt', { text: 'more' })
  await settled()
  expect(work()).toMatchObject({ standing: 'done' })
})

test('BW1 BW3 what is written down only after its end is its last line all the same, for a while', async () => {
  const { it, tells, work, output } = await opened()
  tells({ title: 'Count', standing: 'running' })
  tells({ standing: 'failed' })
  tells({ output })
  await settled()
  expect(work()).not.toHaveProperty('last')
  await it.clock.pass(it.limits.workNews)
  writeFileSync(output, 'bad\n')
  await it.clock.pass(it.limits.workNews)
  expect(work()).toMatchObject({ standing: 'failed', last: 'bad' })
  await it.clock.pass(it.limits.printsLate)
  const { pending } = it.clock
  writeFileSync(output, 'worse\n')
  await it.clock.pass(it.limits.printsLate)
  expect(work()?.last).toBe('bad')
  expect(it.clock.pending).toBe(pending)
})

test('BW3 BW4 what it printed is read from the beginning of a line on; what is no plain file is none', async () => {
  const { phone, tells, output } = await opened({ workOutput: 8 })
  expect(await phone.call('output', { work: 'b1' })).toMatchObject({ error: { code: 'not_found' } })
  tells({ standing: 'running', output })
  expect(await phone.call('output', { work: 'b1' })).toMatchObject({ error: { code: 'not_found' } })
  writeFileSync(output, 'first\nsecond\nx\n')
  expect(await phone.ok('output', { work: 'b1' })).toEqual({ text: 'x\n', size: 15 })
  writeFileSync(output, 'short\n')
  expect(await phone.ok('output', { work: 'b1' })).toEqual({ text: 'short\n', size: 6 })
  const link = `${output}.link`
  symlinkSync(output, link)
  for (const path of [link, join(output, '..')]) {
    tells({ output: path })
    expect(await phone.call('output', { work: 'b1' })).toMatchObject({ error: { code: 'not_found' } })
  }
})

test('BW5 it is stopped where the agent has a way, else it is said; who wanted it is in the journal', async () => {
  const { it, phone, tells } = await opened()
  tells({ title: 'Serve', standing: 'running' })
  tells({ id: 'a1', kind: 'agent', title: 'Look around', standing: 'running', stops: true })
  const refused = await phone.call('stopWork', { work: 'b1' })
  expect(refused).toMatchObject({ error: { code: 'unavailable', message: expect.stringMatching(/Ask it to/) } })
  expect(await phone.call('stopWork', { work: 'b9' })).toMatchObject({ error: { code: 'not_found' } })
  const watching = it.join({ device: 'watching', role: 'view' })
  expect(await watching.call('stopWork', { work: 'a1' })).toMatchObject({ error: { code: 'not_allowed' } })
  const noted = () => readJournal(it.home, testRoomId).at(-1)
  let first: unknown
  it.agent.onStopWork = () => {
    first = noted()
  }
  await phone.ok('stopWork', { work: 'a1' })
  expect(it.agent.stopped).toEqual(['a1'])
  expect(first).toMatchObject({ t: 'workStopped', work: 'a1', title: 'Look around' })
  expect(noted()).toEqual(first)
  tells({ id: 'a1', kind: 'agent', standing: 'stopped' })
  await phone.ok('stopWork', { work: 'a1' })
  expect(it.agent.stopped).toEqual(['a1'])
})

test('BW6 an agent that says that it works is at work until it says that it does not, whoever asked', async () => {
  const { it, phone } = await opened()
  it.agent.tells({ is: 'busy', now: true })
  await settled()
  expect(phone.view.state?.activity).toMatchObject({ is: 'running', unasked: true })
  it.agent.says('The build has ended.')
  it.agent.tells({ is: 'busy', now: false })
  await settled()
  expect(phone.view.state?.activity).toEqual({ is: 'idle' })
  expect(phone.screen).toEqual(['reply The build has ended.'])
  await phone.ok('prompt', { text: 'go' })
  await settled()
  it.agent.tells({ is: 'busy', now: true })
  it.agent.tells({ is: 'busy', now: false })
  await settled()
  expect(phone.view.state?.activity).toMatchObject({ is: 'running' })
  expect(phone.view.state?.activity).not.toHaveProperty('unasked')
})

const endings = ['restart', 'clear'] as const

test.each(endings)('BW8 what ends with the agent at %s is named', async (way) => {
  const { it, phone, tells } = await opened()
  await phone.ok('prompt', { text: 'go' })
  await settled()
  tells({ title: 'Serve', standing: 'running' })
  tells({ id: 'b2', title: 'Build', standing: 'running' })
  tells({ id: 'b2', standing: 'done' })
  it.agent.finishes()
  await settled()
  await phone.ok(way, {})
  await it.clock.pass(it.limits.waking)
  expect(phone.view.state?.work).toBeUndefined()
  expect(Object.values(phone.view.state?.notices ?? {})).toMatchObject([
    { tone: 'warning', text: 'Ended with the agent that ran it: 1 command in the background.' },
  ])
})
