// What the whole page is: the room once there is one to show, before that the way in, or why it is shut.

import type { JSX } from 'preact'
import type { Session } from '../session/session.ts'
import { EndedPage } from './ended-page.tsx'
import { JoiningPage } from './joining-page.tsx'
import { Room } from './room.tsx'
import { SessionContext } from './room-context.ts'

export interface AppProps {
  readonly session: Session
  /** What this device calls itself. */
  readonly name: string
  /** False in a private window: a reload will need a new code. */
  readonly lasting: boolean
  /** What else may get in, should the host refuse. */
  readonly otherWay: () => (() => void) | undefined
}

export function App(props: AppProps): JSX.Element {
  return (
    <SessionContext.Provider value={props.session}>
      <Shown {...props} />
    </SessionContext.Provider>
  )
}

function Shown({ session, name, lasting, otherWay }: AppProps): JSX.Element {
  const status = session.status.value
  if (session.state.value) return <Room lasting={lasting} otherWay={otherWay} />
  if (status.is === 'ended') return <EndedPage status={status} otherWay={otherWay} />
  return <JoiningPage name={name} />
}
