// A whole transcript read in one pass, line by line, as the links of its chain.

import fs from 'node:fs'
import { systemDisk } from './disk.ts'
import { type Link, linkOf } from './link.ts'
import type { JsonRecord } from './record.ts'
import { chainedRecords } from './whole-file.ts'

/** A link with the line it was made of. */
export interface FullLink extends Link {
  readonly line: JsonRecord
}

/** Every link of a transcript, in file order, with its line. Throws what the file system throws. */
export function linksIn(file: string): FullLink[] {
  const links: FullLink[] = []
  readLinks(file, (link, line) => links.push(Object.assign(link, { line })))
  return links
}

/** Throws what the file system throws. */
export function readLinks(file: string, take: (link: Link, line: JsonRecord) => void): void {
  const fd = fs.openSync(file, 'r')
  try {
    for (const line of chainedRecords(systemDisk, fd)) {
      const link = linkOf(line)
      if (link) take(link, line)
    }
  } finally {
    fs.closeSync(fd)
  }
}
