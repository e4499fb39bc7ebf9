// A session copied into a new one, every line under a new uuid; the first one stays as it is.

import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { FullLink } from './read-links.ts'
import { isRecord, type JsonRecord } from './record.ts'
import type { SessionFile } from './session-folders.ts'

export interface Fork {
  readonly id: string
  /** The last line to copy; all where it is undefined. */
  readonly upTo: string | undefined
  readonly title: string
  /** ISO 8601. */
  readonly at: string
}

/** What says where a line was made, and is no longer true of its copy. */
const dropped = new Set(['teamName', 'agentName', 'slug', 'sourceToolAssistantUUID'])

/** The lines of the fork; undefined where `upTo` is none of the session's. */
export function forkLines(session: SessionFile, links: readonly FullLink[], fork: Fork): JsonRecord[] | undefined {
  const main = links.filter((link) => link.line['isSidechain'] !== true)
  const end = fork.upTo === undefined ? main.length - 1 : main.findIndex((link) => link.uuid === fork.upTo)
  if (end === -1) return main.length === 0 ? [] : undefined
  const copied = main.slice(0, end + 1)
  const uuids = new Map(copied.map((link) => [link.uuid, randomUUID()]))
  const byId = new Map(copied.map((link) => [link.uuid, link]))
  const kept = copied.filter((link) => link.type !== 'progress')
  const lines = kept.map((link, place) => {
    const parent = parentNotProgress(link, byId)
    const copy = Object.entries(link.line).filter(([field]) => !dropped.has(field))
    return {
      ...Object.fromEntries(copy),
      uuid: uuids.get(link.uuid),
      parentUuid: parent === undefined ? null : (uuids.get(parent) ?? null),
      sessionId: fork.id,
      ...(link.across === undefined ? {} : { logicalParentUuid: uuids.get(link.across) ?? null }),
      ...(isRecord(link.line['compactMetadata'])
        ? { compactMetadata: renamed(link.line['compactMetadata'], uuids) }
        : {}),
      // The newest line's time says when the fork was made, so that it is listed first.
      ...(place === kept.length - 1 ? { timestamp: fork.at } : {}),
      ...(link.type === 'assistant' ? { requestSessionId: link.line['requestSessionId'] ?? session.id } : {}),
      forkedFrom: { sessionId: session.id, messageUuid: link.uuid },
    }
  })
  const title = {
    type: 'custom-title',
    sessionId: fork.id,
    customTitle: fork.title,
    uuid: randomUUID(),
    timestamp: fork.at,
  }
  return kept.length === 0 ? [] : [...lines, title]
}

/** Lines of progress are not copied; what follows one follows what that one followed. */
function parentNotProgress(link: FullLink, byId: ReadonlyMap<string, FullLink>): string | undefined {
  const seen = new Set<string>()
  let parent = link.parent
  while (parent !== undefined && byId.get(parent)?.type === 'progress' && !seen.has(parent)) {
    seen.add(parent)
    parent = byId.get(parent)?.parent
  }
  return parent
}

/** The uuids in a compaction's note become those of the copies. */
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
    fs.writeFileSync(written, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600, flag: 'wx' })
    fs.renameSync(written, target)
  } finally {
    fs.rmSync(written, { force: true })
  }
}
