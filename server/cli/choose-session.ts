// Which session `--resume` means: the one that fits, or one that is chosen from the list at the terminal.

import type { SessionSource } from '../../client/terminal/session-picker.ts'
import { findSession } from '../store/find-session.ts'
import { configFolders } from '../store/paths.ts'
import { SessionLibrary } from '../store/session-library.ts'
import { CommandFailed } from './failure.ts'
import type { Machine } from './machine.ts'
import type { SessionChoice } from './options.ts'
import { fittingSessions } from './sessions.ts'

/** Asks at the terminal where the choice leaves it open. Throws `CommandFailed` where nothing was chosen. */
export async function settledChoice(choice: SessionChoice, machine: Machine): Promise<SessionChoice> {
  if (choice.kind === 'pick') return chosen({ filter: '', all: false }, machine)
  if (choice.kind !== 'resume' || findSession(configFolders(machine), choice.id)) return choice
  const { ids, all } = await fittingSessions(choice.id, machine)
  const [only, ...others] = ids
  if (others.length > 0) return chosen({ filter: choice.id, all }, machine)
  // That there is none is told where it is opened.
  return only === undefined ? choice : { kind: 'resume', id: only }
}

async function chosen(begin: { filter: string; all: boolean }, machine: Machine): Promise<SessionChoice> {
  const { clock, environment } = machine
  const library = new SessionLibrary(machine)
  const { pickSession } = await import('../../client/terminal/pick-session.ts')
  const picked = await pickSession({ ...begin, source: sourceOf(library, machine.directory), clock, environment })
  if (!picked) throw new CommandFailed('No session was chosen, so nothing was started.')
  return { kind: 'resume', id: picked.fork ? await library.fork(picked.session) : picked.session }
}

/** The machine's own files, asked as a host is. */
const sourceOf = (library: SessionLibrary, directory: string): SessionSource => ({
  sessions: (query) => library.list(directory, query),
  glance: async (session) => library.glance(session),
  rename: async (session, title) => library.rename(session, title),
  tag: async (session, tag) => library.tag(session, tag ?? ''),
})
