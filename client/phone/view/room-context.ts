// The session that all views of one page show.

import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Person } from '../../../shared/entries.ts'
import type { Session } from '../session/session.ts'

export const SessionContext = createContext<Session | undefined>(undefined)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('A view was drawn outside of its session.')
  return session
}

/** "you" where it was this device. */
export function useNameOf(): (person: Person) => string {
  const { self } = useSession()
  return (person) => (person.device === self.value?.device ? 'you' : person.name)
}
