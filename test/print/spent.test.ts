// What one prompt took, told from the conversation's account.

import { expect, test } from 'vitest'
import { spentBetween } from '../../client/print/spent.ts'
import type { Cost } from '../../shared/cost.ts'

const cost = (input: number, output: number, more: Partial<Cost> = {}, dollars?: number): Cost => ({
  models: [{ model: 'm', tokens: { input, output, cacheRead: 5, cacheWrite: 0, cacheHour: 0 }, dollars }],
  subagents: [],
  prices: '2025-11',
  time: { turns: 0 },
  lines: { added: 0, removed: 0 },
  ...more,
})
const nothing = cost(0, 0, { models: [] })

test('TK2 tokens and money of this prompt alone, in Claude Code’s words', () => {
  const told = (amount: number) => ({ told: { amount, currency: 'USD' } })
  expect(spentBetween(cost(100, 10, told(1)), cost(150, 30, told(1.25)))).toEqual({
    usage: { input_tokens: 50, output_tokens: 20, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 },
    total_cost_usd: 0.25,
  })
  expect(spentBetween(nothing, cost(150, 30, {}, 0.5))).toMatchObject({ total_cost_usd: 0.5 })
})

test('TK2 what is not known is left out', () => {
  expect(spentBetween(nothing, cost(150, 30)).total_cost_usd).toBeUndefined()
  const euros = { told: { amount: 1, currency: 'EUR' } }
  expect(spentBetween(nothing, cost(150, 30, euros)).total_cost_usd).toBeUndefined()
  expect(spentBetween(nothing, nothing)).toEqual({})
  expect(spentBetween(undefined, cost(1, 1))).toEqual({})
})
