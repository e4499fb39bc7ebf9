// Titles and tags, appended as lines of their own; and deleting a session with all that belongs to it.

import fs from 'node:fs'
import path from 'node:path'
import { systemDisk } from './disk.ts'
import type { JsonRecord } from './record.ts'
import type { SessionFile } from './session-folders.ts'
import { TranscriptFile } from './transcript-file.ts'

/** Appends one line. A file whose last line has no newline gets one first, so that the two never fuse. */
export function appendRecord(session: SessionFile, record: JsonRecord): void {
  const file = new TranscriptFile(session.path, systemDisk)
  try {
    file.openToWrite()
    const size = file.size().bytes
    const torn = size > 0 && file.read(size - 1, size)[0] !== 10
    file.append(Buffer.from(`${torn ? '\n' : ''}${JSON.stringify(record)}\n`), size)
  } finally {
    file.close()
  }
}

/** Removes the transcript and its subagents' transcripts. Throws what the file system throws. */
export function deleteSessionFile(session: SessionFile): void {
  fs.unlinkSync(session.path)
  fs.rmSync(path.join(path.dirname(session.path), session.id), { recursive: true, force: true })
}

/** A tag as it is kept: without what cannot be seen, and without spaces around. */
export const cleanTag = (tag: string): string =>
  tag
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim()
