// The conversation summed up: by the agent's own command, by a summary that it is asked for, or as a list of commands.

import { setImmediate as breath } from 'node:timers/promises'
import { noTokens, type Spent, together } from '../../shared/cost.ts'
import type { Entry, Person, SummedUp } from '../../shared/entries.ts'
import type { CallId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Results } from '../../shared/protocol.ts'
import type { AgentLife } from './agent-life.ts'
import { CallRefused } from './call-refused.ts'
import { commandList } from './command-list.ts'
import type { History } from './history.ts'
import { summaryIn, summaryPrompt } from './summary-prompt.ts'
import type { Turns } from './turns.ts'

interface CompactParts {
  readonly history: History
  readonly turns: Turns
  readonly life: AgentLife
  readonly limits: Limits
}

interface Wish {
  /** Of the call. */
  readonly id: CallId
  readonly instructions: string
  readonly by: Person
}

/**
 * Answers once it is done; an agent's own command is a prompt like any other, and that it waits or runs is the answer.
 * Throws `CallRefused`, and then everything is as it was.
 */
export async function compact(parts: CompactParts, wish: Wish): Promise<Results['compact']> {
  const { turns, life } = parts
  const { id, instructions, by } = wish
  turns.mustRest()
  switch (life.summarizes) {
    case 'by itself': {
      const { standing } = await turns.accept(id, `/compact ${instructions}`.trim(), by)
      return { made: 'by the agent', standing }
    }
    case 'when asked':
      return turns.apart(() => life.summingUp(() => sumUp(parts, wish, 'summary')))
    case 'never':
      return turns.apart(() => sumUp(parts, wish, 'list'))
    case undefined:
      throw new CallRefused('unavailable', 'The agent is not there to sum up. Start it again with /restart.')
  }
}

async function sumUp(
  parts: CompactParts,
  { id, instructions, by }: Wish,
  made: SummedUp['made'],
): Promise<Results['compact']> {
  const { history, life, limits } = parts
  const { entries, units } = await saidIn(history)
  if (entries.every((entry) => entry.kind === 'notice' && entry.summary))
    throw new CallRefused('bad_request', 'Nothing has been said since it was last summed up.')
  history.note({ t: 'compacting', id, by, instructions: instructions || undefined })
  await history.sync()
  const { text, spent } =
    made === 'list' ? { text: commandList(entries, limits), spent: [] } : await asked(life, id, instructions)
  const sizes = inTokens(spent) ?? ({ unit: 'characters', before: units, after: text.length } as const)
  history.append([
    { kind: 'boundary', made, sizes },
    { kind: 'summary', made, text },
    ...(spent.length > 0 ? [{ kind: 'spent', spent } as const] : []),
  ])
  history.note({ t: 'compacted', id, transcript: history.log.id })
  await history.sync()
  // What it remembers is what was summed up: it begins anew, and is told the summary.
  if (made === 'summary') void life.again()
  return { made, sizes }
}

async function asked(
  life: AgentLife,
  id: CallId,
  instructions: string,
): Promise<{ text: string; spent: readonly Spent[] }> {
  const { outcome, said, spent } = await life.aside(id, summaryPrompt(instructions))
  if (outcome === 'cancelled') throw new CallRefused('unavailable', 'It was stopped; everything is as it was.')
  const text = summaryIn(said)
  if (text !== '') return { text, spent }
  throw new CallRefused('unavailable', 'The agent gave no summary; everything is as it was. Try again.')
}

/** The model read the conversation and wrote the summary: that is how long both are in its eyes. */
function inTokens(spent: readonly Spent[]): SummedUp['sizes'] | undefined {
  const { input, cacheRead, cacheWrite, output } = spent.map(({ tokens }) => tokens).reduce(together, noTokens)
  const before = input + cacheRead + cacheWrite
  return before > 0 && output > 0 ? { unit: 'tokens', before, after: output } : undefined
}

/** What was said since it was last summed up, and how long that is in UTF-16 units. */
async function saidIn({ log }: History): Promise<{ entries: readonly Entry[]; units: number }> {
  const pages: (readonly Entry[])[] = []
  let units = 0
  for (let before: number | undefined; ; ) {
    const page = log.page(before, 200)
    const boundary = page.entries.findLastIndex(({ kind }) => kind === 'boundary')
    const entries = page.entries.slice(boundary + 1)
    pages.push(entries)
    units += entries.reduce((sum, entry) => sum + unitsOf(entry), 0)
    if (boundary !== -1 || page.before === null) return { entries: pages.reverse().flat(), units }
    before = page.before
    // A long conversation must not hold up the devices that listen.
    await breath()
  }
}

function unitsOf(entry: Entry): number {
  if (entry.kind === 'tool') return entry.title.length + entry.input.length + (entry.cut?.omitted ?? 0)
  if (!('text' in entry)) return 0
  return entry.text.length + ('cut' in entry ? (entry.cut?.omitted ?? 0) : 0)
}
