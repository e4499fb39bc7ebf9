// All lines of a file that the conversation may be made of, parsed in one pass through one buffer.

import type { Disk } from './disk.ts'
import { isChained } from './json-bytes.ts'
import { type JsonRecord, parsedRecord } from './record.ts'

const chunkBytes = 1024 * 1024
const newline = 10

const uuidField = Buffer.from('"uuid"')

/** The lines of the conversation, which alone have such a field; others are not parsed, broken ones are passed over. */
export function* chainedRecords(disk: Pick<Disk, 'readSync'>, fd: number): Generator<JsonRecord> {
  let buffer = Buffer.allocUnsafeSlow(chunkBytes)
  /** Bytes of a line whose end has not been read yet, at the buffer's beginning. */
  let held = 0
  let at = 0
  for (;;) {
    if (held === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(buffer.length)])
    const count = disk.readSync(fd, buffer, held, buffer.length - held, at)
    at += count
    const filled = buffer.subarray(0, held + count)
    let start = 0
    let found = Number.NEGATIVE_INFINITY
    const line = (end: number): JsonRecord | undefined => {
      if (isChained(filled, start)) return parsedRecord(filled, start, end)
      if (found !== -1 && found < start) found = filled.indexOf(uuidField, start)
      return found !== -1 && found < end ? parsedRecord(filled, start, end) : undefined
    }
    for (let end = filled.indexOf(newline, held); end !== -1; end = filled.indexOf(newline, start)) {
      const record = line(end)
      if (record) yield record
      start = end + 1
    }
    if (count === 0) {
      const record = line(filled.length)
      if (record) yield record
      return
    }
    held = filled.length - start
    buffer.copyWithin(0, start, filled.length)
  }
}
