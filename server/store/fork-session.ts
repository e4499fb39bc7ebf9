// A session copied into a new one, every line under a new uuid; the first one stays as it is.

import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import type { FullLink } from './read-links.ts'
import { isRecord, type JsonRecord } from './record.ts'
import type { SessionFile } from './session-folders.ts'

/** Where a copy ends; all is copied where neither is given. */
export interface ForkEnd {
  /** The last line to copy. */
  readonly upTo?: string | undefined
  /** The line that what is copied was gone on from with. */
  readonly before?: string | undefined
}

export interface Fork extends ForkEnd {
  readonly id: string
  readonly title: string
  /** ISO 8601. */
  readonly at: string
}

/** What says where a line was made, and is no longer true of its copy. */
const dropped = new Set(['teamName', 'agentName', 'slug', 'sourceToolAssistantUUID'])

/** The lines of the fork; undefined where the line at its end is none of the session's. */
export function forkLines(session: SessionFile, links: readonly FullLink[], fork: Fork): JsonRecord[] | undefined {
  const main = links.filter((link) => link.line['isSidechain'] !== true)
  const copied = main.slice(0, endOf(main, fork))
  if (copied.length === 0 && main.length > 0 && !main.some(({ uuid }) => uuid === fork.before)) return undefined
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

/** How many lines of the file it takes. What was taken back before a prompt stands between it and what it follows. */
function endOf(main: readonly FullLink[], { upTo, before }: ForkEnd): number {
  const after = (uuid: string | undefined): number => main.findIndex((link) => link.uuid === uuid) + 1
  if (before === undefined) return upTo === undefined ? main.length : after(upTo)
  const place = after(before) - 1
  const parent = main[place]?.parent
  // One whose parent is in no file goes on from the line above it.
  return parent === undefined ? 0 : after(parent) || place
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
