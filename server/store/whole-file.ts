// All lines of a file that have a certain field, parsed in one pass through one buffer: for whole conversations.

import type { Disk } from './disk.ts'
import { type JsonRecord, parsedRecord } from './record.ts'

const chunkBytes = 1024 * 1024
const newline = 10

/** `field` is as it stands in the line; lines without it are not parsed, broken ones are passed over. */
export function* recordsWith(disk: Pick<Disk, 'readSync'>, fd: number, field: Buffer): Generator<JsonRecord> {
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
    let found = filled.indexOf(field)
    const line = (end: number): JsonRecord | undefined => {
      if (found !== -1 && found < start) found = filled.indexOf(field, start)
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
