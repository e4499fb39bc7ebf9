// What one prompt took of tokens and money: the conversation's account after it, less the one before.

import { type Cost, difference, noTokens, type Tokens, together } from '../../shared/cost.ts'

/** In Claude Code's names. */
interface Usage {
  readonly input_tokens: number
  readonly output_tokens: number
  readonly cache_read_input_tokens: number
  readonly cache_creation_input_tokens: number
}

export interface Spending {
  /** Absent where the agent told of none. */
  readonly usage?: Usage
  /** US dollars: the agent's own figure, else by the price list; absent where a part of it is not known. */
  readonly total_cost_usd?: number
}

export function spentBetween(before: Cost | undefined, after: Cost | undefined): Spending {
  if (!before || !after) return {}
  const used = difference(tokensOf(after), tokensOf(before))
  const any = Object.values(used).some((count) => count > 0)
  const usage: Usage = {
    input_tokens: used.input,
    output_tokens: used.output,
    cache_read_input_tokens: used.cacheRead,
    cache_creation_input_tokens: used.cacheWrite,
  }
  const [was, is] = [dollarsOf(before), dollarsOf(after)]
  const dollars = was === undefined || is === undefined ? undefined : Math.max(0, is - was)
  return any ? { usage, total_cost_usd: dollars } : {}
}

const all = ({ models, subagents }: Cost) => [...models, ...subagents]

const tokensOf = (cost: Cost): Tokens => all(cost).reduce((sum, { tokens }) => together(sum, tokens), noTokens)

function dollarsOf(cost: Cost): number | undefined {
  if (cost.told) return cost.told.currency === 'USD' ? cost.told.amount : undefined
  const known = all(cost).map(({ dollars }) => dollars)
  return known.reduce<number | undefined>(
    (sum, dollars) => (sum === undefined || dollars === undefined ? undefined : sum + dollars),
    0,
  )
}
