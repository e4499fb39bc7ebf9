// Every session of a directory or of the machine, the newest first; only those that are asked for are opened.

import { statOf } from './file-stat.ts'
import { endsOf } from './known-ends.ts'
import { type SessionFile, type SessionFolder, sessionFiles } from './session-folders.ts'
import { isProgrammatic, type SessionInfo, sessionInfo } from './session-info.ts'
import { type EndBuffers, filesAtOnce, twoEnds, withEndBuffers } from './two-ends.ts'

export interface ListOptions {
  /** The most sessions to return; all where it is not a positive number. */
  readonly limit?: number | undefined
  /** How many of the newest to leave out. */
  readonly offset?: number | undefined
  /** Whether sessions that programs started are listed too. */
  readonly programmatic: boolean
}

export async function listedSessions(folders: readonly SessionFolder[], options: ListOptions): Promise<SessionInfo[]> {
  const { offset = 0, limit = 0 } = options
  const wanted = limit > 0 ? Math.max(0, offset) + limit : Number.POSITIVE_INFINITY
  const files = folders.flatMap(sessionFiles)
  const found = await (Number.isFinite(wanted) ? newest(files, wanted, options) : all(files, options))
  return offset > 0 ? found.slice(offset) : found
}

/** Opens them all and sorts them then: asking each for its time first would be one more call for each. */
async function all(files: readonly SessionFile[], options: ListOptions): Promise<SessionInfo[]> {
  const found: (SessionInfo | undefined)[] = []
  const left = files.entries()
  const reader = () =>
    withEndBuffers(async (buffers) => {
      for (const [place, file] of left) found[place] = await described(file, options, buffers)
    })
  await Promise.all(Array.from({ length: Math.min(files.length, filesAtOnce) }, reader))
  const infos = found.filter((info) => info !== undefined).sort(newestFirst)
  const seen = new Set<string>()
  return infos.filter(({ sessionId }) => !seen.has(sessionId) && seen.add(sessionId))
}

/** Opens no more than are wanted. */
async function newest(files: readonly SessionFile[], wanted: number, options: ListOptions): Promise<SessionInfo[]> {
  const dated = files.flatMap((file) => {
    const stat = statOf(file.path)
    return stat ? [{ file, sessionId: file.id, lastModified: stat.mtime.getTime() }] : []
  })
  const found = new Map<string, SessionInfo>()
  await withEndBuffers(async (buffers) => {
    for (const { file } of dated.sort(newestFirst)) {
      if (found.size >= wanted) break
      const info = found.has(file.id) ? undefined : await described(file, options, buffers)
      if (info) found.set(file.id, info)
    }
  })
  return [...found.values()]
}

type Dated = Pick<SessionInfo, 'sessionId' | 'lastModified'>

/** A session that was moved between worktrees is in two folders: the newer file is the one. */
const newestFirst = (a: Dated, b: Dated): number =>
  b.lastModified - a.lastModified || (a.sessionId < b.sessionId ? 1 : -1)

async function described(
  file: SessionFile,
  { programmatic }: ListOptions,
  buffers: EndBuffers,
): Promise<SessionInfo | undefined> {
  const said = await endsOf(file.path, buffers)
  if (!said || (file.shared && said.cwd !== file.directory)) return undefined
  if (!programmatic) {
    const ends = await twoEnds(file.path, buffers)
    if (!ends || isProgrammatic(ends)) return undefined
  }
  return sessionInfo(file, said)
}
