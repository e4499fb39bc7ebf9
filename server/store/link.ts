// What the visible chain needs to know of a line: who it is, what it follows, what it belongs together with.

import { isRecord, type JsonRecord, textOf } from './record.ts'

type LinkType = 'user' | 'assistant' | 'attachment' | 'system' | 'progress'

export interface Link {
  readonly uuid: string
  /** What it follows; for a compaction's boundary undefined, see `across`. */
  readonly parent: string | undefined
  /** The last line before a compaction: what a boundary follows in the eyes of people. */
  readonly across: string | undefined
  readonly type: LinkType
  /** The API message that this block is part of. */
  readonly message: string | undefined
  /** Tool calls made by this line, and those it answers. */
  readonly calls: readonly string[]
  readonly answers: readonly string[]
  /** A line of ours for people: others may go on before it, as if it were not there. */
  readonly note: boolean
  /** A subagent's or a teammate's line: part of another conversation. */
  readonly apart: boolean
}

const none: readonly string[] = []

/** The line as a link of the chain; undefined for bookkeeping lines. */
export function linkOf(line: JsonRecord): Link | undefined {
  const uuid = textOf(line['uuid'])
  const type = line['type']
  if (!uuid || !isLinkType(type)) return undefined
  const message = isRecord(line['message']) ? line['message'] : undefined
  const blocks = message?.['content']
  return {
    uuid,
    parent: textOf(line['parentUuid']),
    across: textOf(line['logicalParentUuid']),
    type,
    message: type === 'assistant' ? textOf(message?.['id']) : undefined,
    calls: type === 'assistant' ? idsIn(blocks, 'tool_use', 'id') : none,
    answers: type === 'user' ? idsIn(blocks, 'tool_result', 'tool_use_id') : none,
    note: type === 'system' && isRecord(line['carryon']) && line['carryon']['note'] === true,
    apart: line['isSidechain'] === true || Boolean(line['teamName']),
  }
}

const isLinkType = (type: unknown): type is LinkType =>
  type === 'user' || type === 'assistant' || type === 'attachment' || type === 'system' || type === 'progress'

function idsIn(blocks: unknown, type: string, field: string): readonly string[] {
  if (!Array.isArray(blocks)) return none
  let ids: readonly string[] | undefined
  for (const block of blocks) {
    if (!isRecord(block) || block['type'] !== type) continue
    const id = textOf(block[field])
    if (id !== undefined) ids = [...(ids ?? none), id]
  }
  return ids ?? none
}
