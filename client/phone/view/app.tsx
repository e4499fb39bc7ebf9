// What the whole page is: the room once there is one to show, before that the way in, or why it is shut.

import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Session } from '../session/session.ts'
import { EndedPage } from './ended-page.tsx'
import { JoiningPage } from './joining-page.tsx'
import { room } from './later.ts'
import { Page } from './page.tsx'
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
  const live = status.is === 'live'
  const missing = useSignal(false)
  // It is on its way while the two sides prove themselves, and asked for once more when they have.
  useEffect(() => {
    void room.load().then((part) => {
      missing.value = part === undefined
    })
  }, [live])
  const Room = room.part.value?.Room
  if (session.state.value && Room) return <Room lasting={lasting} otherWay={otherWay} />
  if (status.is === 'ended') return <EndedPage status={status} otherWay={otherWay} />
  if (live && missing.value) return <NotWhole />
  return <JoiningPage name={name} />
}

const NotWhole = (): JSX.Element => (
  <Page title="This page could not be loaded whole">
    <button type="button" class="button" onClick={() => location.reload()}>
      Reload
    </button>
  </Page>
)
