// Another agent goes on with the conversation: the one before has ended, the transcript says so, and the new one is told.

import { expect, test } from 'vitest'
import { knownSession } from '../../server/room/known-session.ts'
import type { JournalRecord } from '../../server/store/journal.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { ScriptedAgent } from '../harness/scripted-agent.ts'
import { TestRoom } from '../harness/test-room.ts'

const told = 'notice From here on The other answers; before: Scripted.'

async function spoken(): Promise<{ it: TestRoom; phone: RoomDevice; other: ScriptedAgent }> {
  const it = await TestRoom.start()
  const other = new ScriptedAgent()
  other.forgetful = true
  it.others.set('other', other)
  const phone = it.join()
  await phone.ok('prompt', { text: 'the word is heron' })
  await settled()
  it.agent.says('Noted.')
  it.agent.finishes()
  await settled()
  return { it, phone, other }
}

test('AG4 CV11 the other one is told what was said, devices see who answers, and the transcript says where it changed', async () => {
  const { it, phone, other } = await spoken()
  const guest = it.join({ device: 'guest', role: 'view' })
  expect(await phone.ok('agents', {})).toEqual({
    agents: [{ name: 'other', label: 'other', found: true, current: false }],
  })
  await phone.ok('agent', { name: 'other' })
  await settled()
  expect(it.agent.ended).toBe(1)
  expect(guest.view.state).toMatchObject({ agent: { name: 'other', label: 'The other' }, activity: { is: 'idle' } })
  await phone.ok('prompt', { text: 'what was it?' })
  await settled()
  expect(other.prompts[0]?.before).toContain('the word is heron')
  other.says('heron')
  other.finishes()
  await settled()
  await phone.ok('prompt', { text: 'thanks' })
  await settled()
  expect(other.prompts[1]).toMatchObject({ text: 'thanks', before: undefined })
  other.finishes()
  await settled()
  expect(guest.screen).toEqual([
    ...['prompt the word is heron', 'reply Noted.', told, 'prompt what was it?', 'reply heron', 'prompt thanks'],
  ])
  expect(phone.screen).toEqual(guest.screen)
  expect(it.kept).toEqual(['other'])
  expect(phone.faults).toEqual([])
})

test('CV11 nothing is written by us before the one has ended that writes the transcript itself', async () => {
  const it = await TestRoom.start()
  it.agent.writes = it.log.id
  let entriesAtEnd = -1
  await it.room.start(async (...asked) => {
    const agent = await it.agent.start(...asked)
    const end = async (): Promise<void> => {
      await settled()
      entriesAtEnd = it.log.entries.length
      it.log.appendForeign([{ kind: 'reply', id: 'r', at: '', message: 'm', block: 0, text: 'last words' }])
    }
    return { ...agent, end }
  })
  it.log.appendForeign([{ kind: 'prompt', id: 'p', at: '', text: 'hello' }])
  it.others.set('other', new ScriptedAgent())
  const phone = it.join()
  await phone.ok('agent', { name: 'other' })
  await settled()
  expect(entriesAtEnd).toBe(1)
  expect(phone.screen).toEqual(['prompt hello', 'reply last words', told])
  await phone.ok('prompt', { text: 'and you?' })
  await settled()
  expect(it.log.entries.at(-1)).toMatchObject({ kind: 'prompt', text: 'and you?' })
})

test('CV11 prompts that wait are the new one’s; while a turn runs it is refused', async () => {
  const { it, phone, other } = await spoken()
  await phone.ok('prompt', { text: 'work' })
  await settled()
  expect(await phone.call('agent', { name: 'other' })).toMatchObject({ error: { code: 'unavailable' } })
  it.agent.dies('It crashed.')
  await settled()
  await phone.ok('prompt', { text: 'waiting' })
  await phone.ok('agent', { name: 'other' })
  await settled()
  expect(other.prompts.map(({ text }) => text)).toEqual(['waiting'])
})

test('CV11 where nothing was said nothing is written', async () => {
  const it = await TestRoom.start()
  it.others.set('other', new ScriptedAgent())
  const phone = it.join()
  await phone.ok('agent', { name: 'other' })
  await settled()
  expect(it.log.entries).toEqual([])
  expect(await phone.call('agent', { name: 'other' })).toMatchObject({
    error: { message: 'The other answers here already. /restart starts it anew.' },
  })
})

test('CV11 a session that is opened with another agent than before says so', async () => {
  const { it } = await spoken()
  it.name = 'later'
  await it.crash()
  const late = it.join({ device: 'late' })
  await settled()
  expect(late.screen.at(-1)).toBe('notice From here on Scripted answers; before: scripted.')
  await it.crash()
  const again = it.join({ device: 'again' })
  await settled()
  expect(again.screen).toEqual(late.screen)
})

test('CV11 where the transcript cannot say so, the one before goes on', async () => {
  const { it, phone, other } = await spoken()
  it.log.failure = new Error('The disk is full.')
  expect(await phone.call('agent', { name: 'other' })).toMatchObject({
    error: { message: expect.stringContaining('The disk is full.') },
  })
  it.log.failure = undefined
  await phone.ok('prompt', { text: 'still you?' })
  await settled()
  expect(other.prompts).toEqual([])
  expect(it.agent.prompts.at(-1)?.text).toBe('still you?')
  expect(it.room.state.agent.name).toBe('scripted')
})

test('CV12 only the host’s own terminal may give a command line; what is not there changes nothing', async () => {
  const { it, phone } = await spoken()
  const terminal = it.join({ device: 'terminal' })
  expect(await phone.call('agent', { name: 'sh -c id' })).toMatchObject({
    error: { message: 'sh -c id is not listed.' },
  })
  expect(await terminal.call('agent', { name: 'sh -c id' })).toMatchObject({
    error: { message: 'sh -c id was not found.' },
  })
  expect(it.agent.ended).toBe(0)
  expect(it.room.state.agent.name).toBe('scripted')
  const guest = it.join({ device: 'guest', role: 'approve' })
  expect(await guest.call('agent', { name: 'other' })).toMatchObject({ error: { code: 'not_allowed' } })
})

test('CV11 an agent’s own session is gone back to only where it knows all that was said', () => {
  const at = ''
  const transcript = 't' as TranscriptId
  const opened = (agent: string): JournalRecord => ({ t: 'opened', at, transcript, agent })
  const session = (agent: string, id: string): JournalRecord => ({ t: 'session', at, transcript, agent, session: id })
  const known = (...records: JournalRecord[]): string | undefined => knownSession(records, transcript, 'a')
  expect(known(opened('a'), session('a', 'one'), opened('a'))).toBe('one')
  expect(known(opened('a'), session('a', 'one'), opened('shell'), opened('a'))).toBeUndefined()
  expect(known(session('a', 'one'), session('b', 'two'), opened('a'))).toBeUndefined()
  expect(known(session('a', 'one'), session('b', 'two'), session('a', 'three'))).toBe('three')
  const by = { device: 'd' as never, name: 'd' }
  expect(known(session('a', 'one'), { t: 'agent', at, transcript, agent: 'shell', by })).toBeUndefined()
  expect(known(session('a', 'one'), { t: 'compacted', at, id: 'c' as never, transcript })).toBeUndefined()
  const other = 'u' as TranscriptId
  expect(known(session('a', 'one'), { t: 'opened', at, transcript: other, agent: 'b' })).toBe('one')
})
