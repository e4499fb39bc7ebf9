// Forms of the agent's: asked on every device, checked by the host, answered once.

import { expect, test } from 'vitest'
import { readJournal } from '../../server/store/journal.ts'
import type { QuestionId } from '../../shared/ids.ts'
import type { FieldValues, QuestionAnswer, QuestionField } from '../../shared/questions.ts'
import { settled } from '../harness/clock.ts'
import type { RoomDevice } from '../harness/room-device.ts'
import { slowly } from '../harness/slow-disk.ts'
import { TestRoom, testRoomId } from '../harness/test-room.ts'

const options = ['Postgres', 'SQLite'].map((title) => ({ value: title.toLowerCase(), title }))
const choice: QuestionField = { kind: 'choice', id: 'db', title: 'Database', required: true, options }
const withOther: QuestionField = { ...choice, own: 'db_custom' }

interface Asked {
  readonly it: TestRoom
  readonly phone: RoomDevice
  readonly laptop: RoomDevice
  readonly id: QuestionId
  readonly answer: Promise<QuestionAnswer | undefined>
  readonly withdraw: () => void
}

async function asked(fields: readonly QuestionField[] = [choice], tool?: string): Promise<Asked> {
  const it = await TestRoom.start()
  const phone = it.join({ name: 'iPhone', role: 'approve' })
  const laptop = it.join({ device: 'laptop', name: 'Laptop' })
  await laptop.ok('prompt', { text: 'go' })
  await settled()
  const withdrawn = new AbortController()
  const answer = it.agent.inquires(fields, tool, withdrawn.signal)
  await settled()
  const [id = ''] = Object.keys(phone.view.state?.questions ?? {})
  return { it, phone, laptop, id: id as QuestionId, answer, withdraw: () => withdrawn.abort() }
}

const accept = (values: FieldValues) => ({ action: 'accept' as const, values })

test('QU1 every device has the form until it is answered, beside a tool call that is in the transcript first', async () => {
  const { it, phone, laptop, id } = await asked()
  expect(phone.view.state?.questions).toEqual(laptop.view.state?.questions)
  expect(phone.view.state?.questions[id]).toMatchObject({ message: 'Which one?', tool: id, fields: [choice] })
  expect(it.log.entries.at(-1)).toMatchObject({ kind: 'tool', id })
  await phone.ok('respond', { question: id, answer: accept({ db: 'sqlite' }) })
  await settled()
  expect(laptop.view.state?.questions).toEqual({})
  expect(it.log.entries.at(-1)).toMatchObject({ kind: 'result', of: id, text: 'SQLite', failed: false })
})

test('QU2 the agent learns of an answer once that is on the disk', async () => {
  const { it, phone, id, answer } = await asked()
  const saved = slowly(it.log)
  let learned: QuestionAnswer | undefined
  void answer.then((given) => {
    learned = given
  })
  const answered = phone.ok('respond', { question: id, answer: accept({ db: 'sqlite' }) })
  await settled()
  expect(learned).toBeUndefined()
  saved.shift()?.()
  await answered
  await settled()
  expect(learned).toEqual(accept({ db: 'sqlite' }))
})

test.each([
  [{ action: 'decline' }, 'iPhone answered first: no answer.'],
  [{ action: 'cancel' }, 'iPhone called the question off.'],
] as const)('QU3 whoever answers after %j is told so', async (given, told) => {
  const { phone, laptop, id, answer } = await asked()
  await phone.ok('respond', { question: id, answer: given })
  expect(await answer).toEqual(given)
  expect(await laptop.call('respond', { question: id, answer: accept({ db: 'sqlite' }) })).toMatchObject({
    error: { code: 'already_resolved', message: told },
  })
})

test('QU1 a form that belongs to a tool call of the agent’s makes no other', async () => {
  const { it, id, phone, answer } = await asked([choice], 't1')
  expect(it.log.entries.map((entry) => entry.kind)).toEqual(['prompt', 'tool'])
  await phone.ok('respond', { question: id, answer: accept({ db: 'sqlite' }) })
  expect(await answer).toEqual(accept({ db: 'sqlite' }))
  expect(phone.view.marks.get('t1')?.response).toEqual({
    action: 'accept',
    said: 'SQLite',
    by: { device: 'phone', name: 'iPhone' },
  })
})

test('QU2 QU3 the first answer wins, is in the journal before the agent has it, and a later one is told', async () => {
  const { it, phone, laptop, id, answer } = await asked()
  const journaled = answer.then(() => readJournal(it.home, testRoomId).at(-1))
  const [first, second] = await Promise.all([
    phone.call('respond', { question: id, answer: accept({ db: 'sqlite' }) }),
    laptop.call('respond', { question: id, answer: { action: 'decline' } }),
  ])
  expect(first).toMatchObject({ ok: {} })
  expect(second).toMatchObject({ error: { code: 'already_resolved', message: 'iPhone answered first: SQLite.' } })
  expect(await answer).toEqual(accept({ db: 'sqlite' }))
  expect(await journaled).toMatchObject({ t: 'responded', id, said: 'SQLite', by: { name: 'iPhone' } })
  await settled()
  for (const device of [phone, laptop]) expect(device.view.marks.get(id)?.response?.said).toBe('SQLite')
})

