// Shows what runs beside the session once somebody asks for it.

import type { Session } from '../session/session.ts'
import { tasks } from './later.ts'

export async function showTasks(session: Session): Promise<void> {
  const part = await tasks.load()
  if (part) part.openTasks(session)
  else session.notes.say('That could not be loaded. Try again when the connection is back.')
}
