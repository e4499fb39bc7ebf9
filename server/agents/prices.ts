// What models cost, for agents that do not say it themselves: a list with its date, and what the user sets in its place.

import type { Price, PriceList } from '../../shared/cost.ts'

/** The month in which the makers' public lists were read. Prices for long prompts and by batch are not in it. */
const from = '2025-11'

const claude = (input: number, output: number): Price => ({
  input,
  output,
  cacheRead: input / 10,
  cacheWrite: input * 1.25,
})

const list = new Map<string, Price>(
  Object.entries({
    'claude-opus-4-5': claude(5, 25),
    'claude-opus-4-1': claude(15, 75),
    'claude-opus-4': claude(15, 75),
    'claude-sonnet-4-5': claude(3, 15),
    'claude-sonnet-4': claude(3, 15),
    'claude-3-7-sonnet': claude(3, 15),
    'claude-haiku-4-5': claude(1, 5),
    'claude-3-5-haiku': claude(0.8, 4),
    'gpt-5.1': { input: 1.25, output: 10, cacheRead: 0.125 },
    'gpt-5.1-codex': { input: 1.25, output: 10, cacheRead: 0.125 },
    'gpt-5': { input: 1.25, output: 10, cacheRead: 0.125 },
    'gpt-5-codex': { input: 1.25, output: 10, cacheRead: 0.125 },
    'gpt-5-mini': { input: 0.25, output: 2, cacheRead: 0.025 },
    'gpt-5-nano': { input: 0.05, output: 0.4, cacheRead: 0.005 },
    'gpt-4.1': { input: 2, output: 8, cacheRead: 0.5 },
    o3: { input: 2, output: 8, cacheRead: 0.5 },
    'gemini-3-pro-preview': { input: 2, output: 12, cacheRead: 0.2 },
    'gemini-2.5-pro': { input: 1.25, output: 10, cacheRead: 0.125 },
    'gemini-2.5-flash': { input: 0.3, output: 2.5, cacheRead: 0.03 },
    'gemini-2.5-flash-lite': { input: 0.1, output: 0.4, cacheRead: 0.01 },
  }),
)

/** `own` comes first: what the user has set, by the model's name as the agent gives it. */
export function priceList(prices: { readonly [model: string]: Price } = {}): PriceList {
  const own = new Map(Object.entries(prices))
  return { from, of: (model) => own.get(model) ?? own.get(plain(model)) ?? list.get(plain(model)) }
}

/** Without the provider before it, the date after it, and the mark of a longer context. */
const plain = (model: string): string =>
  model
    .replace(/^.*\//, '')
    .replace(/\[.*\]$/, '')
    .replace(/(?:-20\d{6}|-20\d\d-\d\d-\d\d|-latest)$/, '')
