// What a turn took, as agents tell it in their answer to the prompt: by model where they do, else in all.

import { noTokens, type Spent, type Tokens } from '../../shared/cost.ts'
import { isRecord, type JsonRecord, numberOf, recordsOf, textOf } from '../store/record.ts'

/** Empty where the agent says nothing of it. */
export function spentIn(response: { readonly usage?: unknown; readonly _meta?: unknown }): readonly Spent[] {
  const quota = isRecord(response._meta) && isRecord(response._meta['quota']) ? response._meta['quota'] : {}
  const byModel = recordsOf(quota['model_usage']).flatMap((row) => spentBy(textOf(row['model']), row['token_count']))
  if (byModel.length > 0) return byModel
  const inAll = spentBy(undefined, response.usage)
  return inAll.length > 0 ? inAll : spentBy(undefined, quota['token_count'])
}

function spentBy(model: string | undefined, counts: unknown): Spent[] {
  if (!isRecord(counts)) return []
  const tokens = tokensIn(counts)
  if (Object.values(tokens).every((count) => count === 0)) return []
  return [model === undefined ? { tokens } : { model, tokens }]
}

/** Agents write the names of the counts in either of two ways. */
function tokensIn(counts: JsonRecord): Tokens {
  const input = count(counts, 'inputTokens', 'input_tokens')
  const output = count(counts, 'outputTokens', 'output_tokens')
  const cacheRead = count(counts, 'cachedReadTokens', 'cachedInputTokens', 'cached_read_tokens')
  const cacheWrite = count(counts, 'cachedWriteTokens', 'cached_write_tokens')
  const thought = count(counts, 'thoughtTokens', 'thought_tokens')
  // Thinking is billed as output; in some counts it is part of that already, which their total tells.
  const apart = input + output + cacheRead + cacheWrite + thought <= count(counts, 'totalTokens', 'total_tokens')
  return { ...noTokens, input, output: apart ? output + thought : output, cacheRead, cacheWrite }
}

const count = (counts: JsonRecord, ...names: string[]): number =>
  Math.max(0, names.map((name) => numberOf(counts[name])).find((value) => value !== undefined) ?? 0)
