// A transcript's first and last 64 KiB: all that listing reads of it, whatever its size.

import fs from 'node:fs'
import { systemDisk } from './disk.ts'
import { type JsonRecord, parsedRecord } from './record.ts'

/** How much is read at each end, in bytes; the official functions read as much. */
export const endBytes = 64 * 1024

export interface TwoEnds {
  readonly head: Buffer
  /** The same as `head` where the file is no longer than that. */
  readonly tail: Buffer
  readonly stat: fs.Stats
}

// Used again for each file: a thousand new ones would cost more than reading.
const buffers = { head: Buffer.allocUnsafeSlow(endBytes), tail: Buffer.allocUnsafeSlow(endBytes) }

/** A link leads nowhere, and a pipe keeps nobody waiting. */
const flags = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0)

/** Good until the next file is read. Undefined for what is no file or may not be read. */
export function twoEnds(path: string): TwoEnds | undefined {
  let fd: number
  try {
    fd = fs.openSync(path, flags)
  } catch {
    return undefined
  }
  try {
    const stat = fs.fstatSync(fd)
    if (!stat.isFile()) return undefined
    const head = readInto(buffers.head, fd, 0, stat.size)
    const tail = stat.size > endBytes ? readInto(buffers.tail, fd, stat.size - endBytes, stat.size) : head
    return { head, tail, stat }
  } catch {
    return undefined
  } finally {
    fs.closeSync(fd)
  }
}

function readInto(buffer: Buffer, fd: number, from: number, to: number): Buffer {
  const wanted = Math.min(buffer.length, to - from)
  let filled = 0
  while (filled < wanted) {
    const count = systemDisk.readSync(fd, buffer, filled, wanted - filled, from + filled)
    if (count === 0) break
    filled += count
  }
  return filled === buffer.length ? buffer : buffer.subarray(0, filled)
}

const newline = 10

/** The whole lines in the bytes that have this text in them, the first one first. */
export function* linesWith(bytes: Buffer, text: Buffer): Generator<JsonRecord> {
  for (let at = bytes.indexOf(text); at !== -1; ) {
    const end = lineEnd(bytes, at)
    const line = parsedRecord(bytes.subarray(lineStart(bytes, at), end))
    if (line) yield line
    at = bytes.indexOf(text, end)
  }
}

const lineStart = (bytes: Buffer, at: number): number => (at === 0 ? 0 : bytes.lastIndexOf(newline, at - 1) + 1)

function lineEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(newline, at)
  return end === -1 ? bytes.length : end
}
