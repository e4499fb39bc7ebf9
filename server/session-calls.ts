// What a device of host scope does with the computer's sessions: lists them, looks into one, names and tags it.

import { CallRefused } from './room/call-refused.ts'
import type { Handlers } from './room/calls.ts'
import { NotThere, type SessionLibrary } from './store/session-library.ts'

export type SessionCall = 'sessions' | 'glance' | 'rename' | 'tag'

/** `directory` is where a list that is not of all directories is from. */
export const sessionCalls = (library: SessionLibrary, directory: string): Pick<Handlers, SessionCall> => ({
  sessions: (query) => told(() => library.list(directory, query)),
  glance: ({ session, prompts }) =>
    told(() => ({ entries: prompts ? library.prompts(session) : library.glance(session) })),
  async rename({ session = '', title }) {
    await told(() => library.rename(session, title))
    return {}
  },
  async tag({ session = '', tag }) {
    await told(() => library.tag(session, tag ?? ''))
    return {}
  },
})

/** What is not there is the asker's to hear about, and no trouble of the computer's. */
export async function told<T>(act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof NotThere) throw new CallRefused('not_found', error.message)
    throw error
  }
}
