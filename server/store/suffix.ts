// The end of a transcript, up to some byte, as items read backwards only as far as is needed.

import { type Item, itemOf, type ReadItem, type VisibleItems, visibleItems } from './item.ts'
import type { TranscriptFile } from './transcript-file.ts'

/** Grows backwards on demand; `items` are in file order. */
export class Suffix {
  readonly #file: TranscriptFile
  #items: ReadItem[] = []
  #start: number
  readonly #lost = new Set<string>()

  /** Of what stands before byte `end`. */
  constructor(file: TranscriptFile, end: number) {
    this.#file = file
    this.#start = end
  }

  get items(): readonly ReadItem[] {
    return this.#items
  }

  get atStart(): boolean {
    return this.#start === 0
  }

  get lost(): ReadonlySet<string> {
    return this.#lost
  }

  /** The byte from which on everything was read. */
  get start(): number {
    return this.#start
  }

  /** Reads backwards until there are `count` more items, or the file begins. */
  grow(count: number): void {
    const added: ReadItem[] = []
    for (const raw of this.#file.backward(this.#start)) {
      this.#start = raw.start
      const item = itemOf(raw)
      if (item && added.push(item) >= count) break
    }
    this.#items = [...added.reverse(), ...this.#items]
  }

  /** Reads backwards until the line of this uuid; where there is none in the file, remembers that. */
  growTo(uuid: string): void {
    const field = Buffer.from(`"${uuid}"`)
    const added: ReadItem[] = []
    let start = this.#start
    let found = false
    // Looking for the bytes first: a parent that is nowhere would else cost parsing the whole file.
    for (const raw of this.#file.backward(this.#start)) {
      start = raw.start
      if (!raw.bytes.includes(field)) continue
      found = itemOf(raw)?.link?.uuid === uuid
      if (found) break
    }
    if (!found) {
      this.#lost.add(uuid)
      return
    }
    for (const raw of this.#file.forward(start, this.#start)) {
      const item = itemOf(raw)
      if (item) added.push(item)
    }
    this.#items = [...added, ...this.#items]
    this.#start = start
  }

  /**
   * What is shown of these items followed by `later` ones, which end the file or stand for its end. Reads back as far
   * as the chain must be known: at least to `enough` of it.
   */
  visible<I extends Item>(
    later: readonly I[],
    enough: (shown: VisibleItems<ReadItem | I>) => boolean,
  ): VisibleItems<ReadItem | I> {
    let awaited: string | undefined
    for (let count = 64; ; count *= 2) {
      const shown: VisibleItems<ReadItem | I> = visibleItems([...this.#items, ...later], this.atStart, this.#lost)
      // A chain with its root in sight needs no more; a missing parent may be further back, or nowhere.
      const rooted = shown.items.length > 0 && shown.missing === undefined && this.#rootSeen(shown.items)
      if (rooted || enough(shown)) return shown
      if (this.atStart) {
        if (shown.missing === undefined || this.#lost.has(shown.missing)) return shown
        this.#lost.add(shown.missing)
      } else if (shown.missing !== undefined && shown.missing === awaited) this.growTo(awaited)
      else this.grow(count)
      awaited = shown.missing
    }
  }

  /** The first link shown has no parent, and a link before it shows that nothing broken belongs in front. */
  #rootSeen(shown: readonly Item[]): boolean {
    const first = shown[0]
    const link = first?.link
    if (!first || !link || link.parent !== undefined || link.across !== undefined) return false
    return this.#items.some((item) => item.start < first.start && item.link !== undefined && !item.link.apart)
  }
}
