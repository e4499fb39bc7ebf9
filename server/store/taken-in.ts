// What of a transcript's file was taken in so far: up to which byte, what the chain shows there, and what of it is still to be told.

import { Follower } from './follower.ts'
import { isWhole, itemOf, type ReadItem } from './item.ts'
import { uuidsIn } from './known-uuids.ts'
import { newestPage } from './page.ts'
import { type JsonRecord, textOf } from './record.ts'
import { sessionTitle } from './session-title.ts'
import { StorageFailed } from './storage-failed.ts'
import type { TranscriptFile } from './transcript-file.ts'
import type { LogBatch, LogPosition } from './transcript-log.ts'

/** How much is shown at first where the file became another one. */
const firstShown = 200

export class TakenIn {
  readonly #file: TranscriptFile
  /** Texts of entries are cut to so many UTF-16 units at each end. */
  readonly #most: number
  /** The byte after the last whole line taken in, and its check. */
  #end: LogPosition
  #follower: Follower
  #title: string | undefined
  #uuids: Set<string> | undefined
  readonly #untold: LogBatch[] = []

  constructor(file: TranscriptFile, most: number) {
    this.#file = file
    this.#most = most
    this.#end = this.position(this.#wholeEnd())
    this.#follower = this.#newFollower()
    this.#title = sessionTitle(file, this.#end.offset)
  }

  get end(): LogPosition {
    return this.#end
  }

  get title(): string | undefined {
    return this.#title
  }

  /** The uuid that the next line of ours follows. */
  get leaf(): string | undefined {
    return this.#follower.leaf
  }

  has(uuid: string): boolean {
    this.#uuids ??= uuidsIn(this.#file, this.#end.offset)
    return this.#uuids.has(uuid)
  }

  position(offset: number): LogPosition {
    return { offset, check: this.#file.check(offset) }
  }

  /** The next batch that nobody was told of. */
  takeUntold(): LogBatch | undefined {
    return this.#untold.shift()
  }

  /** Takes in what others appended; returns the file's size. Where the file is another one now, begins anew. */
  foreign(): number {
    const { bytes, gone } = this.#file.size()
    if (gone) {
      if (!this.#file.reopen()) {
        throw new StorageFailed(
          'not_found',
          `${this.#file.path} was deleted while it was open. Start a new session, or put it back.`,
        )
      }
      this.#beginAnew()
      return this.#file.size().bytes
    }
    const { offset, check } = this.#end
    if (bytes < offset || (bytes > offset && this.#file.check(offset) !== check)) {
      this.#beginAnew()
      return bytes
    }
    this.#takeIn(bytes, true)
    return bytes
  }

  /** Our bytes were written when the file had this size; others may have come between or after. */
  ours(bytes: Buffer, size: number): void {
    const now = this.#file.size().bytes
    const ours = now === size + bytes.length ? 0 : this.#file.read(size, now).indexOf(bytes)
    this.#takeIn(size + ours, true)
    this.#takeIn(size + ours + bytes.length, false)
    this.#takeIn(now, true)
  }

  #takeIn(to: number, foreign: boolean): void {
    const from = this.#end.offset
    if (to <= from) return
    const items: ReadItem[] = []
    let end = from
    for (const raw of this.#file.forward(from, to)) {
      if (!isWhole(raw)) break
      end = raw.end
      const item = itemOf(raw, (line) => this.#noteOther(line))
      if (item) this.#note(item, items)
    }
    if (end === from) return
    this.#end = this.position(end)
    const growth = this.#follower.grow(items, end)
    this.#untold.push({ ...growth, next: this.#end, foreign })
  }

  #note(item: ReadItem, items: ReadItem[]): void {
    items.push(item)
    if (!item.link) return
    this.#uuids?.add(item.link.uuid)
    if (this.#title === undefined && item.link.type === 'user') this.#title = sessionTitle(this.#file, item.end)
  }

  #noteOther(line: JsonRecord): void {
    if (line['type'] === 'custom-title') this.#title = textOf(line['customTitle']) || this.#title
  }

  /** The file was cut, replaced or changed in place: what was shown is worth nothing. */
  #beginAnew(): void {
    this.#end = this.position(this.#wholeEnd())
    this.#follower = this.#newFollower()
    this.#title = sessionTitle(this.#file, this.#end.offset)
    this.#uuids = undefined
    const { entries, before } = newestPage(this.#file, this.#end.offset, { limit: firstShown, most: this.#most })
    this.#untold.push({ entries, next: this.#end, keep: null, before, foreign: true })
  }

  #newFollower(): Follower {
    return new Follower(this.#file, this.#end.offset, this.#most)
  }

  /** Without a last line that is still being written. */
  #wholeEnd(): number {
    const size = this.#file.size().bytes
    for (const raw of this.#file.backward(size)) return isWhole(raw) ? size : raw.start
    return 0
  }
}
