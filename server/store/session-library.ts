// The sessions of one machine as its devices ask for them: listed, looked into, named, tagged, forked.

import { randomUUID } from 'node:crypto'
import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { ListedSession } from '../../shared/listed.ts'
import { appendRecord, cleanTag } from './change-session.ts'
import { systemDisk } from './disk.ts'
import type { ForkEnd } from './fork-end.ts'
import { forkLines, forkTitle, writeFork } from './fork-session.ts'
import { namedBranch } from './git-branch.ts'
import { endsOf } from './known-ends.ts'
import { listedSessions } from './list-sessions.ts'
import { newestPage, type PageOptions } from './page.ts'
import { configFolders, type StorePlaces } from './paths.ts'
import { linksIn } from './read-links.ts'
import { fitsSearch } from './search-sessions.ts'
import { type SessionFile, sessionFile, sessionFolders } from './session-folders.ts'
import type { SessionInfo } from './session-info.ts'
import { SharedAnswer } from './shared-answer.ts'
import { TranscriptFile } from './transcript-file.ts'

/** A session that is asked for is not there, or not so. `message` is a sentence that says what to do. */
export class NotThere extends Error {
  override name = 'NotThere'
}

export interface SessionQuery {
  readonly search?: string | undefined
  /** Of every directory, not only this one and its worktrees. */
  readonly all?: boolean | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** Entries of a glance: the last question and what came of it. */
const glanced = 6
const glancedText = 2000
/** What is looked through for prompts, and what is given of one. */
const asked = { limit: 200, most: 64 * 1024 }

export class SessionLibrary {
  readonly #places: StorePlaces
  /** Of each directory, and of all under an empty name: a device may ask at every letter that is typed, and many at once. */
  readonly #lists = new Map<string, SharedAnswer<SessionInfo[]>>()

  constructor(places: StorePlaces) {
    this.#places = places
  }

  /** The newest first. `total` counts those that fit, without `limit` and `offset`. */
  async list(directory: string, { search = '', all, limit, offset = 0 }: SessionQuery): Promise<Listing> {
    const sessions = await this.#sessions(all ? undefined : directory)
    const fitting = sessions.filter((info) => fitsSearch(info, search))
    const end = limit === undefined ? undefined : offset + limit
    return { sessions: fitting.slice(offset, end).map(listed), total: fitting.length }
  }

  /** What was said last, oldest first. Throws `NotThere`. */
  glance(session: string): Entry[] {
    return this.#newest(session, { limit: glanced, most: glancedText })
  }

  /** What was asked at the end of it, oldest first. Throws `NotThere`. */
  prompts(session: string): Entry[] {
    return this.#newest(session, asked).filter(({ kind }) => kind === 'prompt')
  }

  #newest(session: string, options: PageOptions): Entry[] {
    const file = new TranscriptFile(this.#file(session).path, systemDisk)
    try {
      return file.openExisting() ? [...newestPage(file, file.size().bytes, options).entries] : []
    } finally {
      file.close()
    }
  }

  /** Throws `NotThere`, `StorageFailed`. */
  rename(session: string, title: string): void {
    appendRecord(this.#file(session), { type: 'custom-title', customTitle: title, sessionId: session })
  }

  /** An empty tag takes away the one before. Throws `NotThere`, `StorageFailed`. */
  tag(session: string, tag: string): void {
    appendRecord(this.#file(session), { type: 'tag', tag: cleanTag(tag), sessionId: session })
  }

  /**
   * Copies it, or its beginning, beside it. `wanted` is called before anything is written, and throws where it is wanted no
   * more. Throws `NotThere`.
   */
  async fork(session: string, end: ForkEnd = {}, wanted = (): void => {}): Promise<TranscriptId> {
    const file = this.#file(session)
    const title = forkTitle(await endsOf(file.path)).replace(/(?: \(fork\))+$/, ' (fork)')
    const id = randomUUID() as TranscriptId
    const lines = forkLines(file, await linksIn(file.path), { ...end, id, title, at: new Date().toISOString() })
    if (lines === undefined) throw new NotThere('That message is not in the session any more. Choose another one.')
    if (lines.length === 0)
      throw new NotThere(
        end.before === undefined
          ? 'Nothing has been said in that session yet; there is nothing to fork.'
          : 'Nothing was said before that message; /clear begins anew.',
      )
    wanted()
    writeFork(file, id, lines)
    return id
  }

  #sessions(directory: string | undefined): Promise<SessionInfo[]> {
    const key = directory ?? ''
    const list = this.#lists.get(key) ?? new SharedAnswer(() => this.#listed(directory))
    this.#lists.set(key, list)
    return list.ask()
  }

  async #listed(directory: string | undefined): Promise<SessionInfo[]> {
    return listedSessions(sessionFolders(configFolders(this.#places), directory, true), { programmatic: true })
  }

  #file(session: string): SessionFile {
    const found = sessionFile(sessionFolders(configFolders(this.#places), undefined, false), session)
    if (found) return found
    throw new NotThere('That session is not on this computer any more, or nothing has been said in it yet.')
  }
}

export interface Listing {
  readonly sessions: readonly ListedSession[]
  readonly total: number
}

const listed = (info: SessionInfo): ListedSession => ({
  session: info.sessionId as TranscriptId,
  title: info.summary,
  modified: new Date(info.lastModified).toISOString(),
  size: info.fileSize ?? 0,
  directory: info.cwd,
  branch: namedBranch(info.gitBranch),
  tag: info.tag,
})
