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
  const same = commonLength(old, after.items)
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
  const same = commonLength(before, after)
  if (same === 0 || !isReplyKnown(before, same - 1)) return false
  if (same === before.length) return true
  const maker = new EntryMaker(most)
  return before.slice(0, same).some((item) => lastListed(maker.entries(item)) !== undefined)
}

function commonLength(before: readonly Item[], after: readonly Item[]): number {
  let same = 0
  while (same < before.length && before[same]?.start === after[same]?.start) same++
  return same
}
