// What a fork takes along besides the conversation: lines of bookkeeping that Claude Code needs to go on as before.

import fs from 'node:fs'
import { systemDisk } from './disk.ts'
import { linesForward } from './lines.ts'
import { type JsonRecord, parsedRecord, textOf } from './record.ts'
import type { SessionFile } from './session-folders.ts'

/** Such a line of a session, without its id. */
export type CarriedLine = JsonRecord & { readonly type: string }

const carried = /^\{"type":"(?:content-replacement|atis-latch|tools-used|relocated)"/
const longestBegin = 40

/** The last of each kind; of contents that were replaced, all. Throws what the file system throws. */
export function carriedLines(session: SessionFile): CarriedLine[] {
  const replacements: unknown[] = []
  let [latch, tools, moved]: (CarriedLine | undefined)[] = []
  for (const line of bookkeeping(session)) {
    const { type, atis, tools: used, relocatedCwd } = line
    if (Array.isArray(line['replacements'])) replacements.push(...line['replacements'])
    if (type === 'atis-latch' && textOf(atis) !== undefined) latch = { type, atis }
    if (type === 'tools-used' && Array.isArray(used)) tools = { type, tools: used }
    if (type === 'relocated' && textOf(relocatedCwd)) moved = { type, relocatedCwd }
  }
  const replaced = replacements.length > 0 ? { type: 'content-replacement', replacements } : undefined
  return [replaced, latch, tools, moved].filter((line) => line !== undefined)
}

function* bookkeeping({ path, id }: SessionFile): Generator<JsonRecord> {
  const fd = fs.openSync(path, 'r')
  try {
    for (const { bytes } of linesForward(systemDisk, fd, 0, fs.fstatSync(fd).size)) {
      const line = carried.test(bytes.toString('latin1', 0, longestBegin)) ? parsedRecord(bytes) : undefined
      if (line?.['sessionId'] === id) yield line
    }
  } finally {
    fs.closeSync(fd)
  }
}
