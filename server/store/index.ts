// The public library: every session on this machine, with the official SDK's functions, and more.

import { randomUUID } from 'node:crypto'
import os from 'node:os'
import type { Entry } from '../../shared/entries.ts'
import { isUuid } from '../../shared/ids.ts'
import { appendRecord, cleanTag, deleteSessionFile } from './change-session.ts'
import { systemDisk } from './disk.ts'
import { type FollowOptions, followed, type SessionGrowth } from './follow-session.ts'
import { type Fork, forkLines, forkTitle, writeFork } from './fork-session.ts'
import { endsOf } from './known-ends.ts'
import { listedSessions } from './list-sessions.ts'
import { type EntriesPage, newestPage, olderPage } from './page.ts'
import { configFolders } from './paths.ts'
import { linksIn } from './read-links.ts'
import { fitsSearch } from './search-sessions.ts'
import { type TextFound, textFound } from './search-texts.ts'
import { type SessionFile, type SessionFolder, sessionFile, sessionFolders } from './session-folders.ts'
import { type SessionInfo, sessionInfo } from './session-info.ts'
import { type SessionMessage, sessionMessages, subagentMessages } from './session-messages.ts'
import { StorageFailed, systemCode } from './storage-failed.ts'
import { subagentFiles, subagentParents } from './subagents.ts'
import { type ToldLink, toldLinks } from './told-links.ts'
import { TranscriptFile } from './transcript-file.ts'

export type { EntriesPage, Entry, FollowOptions, SessionGrowth, SessionInfo, SessionMessage, TextFound }
export { StorageFailed }

export interface SessionOptions {
  /** The project's directory and its worktrees; all directories where it is left out. */
  dir?: string
}

export interface ListSessionsOptions extends SessionOptions {
  /** The most sessions to return. */
  limit?: number
  /** How many of the newest to leave out. */
  offset?: number
  /** With `dir` in a git repository: the sessions of all its worktrees. Default true. */
  includeWorktrees?: boolean
  /** Sessions that programs started (`sdk-ts`, `sdk-cli`, `sdk-py`, daemons). Default true. */
  includeProgrammatic?: boolean
}

export interface GetSessionMessagesOptions extends SessionOptions {
  /** The most messages to return. */
  limit?: number
  /** How many messages to leave out at the beginning. */
  offset?: number
  /** Also what the system noted: boundaries of compactions, notices. Default false. */
  includeSystemMessages?: boolean
}

export type GetSubagentMessagesOptions = Omit<GetSessionMessagesOptions, 'includeSystemMessages'>

export interface ForkSessionOptions extends SessionOptions {
  /** The last message to copy, by its `uuid`; all where it is left out. */
  upToMessageId?: string
  /** The fork's title; where it is left out the session's own with " (fork)". */
  title?: string
}

/** Lists sessions, the newest first. Folders that are missing or may not be read are as if empty. */
export async function listSessions(options: ListSessionsOptions = {}): Promise<SessionInfo[]> {
  const { dir, limit, offset, includeWorktrees = true, includeProgrammatic = true } = options
  return listedSessions(sessionFolders(places(), dir, includeWorktrees), {
    limit,
    offset,
    programmatic: includeProgrammatic,
  })
}

/** What is known of one session; undefined where it is not there, is a subagent's, or has nothing to be known by. */
export async function getSessionInfo(
  sessionId: string,
  options: SessionOptions = {},
): Promise<SessionInfo | undefined> {
  const file = fileOf(sessionId, options)
  const said = file && (await endsOf(file.path))
  return file && said && sessionInfo(file, said)
}

/**
 * The messages of a session's conversation, the oldest first; none where the session is not there or may not be read.
 * @throws what the file system throws, where reading fails halfway.
 */
export async function getSessionMessages(
  sessionId: string,
  options: GetSessionMessagesOptions = {},
): Promise<SessionMessage[]> {
  const file = fileOf(sessionId, options)
  if (!file) return []
  return part(sessionMessages(await toldIn(file.path), options.includeSystemMessages === true), options)
}

/**
 * Gives a session a title.
 * @throws where the session is not there, the title is blank, or (`StorageFailed`) the file cannot be written.
 */
export async function renameSession(sessionId: string, title: string, options: SessionOptions = {}): Promise<void> {
  checkId(sessionId)
  const customTitle = title.trim()
  if (customTitle === '') throw new Error('title must be non-empty')
  appendRecord(mustBeFound(sessionId, options), { type: 'custom-title', customTitle, sessionId })
}

/**
 * Tags a session; null takes the tag away.
 * @throws where the session is not there, the tag is blank, or (`StorageFailed`) the file cannot be written.
 */
export async function tagSession(sessionId: string, tag: string | null, options: SessionOptions = {}): Promise<void> {
  checkId(sessionId)
  const clean = tag === null ? '' : cleanTag(tag)
  if (tag !== null && clean === '') throw new Error('tag must be non-empty (use null to clear)')
  appendRecord(mustBeFound(sessionId, options), { type: 'tag', tag: clean, sessionId })
}

/**
 * Copies a session into a new one.
 * @returns the new session's id.
 * @throws where the session or the message is not there, or it has no messages.
 */
export async function forkSession(sessionId: string, options: ForkSessionOptions = {}): Promise<{ sessionId: string }> {
  checkId(sessionId)
  const file = mustBeFound(sessionId, options, '')
  const title = options.title?.trim() || forkTitle(await endsOf(file.path))
  const fork: Fork = { id: randomUUID(), upTo: options.upToMessageId, title, at: new Date().toISOString() }
  const lines = forkLines(file, await linksIn(file.path), fork)
  if (lines === undefined) throw new Error(`Message ${options.upToMessageId} not found in session ${sessionId}`)
  if (lines.length === 0) throw new Error(`Session ${sessionId} has no messages to fork`)
  writeFork(file, fork.id, lines)
  return { sessionId: fork.id }
}

