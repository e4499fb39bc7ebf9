// Lines that are not of the conversation begin with their type: those of some types are found without parsing the rest.

import fs from 'node:fs'
import { systemDisk } from './disk.ts'
import { linesForward } from './lines.ts'
import { type JsonRecord, parsedRecord } from './record.ts'

const longestBegin = 64

/** In file order. Throws what the file system throws. */
export function* bookkeeping(path: string, types: readonly string[]): Generator<JsonRecord> {
  const begins = types.map((type) => `{"type":"${type}"`)
  const fd = fs.openSync(path, 'r')
  try {
    for (const { bytes } of linesForward(systemDisk, fd, 0, fs.fstatSync(fd).size)) {
      const begin = bytes.toString('latin1', 0, longestBegin)
      const line = begins.some((one) => begin.startsWith(one)) ? parsedRecord(bytes) : undefined
      if (line) yield line
    }
  } finally {
    fs.closeSync(fd)
  }
}
