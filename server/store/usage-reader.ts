// Counts what a transcript has cost, each time only what came since the last time; a long one in slices.

import { setImmediate as breath } from 'node:timers/promises'
import { isWhole } from './item.ts'
import { parsedRecord } from './record.ts'
import type { TranscriptFile } from './transcript-file.ts'
import { type Usage, UsageCount } from './usage.ts'

/** So many bytes are read before others have a turn. */
const slice = 1024 * 1024

export class UsageReader {
  #count = new UsageCount()
  #offset = 0
  #check = ''
  #reading: Promise<unknown> = Promise.resolve()

  /** Up to byte `end`, where a line ends. Throws `StorageFailed`. */
  read(file: TranscriptFile, end: number): Promise<Usage> {
    // One after the other: two at once would count twice.
    const read = this.#reading.then(() => this.#readOn(file, end))
    this.#reading = read.catch(() => {})
    return read
  }

  async #readOn(file: TranscriptFile, end: number): Promise<Usage> {
    if (this.#offset > end || (this.#offset > 0 && file.check(this.#offset) !== this.#check)) {
      this.#count = new UsageCount()
      this.#offset = 0
    }
    let since = 0
    for (const raw of file.forward(this.#offset, end)) {
      if (!isWhole(raw)) break
      const line = isTelling(raw.bytes) ? parsedRecord(raw.bytes) : undefined
      if (line) this.#count.take(line)
      this.#offset = raw.end
      since += raw.bytes.length
      if (since < slice) continue
      since = 0
      await breath()
    }
    this.#check = file.check(this.#offset)
    return this.#count.usage
  }
}

const telling = ['"uuid"', '"cost-state"', '"carryon-usage"'].map((text) => Buffer.from(text))
const context = Buffer.from('"type":"attachment"')

/** Half of what Claude Code writes is its own bookkeeping and context: that is not even parsed. */
const isTelling = (bytes: Buffer): boolean => telling.some((text) => bytes.includes(text)) && !bytes.includes(context)
