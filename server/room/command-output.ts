// What a command in the background has printed so far, from the file that its agent keeps it in.

import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants

export interface OutputTail {
  /** Units of text at most as many as bytes were asked for. */
  readonly text: string
  /** Bytes of the file in all. */
  readonly size: number
}

/** Its last `most` bytes from the beginning of a line on, where it has more; undefined where there is no such file. */
export function outputTail(path: string, most: number): OutputTail | undefined {
  let file: number | undefined
  try {
    // What is no plain file is none of an agent's: a pipe would hold up everybody here.
    file = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    const stats = fstatSync(file)
    if (!stats.isFile()) return undefined
    const { size } = stats
    const from = Math.max(0, size - most)
    const bytes = Buffer.alloc(size - from)
    const read = readSync(file, bytes, 0, bytes.length, from)
    const text = bytes.subarray(0, read).toString()
    const line = from > 0 ? text.indexOf('\n') + 1 : 0
    return { text: text.slice(line), size }
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** An agent's own last line in it, which says less than how the command ended. */
const epilogue = /^\[exited with code \d+\]$/

/** The last line that is not empty; of one that a program writes over, what is to be seen. */
export function lastPrinted(path: string, most: number): string | undefined {
  const tail = outputTail(path, 4 * most)
  const lines = tail?.text.split(/[\n\r]/) ?? []
  return lines.findLast((line) => line.trim() !== '' && !epilogue.test(line.trim()))
}
