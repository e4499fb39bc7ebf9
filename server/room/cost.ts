// What a conversation has cost so far: counted from its transcript, with what the agent itself says of it.

import { type Cost, dollarsOf, type ModelCost, type Money, type PriceList, type Tokens } from '../../shared/cost.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { JournalRecord } from '../store/journal.ts'
import type { History } from './history.ts'

export async function cost({ log, journal }: History, prices: PriceList): Promise<Cost> {
  const usage = await log.usage()
  const priced = (tokens: ReadonlyMap<string, Tokens>): ModelCost[] =>
    [...tokens].map(([model, count]) => {
      const price = prices.of(model)
      return price ? { model, tokens: count, dollars: dollarsOf(count, price) } : { model, tokens: count }
    })
  return {
    models: priced(usage.models),
    subagents: priced(usage.subagents),
    told: toldIn(journal.records(), log.id) ?? usage.told,
    prices: prices.from,
    time: usage.time,
    lines: usage.lines,
  }
}

/**
 * Each agent counts up, and some begin at nothing when they are started again: what is less than before is added to it.
 * Sums in several currencies are none.
 */
function toldIn(records: readonly JournalRecord[], transcript: TranscriptId): Money | undefined {
  let sum: Money | undefined
  const last = new Map<string, number>()
  for (const record of records) {
    if (record.t !== 'cost' || record.transcript !== transcript) continue
    const { agent, amount, currency } = record
    if (sum && sum.currency !== currency) return undefined
    const before = last.get(agent) ?? 0
    sum = { amount: (sum?.amount ?? 0) + (amount >= before ? amount - before : amount), currency }
    last.set(agent, amount)
  }
  return sum
}
