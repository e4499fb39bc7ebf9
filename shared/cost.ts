// What a conversation has cost: tokens by model, money where it is known, time and lines; what `cost` answers.

/** Counts of tokens; `cacheHour` are those of `cacheWrite` that are kept for an hour. */
export interface Tokens {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
  readonly cacheHour: number
}

/** What a turn took of one model; without a name where the agent gives none. */
export interface Spent {
  readonly model?: string
  readonly tokens: Tokens
}

export interface ModelCost {
  readonly model: string
  readonly tokens: Tokens
  /** By the price list; undefined where it does not have the model. */
  readonly dollars?: number
}

export interface Money {
  readonly amount: number
  /** ISO 4217, as the agent gives it. */
  readonly currency: string
}

export interface Cost {
  readonly models: readonly ModelCost[]
  /** The same of the agents that it started. */
  readonly subagents: readonly ModelCost[]
  /** What the agent itself says of the whole session. */
  readonly told?: Money
  /** The month that the price list is from. */
  readonly prices: string
  /** In milliseconds: from each prompt to the last word of its turn; and waiting for the model, where the agent says so. */
  readonly time: { readonly turns: number; readonly model?: number }
  /** Of files, as the agent's edits changed them. */
  readonly lines: { readonly added: number; readonly removed: number }
}

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  /** As `input` where it is not given. */
  readonly cacheRead?: number
  readonly cacheWrite?: number
}

export interface PriceList {
  /** The month it is from, as `2025-11`. */
  readonly from: string
  readonly of: (model: string) => Price | undefined
}

/** In US dollars. What a cache keeps for an hour costs 1.6 times what it keeps for five minutes. */
export function dollarsOf(tokens: Tokens, price: Price): number {
  const { input, output, cacheRead = input, cacheWrite = input } = price
  const long = tokens.cacheHour * cacheWrite * 1.6
  const short = (tokens.cacheWrite - tokens.cacheHour) * cacheWrite
  return (tokens.input * input + tokens.output * output + tokens.cacheRead * cacheRead + short + long) / 1_000_000
}

export const noTokens: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cacheHour: 0 }

export const together = (one: Tokens, other: Tokens): Tokens => ({
  input: one.input + other.input,
  output: one.output + other.output,
  cacheRead: one.cacheRead + other.cacheRead,
  cacheWrite: one.cacheWrite + other.cacheWrite,
  cacheHour: one.cacheHour + other.cacheHour,
})

/** What `now` has more than `before`. */
export const difference = (now: Tokens, before: Tokens): Tokens => ({
  input: now.input - before.input,
  output: now.output - before.output,
  cacheRead: now.cacheRead - before.cacheRead,
  cacheWrite: now.cacheWrite - before.cacheWrite,
  cacheHour: now.cacheHour - before.cacheHour,
})
