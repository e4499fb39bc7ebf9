// A whole transcript read in one pass, line by line, as the links of its chain.

import fs from 'node:fs'
import { type Link, linkOf } from './link.ts'
import type { JsonRecord } from './record.ts'
import { Turnstile } from './turnstile.ts'
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

/** However many are asked for at once, so many are open: all of a large one is in memory while it is read. */
const readers = new Turnstile(4)

/** Throws what the file system throws. The fields of `place` are the line's too, and win over its own. */
export const readLinks = (
  file: string,
  take: (link: Link, line: JsonRecord, place: JsonRecord) => void,
): Promise<void> =>
  readers.through(async () => {
    const fd = fs.openSync(file, 'r')
    try {
      await eachChained(fd, (line, place) => {
        const link = linkOf(line)
        if (link) take(link, line, place)
      })
    } finally {
      fs.closeSync(fd)
    }
  })
