// Brings the list of sessions once somebody asks for it: the first load stays small.

import type { Session } from '../session/session.ts'

/** `filter` is typed already; `all` is those of all folders. */
export async function chooseSession(session: Session, filter = '', all = false): Promise<void> {
  try {
    const { openSessionList } = await import('./session-list.tsx')
    openSessionList(session, filter, all)
  } catch {
    session.notes.say('That could not be loaded. Try again when the connection is back.')
  }
}
