// Shows the list of sessions once somebody asks for it.

import type { Session } from '../session/session.ts'
import { sessionList } from './later.ts'

/** `filter` is typed already; `all` is those of all folders. */
export async function chooseSession(session: Session, filter = '', all = false): Promise<void> {
  const part = await sessionList.load()
  if (part) part.openSessionList(session, filter, all)
  else session.notes.say('That could not be loaded. Try again when the connection is back.')
}
