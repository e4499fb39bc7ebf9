// What of a conversation answers a prompt.

import { expect, test } from 'vitest'
import { answerIn, saidSince } from '../../client/print/said.ts'
import type { Entry } from '../../shared/entries.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { emptyView, fold } from '../../shared/room-view.ts'
import { entries, prompt, reply, result, tool } from '../phone/wire.ts'

const answer = (...list: readonly Entry[]) => {
  const { texts, joined } = answerIn(saidSince(fold(emptyView, entries(list), defaultLimits), 'p2'))
  return texts.map(({ text }) => text).join(joined)
}

test('TK2 the answer is the last message, with all of its blocks, of what was said since the prompt', () => {
  const before = [prompt('p1', 'first'), reply('m1', 'Before.'), prompt('p2', 'go')]
  expect(answer(...before)).toBe('')
  expect(answer(...before, reply('m2', 'I will.'), tool('t1', 'Bash', 'make'), result('t1', 'made\n', 0))).toBe(
    'I will.',
  )
  const last = [reply('m3', 'It is made.'), reply('m3', 'And well.', 1)]
  expect(answer(...before, reply('m2', 'I will.'), ...last)).toBe('It is made.\n\nAnd well.')
})

test('TK2 where nothing was said it is what the last tool printed', () => {
  const calls = [
    tool('t1', 'Bash', 'ls'),
    result('t1', 'a\n', 0),
    tool('t2', 'Bash', 'make'),
    result('t2', 'made\n', 0),
  ]
  expect(answer(prompt('p2', 'go'), ...calls)).toBe('made\n')
})
