// A line to append as Claude Code's own format has it, marked so that its continue and its picker leave it alone.

import { noTokens, type Spent, type Tokens, together } from '../../shared/cost.ts'
import type { SummedUp } from '../../shared/entries.ts'
import type { Image } from '../../shared/images.ts'
import type { JsonRecord } from './record.ts'
import type { NewLine } from './transcript-log.ts'

/** What is the same for every line of a transcript. */
export interface LineOrigin {
  readonly session: string
  /** The session's working directory. */
  readonly directory: string
  /** Of the program that writes. */
  readonly version: string
  readonly branch: string
}

export interface LinePlace {
  readonly uuid: string
  readonly parent: string | null
  /** ISO 8601, UTC. */
  readonly at: string
}

export function lineRecord(line: NewLine, origin: LineOrigin, place: LinePlace): JsonRecord {
  const common = {
    parentUuid: place.parent,
    isSidechain: false,
    userType: 'external',
    cwd: origin.directory,
    sessionId: origin.session,
    version: origin.version,
    gitBranch: origin.branch,
  }
  // `claude -c` and its picker pass over this entrypoint; by its id the session opens.
  const ours = { uuid: place.uuid, timestamp: place.at, entrypoint: 'sdk-ts', carryon: { format: 1 } }
  switch (line.kind) {
    case 'title':
      return { type: 'custom-title', customTitle: line.title, sessionId: origin.session }
    case 'tag':
      return { type: 'tag', tag: line.tag, sessionId: origin.session }
    case 'spent':
      return { type: 'carryon-usage', sessionId: origin.session, timestamp: place.at, spent: line.spent.map(spentLine) }
    case 'prompt':
      return { ...common, type: 'user', message: { role: 'user', content: saidAndShown(line) }, ...ours }
    case 'reply':
    case 'thought': {
      const content =
        line.kind === 'reply'
          ? { type: 'text', text: line.text }
          : { type: 'thinking', thinking: line.text, signature: '' }
      const message = reply(line, content, line.spent)
      const marked = line.spent ? { ...ours, carryon: { format: 1, spent: line.spent.map(spentLine) } } : ours
      return { ...common, type: 'assistant', message, apiBlockIndex: line.block, ...marked }
    }
    case 'tool': {
      const content = { type: 'tool_use', id: line.id, name: line.name, input: line.input }
      return { ...common, type: 'assistant', message: reply(line, content), ...ours }
    }
    case 'agent':
      // Claude Code's own kind of line for what people are told and the model is not.
      return {
        ...common,
        type: 'system',
        subtype: 'informational',
        content: line.text,
        isMeta: false,
        level: 'info',
        ...ours,
        carryon: { format: 1, note: true },
      }
    case 'boundary': {
      const { made, sizes } = line
      return {
        ...common,
        parentUuid: null,
        logicalParentUuid: place.parent,
        type: 'system',
        subtype: 'compact_boundary',
        content: 'Conversation compacted',
        isMeta: false,
        level: 'info',
        compactMetadata: sizes
          ? { trigger: 'manual', preTokens: inTokens(sizes, 'before'), postTokens: inTokens(sizes, 'after') }
          : { trigger: 'auto' },
        ...ours,
        carryon: { format: 1, made, sizes },
      }
    }
    case 'summary': {
      const message = { role: 'user', content: `${headings[line.made]}\n\n${line.text}` }
      return { ...common, type: 'user', message, isVisibleInTranscriptOnly: true, isCompactSummary: true, ...ours }
    }
    case 'result': {
      const content = { tool_use_id: line.of, type: 'tool_result', content: saidAndShown(line), is_error: line.failed }
      return {
        ...common,
        type: 'user',
        message: { role: 'user', content: [content] },
        toolUseResult: line.structured ?? line.text,
        ...ours,
      }
    }
  }
}

const headings = {
  summary: 'This session goes on from a conversation that was summed up. The summary:',
  list: 'These commands were run before; their output was left out. The list is no AI summary:',
}

/** The format knows tokens only; four characters are about one. The exact size is beside it. */
const inTokens = ({ unit, ...size }: SummedUp['sizes'], which: 'before' | 'after'): number =>
  unit === 'tokens' ? size[which] : Math.ceil(size[which] / 4)

function saidAndShown({ text, images = [] }: { readonly text: string; readonly images?: readonly Image[] }): unknown {
  if (images.length === 0) return text
  const said = text === '' ? [] : [{ type: 'text', text }]
  const shown = images.map(({ type, data }) => ({ type: 'image', source: { type: 'base64', media_type: type, data } }))
  return [...said, ...shown]
}

/** A recording's messages name no model that Claude Code would ask for; those that were asked stand here. */
const spentLine = ({ model, tokens }: Spent): JsonRecord => ({ model, usage: usageOf(tokens) })

const usageOf = ({ input, output, cacheRead, cacheWrite }: Tokens): JsonRecord => ({
  input_tokens: input,
  output_tokens: output,
  cache_read_input_tokens: cacheRead,
  cache_creation_input_tokens: cacheWrite,
})

function reply(
  line: { readonly message: string; readonly model: string },
  content: JsonRecord,
  spent: readonly Spent[] = [],
): JsonRecord {
  return {
    id: line.message,
    type: 'message',
    role: 'assistant',
    model: line.model,
    content: [content],
    stop_reason: content['type'] === 'tool_use' ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: usageOf(spent.map(({ tokens }) => tokens).reduce(together, noTokens)),
  }
}
