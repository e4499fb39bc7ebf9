// All lines of a file that the conversation may be made of, parsed in one pass.

import fs from 'node:fs'
import { AlikeEnds } from './alike-ends.ts'
import { isChained } from './json-bytes.ts'
import type { JsonRecord } from './record.ts'

const chunkBytes = 1024 * 1024
const newline = 10

const uuidField = Buffer.from('"uuid"')

/**
 * The lines of the conversation, which alone have such a field; others are not parsed, broken ones are passed over. The
 * fields of `place` are a line's too, and win over its own: many lines share them.
 */
export async function eachChained(fd: number, take: (line: JsonRecord, place: JsonRecord) => void): Promise<void> {
  const ends = new AlikeEnds()
  const parse = (bytes: Buffer, start: number, end: number): void => {
    const parsed = ends.parsed(bytes, start, end)
    if (parsed) take(parsed.line, parsed.place)
  }
  /** Pieces of a line whose end has not been read yet. */
  let held: Buffer[] = []
  const parseHeld = (): void => {
    const line = Buffer.concat(held)
    if (isChained(line, 0) || line.includes(uuidField)) parse(line, 0, line.length)
    held = []
  }
  for await (const bytes of chunks(fd)) {
    let start = 0
    let found = Number.NEGATIVE_INFINITY
    for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
      if (held.length > 0) {
        held.push(bytes.subarray(0, end))
        parseHeld()
      } else if (isChained(bytes, start)) parse(bytes, start, end)
      else {
        if (found !== -1 && found < start) found = bytes.indexOf(uuidField, start)
        if (found !== -1 && found < end) parse(bytes, start, end)
      }
      start = end + 1
    }
    if (start < bytes.length) held.push(Buffer.from(bytes.subarray(start)))
  }
  if (held.length > 0) parseHeld()
}

/** A file's bytes in turn, each good until the next are asked for; while they are looked through the next are read. */
async function* chunks(fd: number): AsyncGenerator<Buffer> {
  let [here, ahead] = [Buffer.allocUnsafeSlow(chunkBytes), Buffer.allocUnsafeSlow(chunkBytes)]
  let at = 0
  let coming = filled(fd, here, at)
  try {
    for (let count = await coming; count > 0; count = await coming) {
      at += count
      coming = filled(fd, ahead, at)
      yield here.subarray(0, count)
      ;[here, ahead] = [ahead, here]
    }
  } finally {
    // Whoever closes the file does it when nobody reads it any more.
    await coming.catch(() => 0)
  }
}

/** How much of the buffer is filled with what is at byte `at`. */
const filled = (fd: number, buffer: Buffer, at: number): Promise<number> =>
  new Promise((resolve, reject) => {
    fs.read(fd, buffer, 0, buffer.length, at, (error, count) => (error ? reject(error) : resolve(count)))
  })
