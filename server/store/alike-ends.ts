// Lines that end alike: Claude Code ends each with where it was written, the same for thousands, so that is parsed once.

import { type JsonRecord, parsedRecord } from './record.ts'

/** The fields that may be left out of a line's own; nothing asks for them while links are made, but for the session. */
const places = new Set(['userType', 'entrypoint', 'cwd', 'sessionId', 'version', 'gitBranch', 'slug'])

/** Fewer bytes are not worth it; more are no place but two lines that are the same. */
const [least, most] = [64, 4096]
const brace = 0x7d
const field = Buffer.from(',"')
const none: JsonRecord = {}

export class AlikeEnds {
  /** From a comma between two fields to the line's last brace. */
  #end = Buffer.alloc(0)
  #place = none

  /**
   * The object of a line in two parts: `place` has fields that stand at its end, and is the same object for many lines.
   * Undefined where it is not JSON or not an object. May write on the line.
   */
  parsed(bytes: Buffer, start: number, end: number): { line: JsonRecord; place: JsonRecord } | undefined {
    const cut = end - this.#end.length
    if (this.#place !== none && cut > start && bytes.compare(this.#end, 0, this.#end.length, cut, end) === 0) {
      // The comma stands between two fields of the line: in a text or an object within it what follows would not be JSON.
      bytes[cut] = brace
      const line = parsedRecord(bytes, start, cut + 1)
      return line && { line, place: this.#place }
    }
    const line = parsedRecord(bytes, start, end)
    if (line) this.#learn(bytes, start, end)
    return line && { line, place: none }
  }

  /** From the line that stands right before this one. */
  #learn(bytes: Buffer, start: number, end: number): void {
    let alike = 0
    while (alike < most && start - 2 - alike >= 0 && bytes[start - 2 - alike] === bytes[end - 1 - alike]) alike++
    const from = bytes.indexOf(field, end - alike)
    if (alike < least || from === -1 || from >= end) return
    const place = parsedRecord(Buffer.concat([Buffer.from('{'), bytes.subarray(from + 1, end)]))
    if (!place || !Object.keys(place).every((name) => places.has(name))) return
    this.#end = Buffer.from(bytes.subarray(from, end))
    this.#place = place
  }
}
