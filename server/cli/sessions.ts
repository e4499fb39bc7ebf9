// `carryon sessions`: what can be gone on with, newest first.

import { since, sizeOf } from '../../client/ago.ts'
import { plainLine } from '../../client/plain-text.ts'
import { clipped } from '../../client/terminal/columns.ts'
import { namedBranch } from '../store/git-branch.ts'
import { listedSessions } from '../store/list-sessions.ts'
import { configFolders } from '../store/paths.ts'
import { fitsSearch } from '../store/search-sessions.ts'
import { sessionFolders } from '../store/session-folders.ts'
import type { SessionInfo } from '../store/session-info.ts'
import type { Machine } from './machine.ts'

export interface SessionsOptions {
  /** Of every directory, not only this one. */
  readonly all: boolean
  readonly search: string | undefined
  readonly json: boolean
}

/** The sessions of this directory and its worktrees, or of all, that fit. */
export async function foundSessions(
  { all, search = '' }: Omit<SessionsOptions, 'json'>,
  machine: Machine,
): Promise<SessionInfo[]> {
  const folders = sessionFolders(configFolders(machine), all ? undefined : machine.directory, true)
  const sessions = await listedSessions(folders, { programmatic: true })
  return sessions.filter((session) => fitsSearch(session, search))
}

export interface Fitting {
  readonly ids: readonly string[]
  /** They are of all directories: in this one there was none. */
  readonly all: boolean
}

/** The sessions whose id begins so, else those that have these words: of this directory, else of all. */
export async function fittingSessions(text: string, machine: Machine): Promise<Fitting> {
  for (const all of [false, true]) {
    const fitting = (await foundSessions({ all, search: text }, machine)).map(({ sessionId }) => sessionId)
    const begun = fitting.filter((id) => id.startsWith(text.toLowerCase()))
    if (fitting.length > 0) return { ids: begun.length > 0 ? begun : fitting, all }
  }
  return { ids: [], all: true }
}

/** Prints the list: cut to the terminal's width for people, whole for programs. */
export async function printSessions(options: SessionsOptions, machine: Machine): Promise<void> {
  const sessions = await foundSessions(options, machine)
  const { columns, isTTY } = process.stdout
  const text = options.json
    ? JSON.stringify(sessions, undefined, 2)
    : sessionLines(sessions, {
        all: options.all,
        searched: options.search !== undefined,
        width: isTTY ? columns : undefined,
        now: machine.clock.now(),
      })
  await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()))
}

interface Layout {
  readonly all: boolean
  /** Those that fit a search. */
  readonly searched: boolean
  /** Undefined where nothing has to fit. */
  readonly width: number | undefined
  readonly now: number
}

export function sessionLines(sessions: readonly SessionInfo[], { all, searched, width, now }: Layout): string {
  if (sessions.length === 0) {
    const none = searched ? 'No session fits' : 'There is no session'
    return all ? `${none}.` : `${none} in this directory. Look in all of them: carryon sessions --all`
  }
  const idLength = width === undefined ? undefined : 8
  const lines = sessions.map((session) => {
    const marks = [session.tag && `#${session.tag}`, namedBranch(session.gitBranch), all && session.cwd].filter(
      (mark) => !!mark,
    )
    const about = [plainLine(session.summary), ...marks.map((mark) => plainLine(String(mark)))].join('  ')
    const facts = [
      session.sessionId.slice(0, idLength),
      since(session.lastModified, now).padEnd(8),
      sizeOf(session.fileSize ?? 0).padStart(8),
    ]
    const line = `${facts.join('  ')}  ${about}`
    return width === undefined ? line : clipped(line, width)
  })
  const advice = 'Go on with one: carryon --resume <how its id begins, or words of its title>'
  return width === undefined ? lines.join('\n') : [...lines, '', advice].join('\n')
}