/**
 * Deletes a session and its subagents' transcripts, for good.
 * @throws where the session is not there, or may not be deleted.
 */
export async function deleteSession(sessionId: string, options: SessionOptions = {}): Promise<void> {
  checkId(sessionId)
  deleteSessionFile(mustBeFound(sessionId, options))
}

/** The ids of a session's subagents; none where the session is not there. */
export async function listSubagents(sessionId: string, options: SessionOptions = {}): Promise<string[]> {
  const file = fileOf(sessionId, options)
  return file ? subagentFiles(file).map(({ agent }) => agent) : []
}

/**
 * The messages of a subagent, the oldest first; none where it is not there or may not be read.
 * @throws what the file system throws, where reading fails halfway.
 */
export async function getSubagentMessages(
  sessionId: string,
  agentId: string,
  options: GetSubagentMessagesOptions = {},
): Promise<SessionMessage[]> {
  const file = fileOf(sessionId, options)
  const subagent = file && subagentFiles(file).find(({ agent }) => agent === agentId)
  if (!subagent) return []
  const { toolUse, agent } = subagentParents(subagent)
  return part(subagentMessages(await toldIn(subagent.path), toolUse, agent), options)
}

// ── Beyond the official SDK ──────────────────────────────────────────────────────────────────────────────────────────

export interface SessionPageOptions extends SessionOptions {
  /** The page before this one: what an earlier page gave as its `before`. The newest where it is left out. */
  before?: number
  /** The most entries; results of tools are not counted. Default 50. */
  limit?: number
}

/**
 * A page of the conversation from its end, as entries to render; what a compaction summed up is shown too. However
 * long the transcript is, no more of it is read than is shown. Undefined where the session is not there.
 */
export async function getSessionPage(
  sessionId: string,
  options: SessionPageOptions = {},
): Promise<EntriesPage | undefined> {
  const { before, limit = 50 } = options
  const found = fileOf(sessionId, options)
  if (!found) return undefined
  return opened(found.path, (file, end) => {
    const wanted = { limit, most: Number.POSITIVE_INFINITY }
    return before === undefined ? newestPage(file, end, wanted) : olderPage(file, end, before, wanted)
  })
}

export interface SearchSessionsOptions extends SessionOptions {
  /** Also look into everything that was said. Default false: titles, first prompts, tags and ids. */
  fullText?: boolean
  /** The most sessions to return. Default 50. */
  limit?: number
}

export interface FoundText {
  readonly session: SessionInfo
  /** Where it was said, with `fullText`. */
  readonly text?: TextFound
}

/**
 * Sessions that have the text, whatever the case of its letters; the newest first. An empty text fits all.
 * @throws what the file system throws, where a file cannot be read through.
 */
export async function searchSessions(text: string, options: SearchSessionsOptions = {}): Promise<FoundText[]> {
  const { limit = 50, fullText = false, dir } = options
  const results: FoundText[] = []
  for (const session of await listedSessions(sessionFolders(places(), dir, true), { programmatic: true })) {
    if (results.length >= limit) break
    if (fitsSearch(session, text)) results.push({ session })
    else if (fullText && text !== '') {
      // One file at a time, so that whatever else this process does goes on.
      await new Promise((resolve) => setImmediate(resolve))
      const found = fileOf(session.sessionId, options)
      const said = found && opened(found.path, (file, end) => textFound(file, end, text))
      if (said) results.push({ session, text: said })
    }
  }
  return results
}

/**
 * The session as it grows: first its newest entries, then all that is added, by whomever. Ends with `signal`, or when
 * the loop is left; where the file is deleted it waits.
 * @throws at once where the session is not there.
 */
export function followSession(
  sessionId: string,
  options: SessionOptions & FollowOptions = {},
): AsyncGenerator<SessionGrowth, void> {
  return followed(mustBeFound(sessionId, options).path, options)
}

function opened<T>(path: string, read: (file: TranscriptFile, end: number) => T): T | undefined {
  const file = new TranscriptFile(path, systemDisk)
  try {
    return file.openExisting() ? read(file, file.size().bytes) : undefined
  } finally {
    file.close()
  }
}

// ── Finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const places = (): string[] =>
  configFolders({ environment: process.env, home: os.homedir(), platform: process.platform })

function foldersFor(options: SessionOptions): SessionFolder[] {
  return sessionFolders(places(), options.dir, true)
}

const fileOf = (id: string, options: SessionOptions): SessionFile | undefined => sessionFile(foldersFor(options), id)

function mustBeFound(id: string, options: SessionOptions, anywhere = ' in any project directory'): SessionFile {
  const file = fileOf(id, options)
  if (file) return file
  const where = options.dir ? ` in project directory for ${options.dir}` : anywhere
  throw new Error(`Session ${id} not found${where}`)
}

/** None where the file may not be read, or was deleted a moment ago. */
async function toldIn(path: string): Promise<ToldLink[]> {
  try {
    return await toldLinks(path)
  } catch (error) {
    if (['ENOENT', 'EACCES', 'EPERM'].includes(systemCode(error) ?? '')) return []
    throw error
  }
}

function checkId(id: string): void {
  if (!isUuid(id)) throw new Error(`Invalid sessionId: ${id}`)
}

function part<T>(all: T[], { limit = 0, offset = 0 }: { limit?: number; offset?: number }): T[] {
  const from = offset > 0 ? offset : 0
  return limit > 0 ? all.slice(from, from + limit) : all.slice(from)
}
