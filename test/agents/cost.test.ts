// What agents tell of a turn's tokens, and what tokens cost.

import { expect, test } from 'vitest'
import { priceList } from '../../server/agents/prices.ts'
import { spentIn } from '../../server/agents/spent.ts'
import { dollarsOf, noTokens } from '../../shared/cost.ts'

test.each([
  ['nothing', {}, []],
  ['zeros', { usage: { inputTokens: 0, outputTokens: 0, totalTokens: 0 } }, []],
  [
    'a sum, in which thinking is apart',
    { usage: { inputTokens: 10, outputTokens: 5, thoughtTokens: 3, cachedReadTokens: 2, totalTokens: 20 } },
    [{ tokens: { ...noTokens, input: 10, output: 8, cacheRead: 2 } }],
  ],
  [
    'a sum, of which thinking is part',
    { usage: { inputTokens: 10, outputTokens: 5, thoughtTokens: 3, totalTokens: 15 } },
    [{ tokens: { ...noTokens, input: 10, output: 5 } }],
  ],
  [
    'counts by model',
    {
      usage: { inputTokens: 1, outputTokens: 1 },
      _meta: {
        quota: {
          token_count: { input_tokens: 12, output_tokens: 3 },
          model_usage: [
            { model: 'pro', token_count: { input_tokens: 10, output_tokens: 2 } },
            { model: 'flash', token_count: { inputTokens: 2, cachedInputTokens: 9, outputTokens: 1 } },
            { model: 'idle', token_count: { input_tokens: 0, output_tokens: 0 } },
          ],
        },
      },
    },
    [
      { model: 'pro', tokens: { ...noTokens, input: 10, output: 2 } },
      { model: 'flash', tokens: { ...noTokens, input: 2, output: 1, cacheRead: 9 } },
    ],
  ],
  ['rubbish', { usage: 'many', _meta: { quota: { model_usage: [1, { model: 3, token_count: null }] } } }, []],
])('CV10 %s', (_, response, expected) => {
  expect(spentIn(response)).toEqual(expected)
})

test('CV9 a price is found under the names that providers give; the user’s own comes first; others have none', () => {
  const { of } = priceList({ 'gpt-5': { input: 1, output: 1 }, 'my/model': { input: 2, output: 3 } })
  expect(of('anthropic/claude-sonnet-4-5-20250929')).toMatchObject({ input: 3, output: 15 })
  expect(of('claude-sonnet-4-5[1m]')).toMatchObject({ input: 3 })
  expect(of('claude-opus-5-5')).toEqual({ input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 })
  expect(of('claude-haiku-5-5')?.cacheRead).toBeCloseTo(0.01)
  expect(of('google/gemini-2.5-pro')).toEqual({ input: 1.25, output: 10, cacheRead: 0.125 })
  expect(of('gpt-5')).toEqual({ input: 1, output: 1 })
  expect(of('openai/gpt-5')).toEqual({ input: 1, output: 1 })
  expect(of('my/model')).toEqual({ input: 2, output: 3 })
  expect(of('some-model')).toBeUndefined()
  expect(of('toString')).toBeUndefined()
})

test('CV9 what is cached has prices of its own, for an hour more than for five minutes', () => {
  const price = { input: 10, output: 100, cacheRead: 1, cacheWrite: 20 }
  const tokens = {
    input: 1_000_000,
    output: 1_000_000,
    cacheRead: 1_000_000,
    cacheWrite: 2_000_000,
    cacheHour: 1_000_000,
  }
  expect(dollarsOf(tokens, price)).toBeCloseTo(10 + 100 + 1 + 20 + 32)
  expect(dollarsOf(tokens, { input: 1, output: 0 })).toBeCloseTo(1 + 1 + 1 + 1.6)
})
