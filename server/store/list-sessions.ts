// Every session of a directory or of the machine, the newest first; only those that are asked for are opened.

import fs from 'node:fs'
import { endsOf } from './known-ends.ts'
import { type SessionFile, type SessionFolder, sessionFiles } from './session-folders.ts'
import { isProgrammatic, type SessionInfo, sessionInfo } from './session-info.ts'
import { twoEnds } from './two-ends.ts'

export interface ListOptions {
  /** The most sessions to return; all where it is not a positive number. */
  readonly limit?: number | undefined
  /** How many of the newest to leave out. */
  readonly offset?: number | undefined
  /** Whether sessions that programs started are listed too. */
  readonly programmatic: boolean
}

export function listedSessions(folders: readonly SessionFolder[], options: ListOptions): SessionInfo[] {
  const { offset = 0, limit = 0 } = options
  const wanted = limit > 0 ? Math.max(0, offset) + limit : Number.POSITIVE_INFINITY
  const files = folders.flatMap(sessionFiles)
  const found = Number.isFinite(wanted) ? newest(files, wanted, options) : all(files, options)
  return offset > 0 ? found.slice(offset) : found
}

/** Opens them all and sorts them then: asking each for its time first would be one more call for each. */
function all(files: readonly SessionFile[], options: ListOptions): SessionInfo[] {
  const infos: SessionInfo[] = []
  for (const file of files) {
    const info = described(file, options)
    if (info) infos.push(info)
  }
  infos.sort(newestFirst)
  const seen = new Set<string>()
  return infos.filter(({ sessionId }) => !seen.has(sessionId) && seen.add(sessionId))
}

/** Opens no more than are wanted. */
function newest(files: readonly SessionFile[], wanted: number, options: ListOptions): SessionInfo[] {
  const dated = files.flatMap((file) => {
    const stat = fs.lstatSync(file.path, { throwIfNoEntry: false })
    return stat ? [{ file, sessionId: file.id, lastModified: stat.mtime.getTime() }] : []
  })
  const found = new Map<string, SessionInfo>()
  for (const { file } of dated.sort(newestFirst)) {
    if (found.size >= wanted) break
    const info = found.has(file.id) ? undefined : described(file, options)
    if (info) found.set(file.id, info)
  }
  return [...found.values()]
}

type Dated = Pick<SessionInfo, 'sessionId' | 'lastModified'>

/** A session that was moved between worktrees is in two folders: the newer file is the one. */
const newestFirst = (a: Dated, b: Dated): number =>
  b.lastModified - a.lastModified || (a.sessionId < b.sessionId ? 1 : -1)

function described(file: SessionFile, { programmatic }: ListOptions): SessionInfo | undefined {
  const said = endsOf(file.path)
  if (!said || (file.shared && said.cwd !== file.directory)) return undefined
  if (!programmatic) {
    const ends = twoEnds(file.path)
    if (!ends || isProgrammatic(ends)) return undefined
  }
  return sessionInfo(file, said)
}
