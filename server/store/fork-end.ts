// How far a fork copies where it is told a message; no compaction is copied by half.

import { isMessage } from './chain.ts'
import { keptBy } from './kept-messages.ts'
import type { FullLink } from './read-links.ts'
import { isRecord, type JsonRecord } from './record.ts'

/** Where a copy ends; all is copied where neither is given. */
export interface ForkEnd {
  /** The last line to copy, by its uuid or by the one that a queued prompt was sent with. */
  readonly upTo?: string | undefined
  /** The line that what is copied was gone on from with. */
  readonly before?: string | undefined
}

/** The lines to copy; undefined where the line at their end is none of these. */
export function linesToCopy(links: readonly FullLink[], { upTo, before }: ForkEnd): readonly FullLink[] | undefined {
  if (links.length === 0) return links
  if (before === undefined) return upTo === undefined ? links : linesUpTo(links, upTo)
  const place = links.findIndex(({ uuid }) => uuid === before)
  const parent = links[place]?.parent
  if (parent === undefined) return place === -1 ? undefined : []
  // What was taken back before it stands between it and what it follows. One whose parent is in no file goes on from the
  // line above it.
  return linesUpTo(links, parent) ?? links.slice(0, place)
}

function linesUpTo(links: readonly FullLink[], uuid: string): readonly FullLink[] | undefined {
  const own = links.findIndex((link) => link.uuid === uuid)
  const end = own === -1 ? links.findIndex((link) => sentAs(link.line) === uuid) : own
  const last = links[end]
  return last && beforeBoundary(links.slice(0, end + 1)).map((link) => withoutKeptAfter(link, last.uuid))
}

const sentAs = ({ attachment }: JsonRecord): unknown => (isRecord(attachment) ? attachment['source_uuid'] : undefined)

/** Lines that end between a compaction's boundary and its summary end before the boundary, with what it summed up. */
function beforeBoundary(links: readonly FullLink[]): readonly FullLink[] {
  const said = links.findLastIndex(isMessage)
  const at = links.findIndex((link, place) => place > said && isBoundary(link) && !isRewind(link))
  const boundary = links[at]
  if (!boundary) return links
  const before = links.slice(0, at)
  const summedUp = keptBy(boundary.line)?.anchor === boundary.uuid ? [] : [...keptIn(boundary), boundary.across]
  let end = before.findLastIndex(({ uuid }) => summedUp.includes(uuid))
  const earlier = before.findLast(isBoundary)
  // What was kept twice stands before the summary that it follows.
  if (earlier && !isRewind(earlier) && keptIn(earlier).includes(before[end]?.uuid)) {
    const anchor = keptBy(earlier.line)?.anchor
    end = Math.max(
      end,
      before.findLastIndex(({ uuid }) => uuid === anchor),
    )
  }
  const copied = end === -1 ? before : before.slice(0, end + 1)
  return copied.some(({ type }) => type !== 'progress') ? copied : links
}

/** Up to a summary: the messages that were kept after it are not part of it. */
function withoutKeptAfter(link: FullLink, summary: string): FullLink {
  const { compactMetadata } = link.line
  if (!isRecord(compactMetadata) || !isBoundary(link) || isRewind(link)) return link
  if (keptBy(link.line)?.anchor !== summary) return link
  const { preservedMessages, preservedSegment, postTokens, ...others } = compactMetadata
  return { ...link, line: { ...link.line, compactMetadata: others } }
}

const isBoundary = ({ type, line }: FullLink): boolean => type === 'system' && line['subtype'] === 'compact_boundary'

/** Such a boundary is written where a person went back behind a compaction; nothing was summed up there. */
function isRewind({ uuid, line }: FullLink): boolean {
  const { compactMetadata } = line
  return isRecord(compactMetadata) && compactMetadata['durationMs'] === 0 && keptBy(line)?.anchor === uuid
}

function keptIn({ line }: FullLink): readonly (string | undefined)[] {
  const kept = keptBy(line)
  return kept ? [...(kept.all ?? []), kept.first, kept.last] : []
}
