// A page of the visible chain read from the end: as many shown entries as asked for, never the whole file.

import type { Entry } from '../../shared/entries.ts'
import type { PageStart } from '../../shared/room-view.ts'
import { EntryMaker, isListed, isReplyKnown, type ReadItem } from './item.ts'
import type { Link } from './link.ts'
import { Suffix } from './suffix.ts'
import type { TranscriptFile } from './transcript-file.ts'

export interface PageOptions {
  /** Shown entries; results are not counted. A reply's blocks and a tool's result stay together, so it may be fewer. */
  readonly limit: number
  /** Texts are cut to this many units. */
  readonly most: number
}

export interface EntriesPage {
  /** The oldest first. */
  readonly entries: readonly Entry[]
  /** What the page before this one is asked for with; null at the beginning. */
  readonly before: PageStart | null
}

/** The page that ends with the file, whose last whole line ends at `end`. */
export function newestPage(file: TranscriptFile, end: number, options: PageOptions): EntriesPage {
  return pageBefore(new Suffix(file, end), undefined, options)
}

/** The page before the line that begins at `before`, which is on the chain: its ancestors are what is shown. */
export function olderPage(file: TranscriptFile, end: number, before: PageStart, options: PageOptions): EntriesPage {
  const at = Math.min(before, end)
  let lineEnd = at
  for (const raw of file.forward(at, end)) {
    lineEnd = raw.end
    break
  }
  return pageBefore(new Suffix(file, lineEnd), at, options)
}

function pageBefore(suffix: Suffix, before: number | undefined, { limit, most }: PageOptions): EntriesPage {
  let made: Made[] = []
  const shown = suffix.visible<ReadItem>([], ({ items, trunk }) => {
    made = madeOf(items, before, most)
    return listedIn(made) > limit && pageStart(made, trunk, limit, false) !== undefined
  })
  made = madeOf(shown.items, before, most)
  const start = pageStart(made, shown.trunk, limit, true) ?? 0
  const first = made[start]
  return {
    entries: made.slice(start).flatMap(({ entries }) => entries),
    before: start === 0 || !first ? null : first.item.start,
  }
}

interface Made {
  readonly item: ReadItem
  readonly entries: readonly Entry[]
}

function madeOf(items: readonly ReadItem[], before: number | undefined, most: number): Made[] {
  const maker = new EntryMaker(most)
  const older = before === undefined ? items : items.filter((item) => item.start < before)
  return older.map((item) => ({ item, entries: maker.entries(item) }))
}

const listedIn = (made: readonly Made[]): number =>
  made.reduce((sum, { entries }) => sum + entries.filter(isListed).length, 0)

/**
 * Where the page may begin so that at most `limit` are listed: at a line whose ancestors are what the page before shows,
 * and never within a reply. Undefined where what is read does not tell yet. `all`: nothing shown comes before these.
 */
function pageStart(made: readonly Made[], trunk: ReadonlySet<Link>, limit: number, all: boolean): number | undefined {
  const firstOf = new Map<string, number>()
  for (const [place, { item }] of made.entries()) {
    const message = item.link?.message
    if (message !== undefined && !firstOf.has(message)) firstOf.set(message, place)
  }
  const items = made.map(({ item }) => item)
  let count = 0
  let found: number | undefined
  /** No beginning before this place: a reply that is already on the page goes back to it. */
  let reach = made.length
  for (let place = made.length - 1; place >= 0; place--) {
    const one = made[place]
    if (!one) break
    count += one.entries.filter(isListed).length
    const message = one.item.link?.message
    if (message !== undefined) reach = Math.min(reach, firstOf.get(message) ?? place)
    if (count > limit && found !== undefined) return found
    const settled = all || isReplyKnown(items, place)
    if (place <= reach && settled && one.item.link && trunk.has(one.item.link) && one.entries.some(isListed))
      found = place
  }
  return all ? (count <= limit ? 0 : (found ?? 0)) : undefined
}