test('QU3 declined, the agent is told so and everybody who it was', async () => {
  const { phone, laptop, id, answer } = await asked()
  await laptop.ok('respond', { question: id, answer: { action: 'decline' } })
  expect(await answer).toEqual({ action: 'decline' })
  await settled()
  expect(phone.view.marks.get(id)?.response).toMatchObject({ action: 'decline', by: { name: 'Laptop' } })
})

test('QU4 a stopped turn, an ended one, a dead agent and an agent that takes it back withdraw it', async () => {
  const stopped = await asked()
  await stopped.laptop.ok('cancel', {})
  expect(await stopped.answer).toBeUndefined()
  expect(await stopped.phone.call('respond', { question: stopped.id, answer: accept({ db: 'sqlite' }) })).toMatchObject(
    {
      error: { code: 'already_resolved', message: 'That turn was stopped.' },
    },
  )
  const ended = await asked()
  ended.it.agent.finishes()
  expect(await ended.answer).toBeUndefined()
  const dead = await asked()
  dead.it.agent.dies('gone')
  expect(await dead.answer).toBeUndefined()
  const back = await asked()
  back.withdraw()
  expect(await back.answer).toBeUndefined()
  await settled()
  for (const { phone } of [stopped, ended, dead, back]) expect(phone.view.state?.questions).toEqual({})
})

test('QU4 after a restart it is not open any more, and a late answer is told so', async () => {
  const { it, id } = await asked()
  await it.crash()
  const phone = it.join()
  expect(await phone.call('respond', { question: id, answer: accept({ db: 'sqlite' }) })).toMatchObject({
    error: { code: 'not_found' },
  })
})

const bounded: readonly QuestionField[] = [
  { kind: 'choices', id: 'many', title: 'Many', required: true, options, least: 2 },
  { kind: 'text', id: 'mail', title: 'Mail', required: false, format: 'email', most: 20 },
  { kind: 'number', id: 'count', title: 'Count', required: false, whole: true, least: 1, most: 9 },
  { kind: 'yes-no', id: 'sure', title: 'Sure', required: false },
]
const fits = { many: ['postgres', 'sqlite'] }

test.each<[why: string, values: FieldValues, said: RegExp]>([
  ['a required one that is missing', {}, /Many: This needs an answer/],
  ['an empty list', { many: [] }, /Many: This needs an answer/],
  ['too few', { many: ['sqlite'] }, /Many: Choose at least 2/],
  ['one twice', { many: ['sqlite', 'sqlite'] }, /Many: Choose among/],
  ['one that was not offered', { many: ['sqlite', 'oracle'] }, /Many: Choose among/],
  ['a text for a list', { many: 'sqlite' }, /Many: Choose among/],
  ['no address', { ...fits, mail: 'nobody' }, /Mail: This takes an e-mail address/],
  ['a long text', { ...fits, mail: `${'x'.repeat(20)}@y` }, /Mail: This takes at most 20/],
  ['a fraction', { ...fits, count: 1.5 }, /Count: This takes a whole number/],
  ['a number out of bounds', { ...fits, count: 10 }, /Count: This takes a number up to 9/],
  ['a text for a number', { ...fits, count: '3' }, /Count: This takes a number/],
  ['a text for yes', { ...fits, sure: 'yes' }, /Sure: This takes yes or no/],
  ['what was not asked', { ...fits, more: 'x' }, /something that was not asked/],
])('QU5 %s is refused, and the question stays open', async (_, values, said) => {
  const { laptop, id } = await asked(bounded)
  const answer = await laptop.call('respond', { question: id, answer: accept(values) })
  expect(answer).toMatchObject({ error: { code: 'bad_request', message: expect.stringMatching(said) } })
  expect(Object.keys(laptop.view.state?.questions ?? {})).toEqual([id])
})

test('QU5 what fits is given to the agent as it was answered', async () => {
  const { laptop, id, answer } = await asked(bounded)
  const values = { ...fits, mail: 'a@b.c', count: 3, sure: false }
  await laptop.ok('respond', { question: id, answer: accept(values) })
  expect(await answer).toEqual(accept(values))
  await settled()
  expect(laptop.view.marks.get(id)?.response?.said).toBe('Postgres, SQLite · a@b.c · 3 · Sure: no')
})

test('QU6 who may answer may choose; words of one’s own take drive', async () => {
  const { phone, laptop, id, answer } = await asked([withOther])
  expect(await phone.call('respond', { question: id, answer: accept({ db_custom: 'rm -rf' }) })).toMatchObject({
    error: { code: 'not_allowed' },
  })
  await laptop.ok('respond', { question: id, answer: accept({ db_custom: 'DuckDB' }) })
  expect(await answer).toEqual(accept({ db_custom: 'DuckDB' }))
})

test('QU6 who may only watch may not answer', async () => {
  const { it, id } = await asked()
  const guest = it.join({ device: 'guest', role: 'view' })
  expect(await guest.call('respond', { question: id, answer: { action: 'decline' } })).toMatchObject({
    error: { code: 'not_allowed' },
  })
})
