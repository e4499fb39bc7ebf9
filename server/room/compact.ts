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
import type { Conversation } from './conversation.ts'
import type { History } from './history.ts'
import { summaryIn, summaryPrompt } from './summary-prompt.ts'
import type { Turns } from './turns.ts'

interface CompactParts {
  readonly history: History
  readonly turns: Turns
  readonly life: AgentLife
  readonly conversation: Conversation
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
  const { turns, life, conversation } = parts
  const { id, instructions, by } = wish
  turns.mustRest()
  const way = life.summarizes
  if (!way) throw new CallRefused('unavailable', 'The agent is not there to sum up. Start it again with /restart.')
  switch (way.by) {
    case 'prompt': {
      // A command that would not hear what is wished for is no way to get it.
      if (instructions !== '' && !way.takesWishes)
        return turns.apart(() => conversation.summingUp(() => asked(parts, wish)))
      const { standing } = await turns.accept(id, `/${way.command} ${instructions}`.trim(), by)
      return { made: 'by the agent', standing }
    }
    case 'command': {
      const command = instructions === '' ? `/${way.command}` : undefined
      return turns.apart(() => conversation.summingUp(() => asked(parts, wish, command)))
    }
    case 'asking':
      return turns.apart(() => conversation.summingUp(() => asked(parts, wish)))
    case 'listing':
      return turns.apart(() => listed(parts, wish))
  }
}

async function listed(parts: CompactParts, wish: Wish): Promise<Results['compact']> {
  const { entries, units } = await begun(parts, wish)
  const text = commandList(entries, parts.limits)
  return written(parts, wish, { made: 'list', text, units, spent: [] })
}

/** By its own `command` the agent goes on with its summary; else it begins anew, and is told the summary. */
async function asked(parts: CompactParts, wish: Wish, command?: string): Promise<Results['compact']> {
  const { life, conversation } = parts
  const { units } = await begun(parts, wish)
  const { outcome, said, spent } = await conversation.aside(wish.id, command ?? summaryPrompt(wish.instructions))
  if (outcome === 'cancelled') throw new CallRefused('unavailable', 'It was stopped; everything is as it was.')
  const text = command === undefined ? summaryIn(said) : said.trim()
  if (text === '')
    throw new CallRefused('unavailable', 'The agent gave no summary; everything is as it was. Try again.')
  const summedUp = await written(parts, wish, { made: 'summary', text, units, spent, own: command !== undefined })
  if (command === undefined) void life.again()
  return summedUp
}

/** What is to be summed up; that somebody wants it is in the journal. Throws `CallRefused` where there is nothing. */
async function begun({ history }: CompactParts, { id, instructions, by }: Wish): ReturnType<typeof saidIn> {
  const said = await saidIn(history)
  if (said.entries.every((entry) => entry.kind === 'notice' && entry.summary))
    throw new CallRefused('bad_request', 'There is nothing new to sum up.')
  history.note({ t: 'compacting', id, by, instructions: instructions || undefined })
  await history.sync()
  return said
}

interface Summary {
  readonly made: SummedUp['made']
  readonly text: string
  /** How long that is in UTF-16 units which it stands for. */
  readonly units: number
  readonly spent: readonly Spent[]
  /** It was made by the agent's own command. */
  readonly own?: boolean
}

async function written(
  { history }: CompactParts,
  { id }: Wish,
  { made, text, units, spent, own }: Summary,
): Promise<SummedUp> {
  const sizes = inTokens(spent) ?? ({ unit: 'characters', before: units, after: text.length } as const)
  history.append([
    { kind: 'boundary', made, sizes },
    { kind: 'summary', made, text },
    ...(spent.length > 0 ? [{ kind: 'spent', spent } as const] : []),
  ])
  history.note({ t: 'compacted', id, transcript: history.log.id, own: own || undefined })
  await history.sync()
  return { made, sizes }
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
