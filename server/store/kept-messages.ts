// Messages that a compaction kept as they are: before its boundary in the file, after its summary in the conversation.

import type { Link } from './link.ts'
import { isRecord, type JsonRecord, textOf } from './record.ts'

export interface Kept {
  /** What the kept messages follow: the summary. */
  readonly anchor: string
  readonly first: string
  readonly last: string
  /** All of them, in order; undefined where only their ends are told, and they keep the parents they have. */
  readonly all?: readonly string[]
}

/** The links with the parents they have after the compactions among them, in place. */
export function withKeptMessages<L extends Link & { readonly kept?: Kept }>(links: readonly L[]): readonly L[] {
  const kept = links.filter((link) => link.kept).flatMap((link) => link.kept ?? [])
  if (kept.length === 0) return links
  const known = new Set(links.map(({ uuid }) => uuid))
  const parents = new Map<string, string>()
  const parentOf = ({ uuid, parent }: L): string | undefined => parents.get(uuid) ?? parent
  for (const { anchor, first, last, all } of kept) {
    // Of messages that are not all there none is put anywhere.
    if (all?.some((uuid) => !known.has(uuid))) continue
    if (all) for (const [at, uuid] of all.entries()) parents.set(uuid, all[at - 1] ?? anchor)
    else parents.set(first, anchor)
    for (const link of links) if (link.uuid !== first && parentOf(link) === anchor) parents.set(link.uuid, last)
  }
  return links.map((link) => {
    const parent = parentOf(link)
    return parent === link.parent ? link : { ...link, parent }
  })
}

/** What the line of a compaction's boundary says of it. */
export function keptBy(line: JsonRecord): Kept | undefined {
  if (line['subtype'] !== 'compact_boundary' || !isRecord(line['compactMetadata'])) return undefined
  const { preservedSegment: segment, preservedMessages: messages } = line['compactMetadata']
  if (isRecord(messages)) {
    const all = Array.isArray(messages['uuids']) ? messages['uuids'].filter((uuid) => typeof uuid === 'string') : []
    return kept(messages['anchorUuid'], all[0], all.at(-1), all)
  }
  return isRecord(segment) ? kept(segment['anchorUuid'], segment['headUuid'], segment['tailUuid']) : undefined
}

function kept(anchor: unknown, first: unknown, last: unknown, all?: readonly string[]): Kept | undefined {
  const [from, head, tail] = [textOf(anchor), textOf(first), textOf(last)]
  if (from === undefined || head === undefined || tail === undefined) return undefined
  return { anchor: from, first: head, last: tail, ...(all && { all }) }
}
