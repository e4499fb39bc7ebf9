// What a device of host scope does with the computer's sessions: lists them, looks into one, names and tags it.

import { CallRefused } from './room/call-refused.ts'
import type { Handlers } from './room/calls.ts'
import { NotThere, type SessionLibrary } from './store/session-library.ts'

export type SessionCall = 'sessions' | 'glance' | 'rename' | 'tag'

/** `directory` is where a list that is not of all directories is from. */
export const sessionCalls = (library: SessionLibrary, directory: string): Pick<Handlers, SessionCall> => ({
  sessions: (query) => told(() => library.list(directory, query)),
  glance: ({ session }) => told(() => ({ entries: library.glance(session) })),
  rename({ session = '', title }) {
    told(() => library.rename(session, title))
    return {}
  },
  tag({ session = '', tag }) {
    told(() => library.tag(session, tag ?? ''))
    return {}
  },
})

/** What is not there is the asker's to hear about, and no trouble of the computer's. */
export function told<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof NotThere) throw new CallRefused('not_found', error.message)
    throw error
  }
}
