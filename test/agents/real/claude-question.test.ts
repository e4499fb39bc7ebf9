// The real Claude Code, offline: what it asks with AskUserQuestion is a form on every device, and it goes on with the answer.

import { expect, test } from 'vitest'
import type { FieldValues, Question } from '../../../shared/questions.ts'
import type { RoomDevice } from '../../harness/room-device.ts'
import { claudeMachine } from './agent-machines.ts'
import { type AgentRoom, agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, until } from './device-turns.ts'
import type { Asked } from './played-model.ts'

const it = test.skipIf(!isInstalled('claude-agent-acp'))

const database = {
  question: 'Which database?',
  header: 'Database',
  multiSelect: false,
  options: [
    { label: 'Postgres', description: 'A server' },
    { label: 'SQLite', description: 'A file' },
  ],
}
const extras = {
  question: 'Which extras?',
  header: 'Extras',
  multiSelect: true,
  options: [
    { label: 'Tests', description: 'More of them' },
    { label: 'Docs', description: 'A page' },
  ],
}

interface Opened {
  readonly room: AgentRoom
  readonly phone: RoomDevice
  readonly laptop: RoomDevice
  readonly question: Question
  readonly asked: readonly Asked[]
}

async function asks(questions: readonly object[]): Promise<Opened> {
  const { machine, api } = await claudeMachine(({ result }) =>
    result === undefined ? [{ tool: 'AskUserQuestion', input: { questions } }] : [{ text: 'Then so be it.' }],
  )
  const room = await agentRoom(machine, 'claude')
  const [phone, laptop] = [room.join('phone'), room.join('laptop')]
  await phone.ok('prompt', { text: 'ask me' })
  const open = (): Question | undefined => Object.values(laptop.view.state?.questions ?? {})[0]
  await until(laptop, () => open() !== undefined)
  const question = open()
  if (!question) throw new Error('nothing was asked')
  return { room, phone, laptop, question, asked: api.asked }
}

/** What tools answered; Claude Code may answer one more by itself, where it suggests a next prompt. */
const answeredIn = (asked: readonly Asked[]): string => asked.flatMap(({ result }) => result ?? []).join('\n')

const accept = (values: FieldValues) => ({ action: 'accept' as const, values })

it('QU1 QU2 QU7 a question is one field with words of one’s own beside it; the answer reaches the model and every device', async () => {
  const { room, phone, laptop, question, asked } = await asks([database])
  expect(question.message).toBe('Which database?')
  expect(question.fields).toMatchObject([
    {
      kind: 'choice',
      title: 'Database',
      own: 'question_0_custom',
      options: [{ title: 'Postgres', description: 'A server' }, { title: 'SQLite' }],
    },
  ])
  await laptop.ok('respond', { question: question.id, answer: accept({ question_0: 'SQLite' }) })
  await idle(phone)
  expect(answeredIn(asked)).toContain('"Which database?"="SQLite"')
  expect(phone.view.marks.get(question.tool ?? '')?.response).toMatchObject({ said: 'SQLite', by: { name: 'laptop' } })
  expect(phone.screen.at(-1)).toBe('reply Then so be it.')
  expect(phone.screen).toEqual(fileScreen(room.path))
})

it('QU1 several questions with several answers and words of one’s own', async () => {
  const { phone, question, asked } = await asks([database, extras])
  expect(question.fields.map(({ kind, description }) => [kind, description])).toEqual([
    ['choice', 'Which database?'],
    ['choices', 'Which extras?'],
  ])
  const values = { question_0_custom: 'DuckDB', question_1: ['Tests', 'Docs'] }
  await phone.ok('respond', { question: question.id, answer: accept(values) })
  await idle(phone)
  expect(answeredIn(asked)).toMatch(/"Which database\?"="DuckDB".*"Which extras\?"="Tests, Docs"/)
})

it('QU3 QU4 declined it goes on without an answer; stopped, the question goes and a late answer is told so', async () => {
  const declined = await asks([database])
  await declined.phone.ok('respond', { question: declined.question.id, answer: { action: 'decline' } })
  await idle(declined.phone)
  expect(declined.phone.screen.at(-1)).toBe('reply Then so be it.')
  const stopped = await asks([database])
  await stopped.phone.ok('cancel', {})
  await idle(stopped.phone)
  expect(stopped.laptop.view.state?.questions).toEqual({})
  const late = await stopped.laptop.call('respond', { question: stopped.question.id, answer: { action: 'decline' } })
  expect(late).toMatchObject({ error: { code: 'already_resolved' } })
})
