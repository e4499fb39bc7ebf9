// The computer's sessions as a list shows them: what fits what is typed, what was said last in one, and what can be done.

import { type ReadonlySignal, signal } from '@preact/signals'
import type { Entry } from '../../../shared/entries.ts'
import type { TranscriptId } from '../../../shared/ids.ts'
import type { ListedSession } from '../../../shared/listed.ts'
import type { Connection } from '../../connection.ts'

interface Found {
  readonly sessions: readonly ListedSession[]
  /** How many fit in all. */
  readonly total: number
}

export interface SessionFinder {
  readonly filter: ReadonlySignal<string>
  /** Of all folders, not only the one of the session that is open. */
  readonly all: ReadonlySignal<boolean>
  /** Undefined until the first list has come. */
  readonly found: ReadonlySignal<Found | undefined>
  /** The end of what was said in the sessions that were looked into. */
  readonly said: ReadonlySignal<ReadonlyMap<TranscriptId, readonly Entry[]>>
  /** A sentence on what did not work. */
  readonly problem: ReadonlySignal<string | undefined>
  find(filter: string, all: boolean): void
  look(session: TranscriptId): void
  /** Each resolves true once the host has done it; else the problem is told. */
  open(session: TranscriptId): Promise<boolean>
  fork(session: TranscriptId): Promise<boolean>
  rename(session: TranscriptId, title: string): Promise<boolean>
  /** An empty tag takes the one away that is there. */
  tag(session: TranscriptId, tag: string): Promise<boolean>
}

/** More are found by typing. */
const listed = 100

export function sessionFinder(connection: Connection, begin: { filter: string; all: boolean }): SessionFinder {
  const filter = signal(begin.filter)
  const all = signal(begin.all)
  const found = signal<Found | undefined>(undefined)
  const said = signal<ReadonlyMap<TranscriptId, readonly Entry[]>>(new Map())
  const problem = signal<string | undefined>(undefined)
  let asked = 0

  const tell = (error: unknown): void => {
    problem.value = error instanceof Error ? error.message : 'That did not work. Try again.'
  }
  const ask = async (): Promise<void> => {
    const turn = ++asked
    try {
      const answer = await connection.call('sessions', { search: filter.peek(), all: all.peek(), limit: listed })
      // What was asked before must not stand in place of what was asked since.
      if (turn === asked) found.value = answer
    } catch (error) {
      if (turn === asked) tell(error)
    }
  }
  const done = async (act: () => Promise<unknown>): Promise<boolean> => {
    problem.value = undefined
    try {
      await act()
      return true
    } catch (error) {
      tell(error)
      return false
    }
  }
  const changed = async (act: () => Promise<unknown>): Promise<boolean> => {
    const ok = await done(act)
    if (ok) void ask()
    return ok
  }
  void ask()

  return {
    filter,
    all,
    found,
    said,
    problem,
    find(text, everywhere) {
      filter.value = text
      all.value = everywhere
      problem.value = undefined
      void ask()
    },
    look(session) {
      if (said.peek().has(session)) return
      connection.call('glance', { session }).then(({ entries }) => {
        said.value = new Map(said.peek()).set(session, entries)
      }, tell)
    },
    open: (session) => done(() => connection.call('open', { session })),
    fork: (session) => done(() => connection.call('fork', { session })),
    rename: (session, title) => changed(() => connection.call('rename', { session, title })),
    tag: (session, tag) => changed(() => connection.call('tag', { session, tag: tag.trim() === '' ? null : tag })),
  }
}
