// What models cost, for agents that do not say it themselves: a list with its date, and what the user sets in its place.

import type { Price, PriceList } from '../../shared/cost.ts'

/**
 * The month in which they held, read in copies of the makers' lists or of what others took from these:
 * https://platform.claude.com/docs/en/about-claude/pricing, https://developers.openai.com/api/docs/pricing and
 * https://ai.google.dev/gemini-api/docs/pricing. They are those for short prompts at the usual speed, not by batch; Google's
 * for its newest Flash double in 2027. A model that none of them was found for is left out, and its cost is unknown.
 */
const from = '2026-10'

/** What a cache keeps for five minutes costs a quarter more than input; what is read from it mostly a tenth. */
const claude = (input: number, output: number, cacheRead = input / 10): Price => ({
  input,
  output,
  cacheRead,
  cacheWrite: input * 1.25,
})

const openai = (input: number, output: number, cacheRead = input / 10): Price => ({ input, output, cacheRead })

const google = (input: number, output: number): Price => ({ input, output, cacheRead: input / 10 })

const list = new Map<string, Price>(
  Object.entries({
    'claude-fable-5-1': claude(10, 50, 0.25),
    'claude-fable-5': claude(10, 50),
    'claude-opus-5-5': claude(4, 20, 0.2),
    'claude-opus-5': claude(5, 25),
    'claude-opus-4-8': claude(5, 25),
    'claude-opus-4-7': claude(5, 25),
    'claude-opus-4-6': claude(5, 25),
    'claude-opus-4-5': claude(5, 25),
    'claude-opus-4-1': claude(15, 75),
    'claude-opus-4': claude(15, 75),
    'claude-sonnet-5-5': claude(2, 10, 0.1),
    'claude-sonnet-5': claude(2, 10),
    'claude-sonnet-4-6': claude(3, 15),
    'claude-sonnet-4-5': claude(3, 15),
    'claude-sonnet-4': claude(3, 15),
    'claude-3-7-sonnet': claude(3, 15),
    'claude-haiku-5-5': claude(0.1, 0.5),
    'claude-haiku-4-5': claude(1, 5),
    'claude-3-5-haiku': claude(0.8, 4),
    'gpt-6.1-sol': openai(2, 10, 0.1),
    'gpt-6-astra': openai(10, 50),
    'gpt-6-sol': { ...openai(2, 10), cacheWrite: 2.5 },
    'gpt-6-luna': { ...openai(0.1, 0.5), cacheWrite: 0.125 },
    'gpt-5.6-terra': openai(2, 12),
    'gpt-5.6-luna': openai(0.2, 1.2),
    'gpt-5.5': openai(5, 30),
    'gpt-5.4': openai(2.5, 15),
    'gpt-5.4-mini': openai(0.75, 4.5),
    'gpt-5.4-nano': openai(0.2, 1.25),
    'gpt-5.3-codex': openai(1.75, 14),
    'gpt-5.2-codex': openai(1.75, 14),
    'gpt-5.2': openai(1.75, 14),
    'gpt-5.1-codex-max': openai(1.25, 10),
    'gpt-5.1-codex': openai(1.25, 10),
    'gpt-5.1': openai(1.25, 10),
    'gpt-5-codex': openai(1.25, 10),
    'gpt-5': openai(1.25, 10),
    'gpt-5-mini': openai(0.25, 2),
    'gpt-5-nano': openai(0.05, 0.4),
    'gpt-4.1': openai(2, 8, 0.5),
    o3: openai(2, 8, 0.5),
    'gemini-3.8-flash': google(0.75, 3.75),
    'gemini-3.5-flash': google(1.5, 9),
    'gemini-3.5-flash-lite': google(0.3, 2.5),
    'gemini-3.1-pro-preview': google(2, 12),
    'gemini-3.1-pro-preview-customtools': google(2, 12),
    'gemini-3-pro-preview': google(2, 12),
    'gemini-3-flash-preview': google(0.5, 3),
    'gemini-2.5-pro': google(1.25, 10),
    'gemini-2.5-flash': google(0.3, 2.5),
    'gemini-2.5-flash-lite': google(0.1, 0.4),
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
