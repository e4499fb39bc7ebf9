// The end of the visible chain as it grows: what new lines add to what is shown, or take back after a rewind.

import type { Entry } from '../../shared/entries.ts'
import { mayEnd } from './chain.ts'
import { difference } from './difference.ts'
import { EntryMaker, isReplyKnown, type ReadItem, readAgain } from './item.ts'
import type { Link } from './link.ts'
import { Suffix } from './suffix.ts'
import type { TranscriptFile } from './transcript-file.ts'

export interface Growth {
  readonly entries: readonly Entry[]
  /** After a rewind: the last entry to keep, null for none. */
  readonly keep?: string | null
}

export class Follower {
  readonly #file: TranscriptFile
  readonly #most: number
  #maker: EntryMaker
  #end: number
  #leaf: Link | undefined
  /** Whether the last line that could be shown is shown. */
  #shownLast: boolean

  /** `end` is the byte after the last whole line. */
  constructor(file: TranscriptFile, end: number, most: number) {
    this.#file = file
    this.#most = most
    this.#end = end
    const suffix = new Suffix(file, end)
    const { items, leaf } = suffix.visible<ReadItem>([], ({ items: shown }) => isReplyKnown(shown, shown.length - 1))
    this.#maker = new EntryMaker(most)
    for (const item of items) this.#maker.entries(item)
    this.#leaf = leaf
    this.#shownLast = suffix.items.at(-1) === items.at(-1)
  }

  /** What the next line of ours follows. */
  get leaf(): string | undefined {
    return this.#leaf?.uuid
  }

  /** Takes in the file's next items, up to byte `end`. */
  grow(added: readonly ReadItem[], end: number): Growth {
    const from = this.#end
    this.#end = end
    if (!this.#continues(added)) return this.#regrow(added, from)
    for (const { link } of added) {
      if (link) this.#leaf = link
    }
    return { entries: added.flatMap((item) => this.#maker.entries(item)) }
  }

  /** The plain case: each follows the one before, or is broken and stands after what is shown. */
  #continues(added: readonly ReadItem[]): boolean {
    let leaf = this.#leaf
    return added.every(({ link }) => {
      if (!link) return this.#shownLast
      if (leaf === undefined || link.parent !== leaf.uuid || !mayEnd(link)) return false
      leaf = link
      return true
    })
  }

  #regrow(added: readonly ReadItem[], from: number): Growth {
    const change = difference(this.#file, from, added, this.#most)
    const known = new Map(added.map((item) => [item.start, item]))
    this.#maker = change.maker
    this.#leaf = change.leaf
    const last = added.at(-1)
    if (last) this.#shownLast = change.added.at(-1)?.start === last.start
    const entries = change.added.flatMap((item) => {
      const read = known.get(item.start) ?? readAgain(this.#file, item)
      return read ? change.maker.entries(read) : []
    })
    return change.keep === undefined ? { entries } : { entries, keep: change.keep }
  }
}
