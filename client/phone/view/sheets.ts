// Every sheet over the room: it comes with the first tap that asks for it, and what cannot be brought is said.

import type { Later } from '../page/lazily.ts'
import type { Session } from '../session/session.ts'
import { accessSheet, agentSheet, sessionList, sessionSheet, tasks } from './later.ts'

async function show<Part>(session: Session, later: Later<Part>, open: (part: Part) => void): Promise<boolean> {
  const part = await later.load()
  if (part) open(part)
  else session.notes.say('That could not be loaded. Try again when the connection is back.')
  return part !== undefined
}

/** What the session is and is set to, and who is here. */
export const showSession = (session: Session) => show(session, sessionSheet, (part) => part.openSessionSheet(session))

/** The computer's sessions; `filter` is typed already, `all` is those of all folders. */
export const showSessions = (session: Session, filter = '', all = false) =>
  show(session, sessionList, (part) => part.openSessionList(session, filter, all))

/** What runs beside the session. */
export const showTasks = (session: Session) => show(session, tasks, (part) => part.openTasks(session))

/** Who may answer here. */
export const showAgents = (session: Session) => show(session, agentSheet, (part) => part.openAgents(session))

/** Who may come, for an owner. */
export const showAccess = (session: Session) => show(session, accessSheet, (part) => part.openAccessSheet(session))
