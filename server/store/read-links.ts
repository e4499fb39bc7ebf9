// A whole transcript read in one pass, line by line, as the links of its chain.

import fs from 'node:fs'
import { type Link, linkOf } from './link.ts'
import type { JsonRecord } from './record.ts'
import { eachChained } from './whole-file.ts'

/** A link with the line it was made of. */
export interface FullLink extends Link {
  readonly line: JsonRecord
}

/** Every link of a transcript, in file order, with its line. Throws what the file system throws. */
export async function linksIn(file: string): Promise<FullLink[]> {
  const links: FullLink[] = []
  await readLinks(file, (link, line, place) => links.push(Object.assign(link, { line: Object.assign(line, place) })))
  return links
}

/** Throws what the file system throws. The fields of `place` are the line's too, and win over its own. */
export async function readLinks(
  file: string,
  take: (link: Link, line: JsonRecord, place: JsonRecord) => void,
): Promise<void> {
  const fd = fs.openSync(file, 'r')
  try {
    await eachChained(fd, (line, place) => {
      const link = linkOf(line)
      if (link) take(link, line, place)
    })
  } finally {
    fs.closeSync(fd)
  }
}
