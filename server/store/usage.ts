// What a transcript's lines say of its cost: each message's tokens once, the time at work, the lines of files changed.

import { difference, type Money, noTokens, type Tokens, together } from '../../shared/cost.ts'
import { isRecord, type JsonRecord, numberOf, recordsOf, textOf } from './record.ts'

export interface Usage {
  readonly models: ReadonlyMap<string, Tokens>
  /** Of the agents that it started. */
  readonly subagents: ReadonlyMap<string, Tokens>
  /** What the agent wrote down as the session's cost. */
  readonly told: Money | undefined
  readonly time: { readonly turns: number; readonly model: number | undefined }
  readonly lines: { readonly added: number; readonly removed: number }
}

/** A message's lines stand near each other; its id is known for so many messages after it. */
const mostOpen = 256

/** Takes the lines in their order; what it holds does not grow with their number. */
export class UsageCount {
  readonly #models = new Map<string, Tokens>()
  readonly #subagents = new Map<string, Tokens>()
  /** What was counted of the newest messages: Claude Code repeats it on each line, and the last one has most. */
  readonly #counted = new Map<string, Tokens>()
  #told: Money | undefined
  #waited: number | undefined
  #turns = 0
  #turn: { readonly from: number; to: number } | undefined
  #added = 0
  #removed = 0

  get usage(): Usage {
    const open = this.#turn ? this.#turn.to - this.#turn.from : 0
    return {
      models: this.#models,
      subagents: this.#subagents,
      told: this.#told,
      time: { turns: this.#turns + open, model: this.#waited },
      lines: { added: this.#added, removed: this.#removed },
    }
  }

  take(line: JsonRecord): void {
    // A copy's first part was paid for in the session that it is a copy of.
    if (line['forkedFrom'] !== undefined) return
    switch (line['type']) {
      case 'assistant':
        this.#message(line)
        return this.#goOn(line)
      case 'user':
        if (isPrompt(line)) return this.#begin(line)
        this.#change(line['toolUseResult'])
        return this.#goOn(line)
      case 'carryon-usage':
        return this.#spent(line, this.#models)
      case 'cost-state':
        this.#waited = numberOf(line['totalAPIDuration']) ?? this.#waited
        if (typeof line['totalCostUSD'] === 'number') this.#told = { amount: line['totalCostUSD'], currency: 'USD' }
    }
  }

  #message(line: JsonRecord): void {
    const message = isRecord(line['message']) ? line['message'] : {}
    const sums = line['isSidechain'] === true ? this.#subagents : this.#models
    // A recording's own model is none; those that were asked are beside it.
    if (isRecord(line['carryon']) && Array.isArray(line['carryon']['spent'])) return this.#spent(line['carryon'], sums)
    const id = textOf(message['id'])
    const model = textOf(message['model'])
    const tokens = tokensIn(message['usage'])
    if (id === undefined || model === undefined || tokens === undefined) return
    const before = this.#counted.get(id)
    const most = before ? theMost(before, tokens) : tokens
    add(sums, model, before ? difference(most, before) : most)
    this.#counted.delete(id)
    this.#counted.set(id, most)
    const oldest = this.#counted.size > mostOpen ? this.#counted.keys().next() : undefined
    if (oldest && !oldest.done) this.#counted.delete(oldest.value)
  }

  #spent(of: JsonRecord, sums: Map<string, Tokens>): void {
    for (const part of recordsOf(of['spent'])) {
      const tokens = tokensIn(part['usage'])
      if (tokens) add(sums, textOf(part['model']) ?? 'unknown model', tokens)
    }
  }

  #begin(line: JsonRecord): void {
    const at = timeOf(line)
    if (at === undefined) return
    if (this.#turn) this.#turns += this.#turn.to - this.#turn.from
    this.#turn = { from: at, to: at }
  }

  #goOn(line: JsonRecord): void {
    const at = timeOf(line)
    if (this.#turn && at !== undefined) this.#turn.to = Math.max(this.#turn.to, at)
  }

  #change(result: unknown): void {
    if (!isRecord(result)) return
    const patch = recordsOf(result['structuredPatch'])
    for (const { lines } of patch) {
      if (!Array.isArray(lines)) continue
      this.#added += lines.filter((text) => typeof text === 'string' && text.startsWith('+')).length
      this.#removed += lines.filter((text) => typeof text === 'string' && text.startsWith('-')).length
    }
    const content = textOf(result['content'])
    if (patch.length === 0 && result['type'] === 'create' && content)
      this.#added += content.replace(/\n$/, '').split('\n').length
  }
}

function add(sums: Map<string, Tokens>, model: string, tokens: Tokens): void {
  if (Object.values(tokens).every((count) => count === 0)) return
  sums.set(model, together(sums.get(model) ?? noTokens, tokens))
}

function isPrompt(line: JsonRecord): boolean {
  if (line['isSidechain'] === true || line['isMeta'] === true || line['isCompactSummary'] === true) return false
  const content = isRecord(line['message']) ? line['message']['content'] : undefined
  return typeof content === 'string' || recordsOf(content).every(({ type }) => type !== 'tool_result')
}

/** As Anthropic's API counts: `input` has none of the cached ones. */
function tokensIn(usage: unknown): Tokens | undefined {
  if (!isRecord(usage)) return undefined
  const cached = isRecord(usage['cache_creation']) ? usage['cache_creation'] : {}
  return {
    input: countOf(usage['input_tokens']),
    output: countOf(usage['output_tokens']),
    cacheRead: countOf(usage['cache_read_input_tokens']),
    cacheWrite: countOf(usage['cache_creation_input_tokens']),
    cacheHour: countOf(cached['ephemeral_1h_input_tokens']),
  }
}

const countOf = (value: unknown): number => (typeof value === 'number' && value > 0 ? value : 0)

const theMost = (one: Tokens, other: Tokens): Tokens => ({
  input: Math.max(one.input, other.input),
  output: Math.max(one.output, other.output),
  cacheRead: Math.max(one.cacheRead, other.cacheRead),
  cacheWrite: Math.max(one.cacheWrite, other.cacheWrite),
  cacheHour: Math.max(one.cacheHour, other.cacheHour),
})

function timeOf(line: JsonRecord): number | undefined {
  const at = Date.parse(textOf(line['timestamp']) ?? '')
  return Number.isNaN(at) ? undefined : at
}
