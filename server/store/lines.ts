// Lines of a file by their newlines alone, forwards and backwards, in bounded reads; nothing is parsed here.

import type { Disk } from './disk.ts'

/** One line: `bytes` without its newline; `end` is the byte after the newline. */
export interface RawLine {
  readonly start: number
  readonly end: number
  readonly bytes: Buffer
  /** False for what stands after the last newline. */
  readonly ended: boolean
}

type Reading = Pick<Disk, 'readSync'>

const chunkBytes = 256 * 1024
const newline = 10

/** Bytes `from` to `to` (not included); shorter where the file is. */
export function readBytes(disk: Reading, fd: number, from: number, to: number): Buffer {
  const buffer = Buffer.allocUnsafe(Math.max(0, to - from))
  let filled = 0
  while (filled < buffer.length) {
    const count = disk.readSync(fd, buffer, filled, buffer.length - filled, from + filled)
    if (count === 0) break
    filled += count
  }
  return buffer.subarray(0, filled)
}

/** The lines from byte `from`, where one begins, to byte `to`. */
export function* linesForward(
  disk: Reading,
  fd: number,
  from: number,
  to: number,
  chunk = chunkBytes,
): Generator<RawLine> {
  let pieces: Buffer[] = []
  let start = from
  let at = from
  while (at < to) {
    const bytes = readBytes(disk, fd, at, Math.min(to, at + chunk))
    if (bytes.length === 0) break
    let done = 0
    for (let stop = bytes.indexOf(newline); stop !== -1; stop = bytes.indexOf(newline, done)) {
      pieces.push(bytes.subarray(done, stop))
      done = stop + 1
      yield { start, end: at + done, bytes: joined(pieces), ended: true }
      start = at + done
      pieces = []
    }
    if (done < bytes.length) pieces.push(bytes.subarray(done))
    at += bytes.length
  }
  if (start < at) yield { start, end: at, bytes: joined(pieces), ended: false }
}

/** The lines before byte `to`, the last one first. Where `to` is not after a newline the first one given is not ended. */
export function* linesBackward(disk: Reading, fd: number, to: number, chunk = chunkBytes): Generator<RawLine> {
  let pieces: Buffer[] = []
  let end = to
  let ended = false
  let at = to
  while (at > 0) {
    const from = Math.max(0, at - chunk)
    const bytes = readBytes(disk, fd, from, at)
    let open = bytes.length
    for (let stop = lastNewline(bytes, open); stop !== -1; stop = lastNewline(bytes, open)) {
      pieces.unshift(bytes.subarray(stop + 1, open))
      const start = from + stop + 1
      if (start < end) yield { start, end, bytes: joined(pieces), ended }
      pieces = []
      end = start
      ended = true
      open = stop
    }
    pieces.unshift(bytes.subarray(0, open))
    at = from
  }
  if (end > 0) yield { start: 0, end, bytes: joined(pieces), ended }
}

const lastNewline = (bytes: Buffer, before: number): number =>
  before === 0 ? -1 : bytes.lastIndexOf(newline, before - 1)

const joined = (pieces: Buffer[]): Buffer => (pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces))
