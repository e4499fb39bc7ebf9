// Messages that a compaction kept as they are: before its boundary in the file, after its summary in the conversation.

import type { Link } from './link.ts'
import { isRecord, type JsonRecord, textOf } from './record.ts'

export interface Kept {
  /** What the kept messages follow: the summary. */
  readonly anchor: string
  /** They keep their parents where only their ends are told. */
  readonly first: string
  readonly last: string
  readonly all: readonly string[]
}

/** The links with the parents they have after the compactions among them. */
export function withKeptMessages<L extends Link & { readonly kept?: Kept }>(links: readonly L[]): readonly L[] {
  const kept = links.filter((link) => link.kept).flatMap((link) => link.kept ?? [])
  if (kept.length === 0) return links
  const parents = new Map<string, string>()
  const lastAfter = new Map<string, string>()
  for (const { anchor, first, last, all } of kept) {
    lastAfter.set(anchor, last)
    parents.set(first, anchor)
    for (const [at, uuid] of all.entries()) parents.set(uuid, all[at - 1] ?? anchor)
  }
  return links.map((link) => {
    const parent = parents.get(link.uuid) ?? lastAfter.get(link.parent ?? '') ?? link.parent
    return parent === link.parent ? link : { ...link, parent }
  })
}

/** What the line of a compaction's boundary says of it. */
export function keptBy(line: JsonRecord): Kept | undefined {
  if (line['subtype'] !== 'compact_boundary' || !isRecord(line['compactMetadata'])) return undefined
  const { preservedSegment: segment, preservedMessages: messages } = line['compactMetadata']
  if (isRecord(segment)) return ends(segment['anchorUuid'], segment['headUuid'], segment['tailUuid'], [])
  if (!isRecord(messages) || !Array.isArray(messages['uuids'])) return undefined
  const all = messages['uuids'].filter((uuid) => typeof uuid === 'string')
  return ends(messages['anchorUuid'], all[0], all.at(-1), all)
}

function ends(anchor: unknown, first: unknown, last: unknown, all: readonly string[]): Kept | undefined {
  const [from, head, tail] = [textOf(anchor), textOf(first), textOf(last)]
  return from === undefined || head === undefined || tail === undefined
    ? undefined
    : { anchor: from, first: head, last: tail, all }
}
