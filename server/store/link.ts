// What the visible chain needs to know of a line: who it is, what it follows, what it belongs together with.

import { isRecord, type JsonRecord, textOf } from './record.ts'

type LinkType = 'user' | 'assistant' | 'attachment' | 'system' | 'progress'

/** What few links have is absent in the others: there may be a hundred thousand of them. */
export interface Link {
  readonly uuid: string
  /** What it follows; for a compaction's boundary undefined, see `across`. */
  readonly parent: string | undefined
  readonly type: LinkType
  /** The API message that this block is part of. */
  readonly message: string | undefined
  /** Tool calls that this line answers, and those it makes. */
  readonly answers: readonly string[]
  readonly calls?: readonly string[]
  /** The last line before a compaction: what a boundary follows in the eyes of people. */
  readonly across?: string | undefined
  /** A line of ours for people: others may go on before it, as if it were not there. */
  readonly note?: boolean
  /** A subagent's or a teammate's line: part of another conversation. */
  readonly apart?: boolean
}

const none: readonly string[] = []

/** The line as a link of the chain; undefined for bookkeeping lines. */
export function linkOf(line: JsonRecord): Link | undefined {
  const uuid = textOf(line['uuid'])
  const type = line['type']
  if (!uuid || !isLinkType(type)) return undefined
  const said = isRecord(line['message']) ? line['message'] : undefined
  const message = type === 'assistant' ? textOf(said?.['id']) : undefined
  const answers = type === 'user' ? idsIn(said?.['content'], 'tool_result', 'tool_use_id') : none
  const link: Writable<Link> = { uuid, parent: textOf(line['parentUuid']), type, message, answers }
  const calls = type === 'assistant' ? idsIn(said?.['content'], 'tool_use', 'id') : none
  const across = textOf(line['logicalParentUuid'])
  if (calls !== none) link.calls = calls
  if (across !== undefined) link.across = across
  if (type === 'system' && isRecord(line['carryon']) && line['carryon']['note'] === true) link.note = true
  if (line['isSidechain'] === true || line['teamName']) link.apart = true
  return link
}

type Writable<T> = { -readonly [Field in keyof T]: T[Field] }

const isLinkType = (type: unknown): type is LinkType =>
  type === 'user' || type === 'assistant' || type === 'attachment' || type === 'system' || type === 'progress'

function idsIn(blocks: unknown, type: string, field: string): readonly string[] {
  if (!Array.isArray(blocks)) return none
  let ids: readonly string[] | undefined
  for (const block of blocks) {
    if (!isRecord(block) || block['type'] !== type) continue
    const id = textOf(block[field])
    if (id !== undefined) ids = ids ? [...ids, id] : [id]
  }
  return ids ?? none
}
