// A session copied into a new one, every line under a new uuid; the first one stays as it is.

import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { carriedLines } from './carried-lines.ts'
import { type ForkEnd, linesToCopy } from './fork-end.ts'
import type { FullLink } from './read-links.ts'
import { isRecord, type JsonRecord } from './record.ts'
import type { SessionFile } from './session-folders.ts'
import type { EndsSaid } from './session-info.ts'

export interface Fork extends ForkEnd {
  readonly id: string
  readonly title: string
  /** ISO 8601. */
  readonly at: string
}

/** What says where a line was made, and is no longer true of its copy. */
const dropped = new Set([
  'teamName',
  'agentName',
  'sessionKind',
  'slug',
  'sourceToolAssistantUUID',
  'summarizedTurnPromptUuids',
  'droppedPromptUuids',
  'sentAsUuid',
  'rowsAheadOfPutBack',
  'turnAttributionKey',
])

/** What a fork is called where nobody named it: as its source is, which is known by its title or else its first prompt. */
export const forkTitle = (source: EndsSaid | undefined): string =>
  `${source?.customTitle ?? source?.firstPrompt ?? 'Forked session'} (fork)`

/** The lines of the fork; undefined where the line at its end is none of the session's. Throws what the file system throws. */
export function forkLines(session: SessionFile, links: readonly FullLink[], fork: Fork): JsonRecord[] | undefined {
  const main = links.filter((link) => link.line['isSidechain'] !== true)
  const copied = linesToCopy(main, fork)
  if (copied === undefined) return undefined
  const kept = copied.filter((link) => link.type !== 'progress')
  if (kept.length === 0) return []
  const byId = new Map(copied.map((link) => [link.uuid, link]))
  const uuids = new Map(kept.map((link) => [link.uuid, randomUUID()]))
  const copyOf = (uuid: string | undefined) => uuids.get(notProgress(uuid, byId) ?? '') ?? null
  const lines = kept.map((link) => ({
    ...withoutPlace(link.line, uuids),
    uuid: copyOf(link.uuid),
    parentUuid: copyOf(link.parent),
    sessionId: fork.id,
    ...(link.across !== undefined && { logicalParentUuid: copyOf(link.across) }),
    ...(link.type === 'assistant' && { requestSessionId: requestedIn(link.line) }),
    forkedFrom: { sessionId: session.id, messageUuid: link.uuid },
  }))
  // The newest line's time says when the fork was made, so that it is listed first.
  const newest = { ...lines.pop(), timestamp: fork.at }
  const own = () => ({ sessionId: fork.id, uuid: randomUUID(), timestamp: fork.at })
  const carried = carriedLines(session).map((line) =>
    line.type === 'content-replacement' ? { ...line, ...own() } : { ...line, sessionId: fork.id },
  )
  return [...lines, newest, ...carried, { type: 'custom-title', customTitle: fork.title, ...own() }]
}

/** A line as it is true in a fork, too. */
function withoutPlace(line: JsonRecord, uuids: ReadonlyMap<string, string>): JsonRecord {
  const { compactMetadata, attachment, subtype } = line
  return {
    ...Object.fromEntries(Object.entries(line).filter(([field]) => !dropped.has(field))),
    isSidechain: false,
    ...(isRecord(compactMetadata) && { compactMetadata: renamed(withoutSends(compactMetadata), uuids) }),
    ...(isRecord(attachment) && { attachment: renamed(attachment, uuids) }),
    ...(subtype === 'model_refusal_fallback' && { neutralizedByFork: true }),
  }
}

/** The session in which a reply was asked for, also where this one is a fork itself. */
function requestedIn({ requestSessionId, forkedFrom, sessionId }: JsonRecord): unknown {
  const source = isRecord(forkedFrom) ? forkedFrom['sessionId'] : undefined
  return [requestSessionId, source, sessionId].find((id) => typeof id === 'string')
}

/** What was being sent while it was summed up was sent in another session. */
function withoutSends({ runningTurnSends, ...others }: JsonRecord): JsonRecord {
  return others
}

/** Lines of progress are not copied; what follows one follows what that one followed. */
function notProgress(uuid: string | undefined, byId: ReadonlyMap<string, FullLink>): string | undefined {
  const seen = new Set<string>()
  let at = uuid
  while (at !== undefined && byId.get(at)?.type === 'progress' && !seen.has(at)) {
    seen.add(at)
    at = byId.get(at)?.parent
  }
  return at
}

/** The uuids in a compaction's note, or an attachment's, become those of the copies. */
function renamed(value: unknown, uuids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return uuids.get(value) ?? value
  if (Array.isArray(value)) return value.map((one) => renamed(one, uuids))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, renamed(one, uuids)]))
}

/** Writes the fork beside its source, whole or not at all. */
export function writeFork(session: SessionFile, id: string, lines: readonly JsonRecord[]): void {
  const target = path.join(path.dirname(session.path), `${id}.jsonl`)
  const written = `${target}.new`
  try {
    const fd = fs.openSync(written, 'wx', 0o600)
    try {
      // In parts, for a text has a longest length.
      for (let at = 0; at < lines.length; at += 100) {
        const part = lines.slice(at, at + 100).map((line) => `${JSON.stringify(line)}\n`)
        fs.writeFileSync(fd, part.join(''))
      }
    } finally {
      fs.closeSync(fd)
    }
    fs.renameSync(written, target)
  } finally {
    fs.rmSync(written, { force: true })
  }
}
