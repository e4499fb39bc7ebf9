// A transcript's first and last 64 KiB: all that listing reads of it, whatever its size.

import fs from 'node:fs'
import { type JsonRecord, parsedRecord } from './record.ts'
import { Turnstile } from './turnstile.ts'

/** How much is read at each end, in bytes; the official functions read as much. */
export const endBytes = 64 * 1024

export interface TwoEnds {
  readonly head: Buffer
  /** The same as `head` where the file is no longer than that. */
  readonly tail: Buffer
  readonly stat: fs.Stats
}

/** What the ends are read into: used again for each file, as a thousand new ones would cost more than reading. */
export class EndBuffers {
  readonly head = Buffer.allocUnsafeSlow(endBytes)
  readonly tail = Buffer.allocUnsafeSlow(endBytes)
}

/** Files that are read at a time, by all who read: while some are copied to us another is looked through. */
export const filesAtOnce = 8

const readers = new Turnstile(filesAtOnce)
const idle: EndBuffers[] = []

/** Reads with buffers of its own, once it may: however many ask at once, memory and open files stay bounded. */
export const withEndBuffers = <T>(read: (buffers: EndBuffers) => Promise<T>): Promise<T> =>
  readers.through(async () => {
    const buffers = idle.pop() ?? new EndBuffers()
    try {
      return await read(buffers)
    } finally {
      idle.push(buffers)
    }
  })

/** A link leads nowhere, and a pipe keeps nobody waiting. */
const flags = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0)

/** Good until something else is read into the buffers. Undefined for what is no file or may not be read. */
export async function twoEnds(path: string, buffers: EndBuffers): Promise<TwoEnds | undefined> {
  let fd: number
  try {
    fd = fs.openSync(path, flags)
  } catch {
    return undefined
  }
  try {
    const stat = fs.fstatSync(fd)
    if (!stat.isFile()) return undefined
    const from = stat.size - endBytes
    if (from > 0 && (await areFilled(fd, buffers, from))) return { head: buffers.head, tail: buffers.tail, stat }
    const head = readInto(buffers.head, fd, 0, stat.size)
    return { head, tail: from > 0 ? readInto(buffers.tail, fd, from, stat.size) : head, stat }
  } catch {
    return undefined
  } finally {
    fs.closeSync(fd)
  }
}

/** Has other threads copy both ends, which with a thousand sessions is most of the work; false where that was not all. */
const areFilled = (fd: number, { head, tail }: EndBuffers, from: number): Promise<boolean> =>
  new Promise((resolve) => {
    let filled = 0
    let reading = 2
    const done = (error: Error | null, count: number): void => {
      if (!error) filled += count
      reading--
      if (reading === 0) resolve(filled === 2 * endBytes)
    }
    fs.read(fd, head, 0, endBytes, 0, done)
    fs.read(fd, tail, 0, endBytes, from, done)
  })

function readInto(buffer: Buffer, fd: number, from: number, to: number): Buffer {
  const wanted = Math.min(buffer.length, to - from)
  let filled = 0
  while (filled < wanted) {
    const count = fs.readSync(fd, buffer, filled, wanted - filled, from + filled)
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
    const line = parsedRecord(bytes, lineStart(bytes, at), end)
    if (line) yield line
    at = bytes.indexOf(text, end)
  }
}

const lineStart = (bytes: Buffer, at: number): number => (at === 0 ? 0 : bytes.lastIndexOf(newline, at - 1) + 1)

function lineEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(newline, at)
  return end === -1 ? bytes.length : end
}
