// How what is shown changed between two ends of a transcript: what stays, what was taken back, what came.

import { EntryMaker, type Item, isReplyKnown, lastListed, type ReadItem, visibleItems } from './item.ts'
import type { Link } from './link.ts'
import { Suffix } from './suffix.ts'
import type { TranscriptFile } from './transcript-file.ts'

export interface Difference {
  /** After a rewind: the last entry that stays, null for none. Undefined where nothing is taken back. */
  readonly keep: string | null | undefined
  /** What is shown after that, in file order. */
  readonly added: readonly Item[]
  readonly trunk: ReadonlySet<Link>
  /** Knows the blocks of the replies before `added`. */
  readonly maker: EntryMaker
  readonly leaf: Link | undefined
}

/** What byte `from` showed as the end, compared with what is shown when the items `later` have come after it. */
export function difference(file: TranscriptFile, from: number, later: readonly Item[], most: number): Difference {
  const suffix = new Suffix(file, from)
  const before = () => visibleItems(suffix.items, suffix.atStart, suffix.lost).items
  suffix.visible<Item>([], ({ items }) => items.length > 0)
  const after = suffix.visible(later, ({ items }) => isSettled(before(), items, most))
  const old = before()
  const same = stayingLength(old, after.items)
  const common = old.slice(0, same)
  const maker = new EntryMaker(most)
  let keep: string | null = null
  for (const item of common) keep = lastListed(maker.entries(item)) ?? keep
  return {
    keep: same < old.length ? keep : undefined,
    added: after.items.slice(same),
    trunk: after.trunk,
    maker,
    leaf: after.leaf,
  }
}

/** Far enough back to see where the two part, and what to keep there. */
function isSettled(before: readonly ReadItem[], after: readonly Item[], most: number): boolean {
  const same = stayingLength(before, after)
  if (same === 0 || (same < before.length && !areCallsKnown(before, commonLength(before, after)))) return false
  if (!isReplyKnown(before, same - 1)) return false
  if (same === before.length) return true
  const maker = new EntryMaker(most)
  return before.slice(0, same).some((item) => lastListed(maker.entries(item)) !== undefined)
}

/**
 * A tool's answer may be taken back while its call stays: nothing would tell a device to forget the answer alone, so the
 * call is taken back with it and comes again.
 */
function stayingLength(before: readonly Item[], after: readonly Item[]): number {
  const same = commonLength(before, after)
  const forgotten = answersAfter(before, same)
  const call = before.findIndex((item, place) => place < same && callsOf(item).some((id) => forgotten.has(id)))
  return call === -1 ? same : call
}

/** Whether the calls of all answers that are taken back were read. */
function areCallsKnown(before: readonly Item[], same: number): boolean {
  const called = new Set(before.flatMap(callsOf))
  return [...answersAfter(before, same)].every((id) => called.has(id))
}

const callsOf = (item: Item): readonly string[] => item.link?.calls ?? []

const answersAfter = (items: readonly Item[], place: number): Set<string> =>
  new Set(items.slice(place).flatMap((item) => item.link?.answers ?? []))

function commonLength(before: readonly Item[], after: readonly Item[]): number {
  let same = 0
  while (same < before.length && before[same]?.start === after[same]?.start) same++
  return same
}
