// What is remembered of questions that have ended.

import { expect, test } from 'vitest'
import { SettledQuestions } from '../../server/room/settled-questions.ts'

test('the last ones are remembered, and not every one there ever was', () => {
  const settled = new SettledQuestions()
  for (let n = 0; n < 101; n++) settled.add(`q${n}`, `It ended so: ${n}.`)
  expect(settled.refusal('q0', 'Unknown.')).toMatchObject({ code: 'not_found', message: 'Unknown.' })
  expect(settled.refusal('q1', 'Unknown.')).toMatchObject({ code: 'already_resolved', message: 'It ended so: 1.' })
  expect(settled.refusal('q100', 'Unknown.')).toMatchObject({ code: 'already_resolved' })
})
