// The room: what was said, what is asked, and where to say something, one above the other.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { openAsks } from '../../../shared/room-state.ts'
import { markdownWriter } from '../markdown/load-markdown.ts'
import { AgentStrip } from './agent-strip.tsx'
import { Announcer } from './announcer.tsx'
import { Asks } from './asks.tsx'
import { Composer } from './composer.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { EndedBar } from './ended-bar.tsx'
import { Header } from './header.tsx'
import { board } from './later.ts'
import { Notes } from './notes.tsx'
import { useSession } from './room-context.ts'
import { Transcript } from './transcript.tsx'

interface RoomProps {
  readonly lasting: boolean
  readonly otherWay: () => (() => void) | undefined
}

export function Room({ lasting, otherWay }: RoomProps): JSX.Element {
  const session = useSession()
  const status = session.status.value
  const state = session.state.value
  const title = state?.title
  const talks = state?.agent.sign !== '$'
  const ended = status.is === 'ended'
  const waits = state !== undefined && !ended && openAsks(state).length > 0
  useEffect(() => {
    document.title = `${waits ? '● ' : ''}${title || 'carryon'}`
  }, [title, waits])
  // Of a shell only what the host has to say is shown there.
  const has = Boolean(talks || state?.notices)
  const BoardPart = has && board.part.value?.Board
  useEffect(() => {
    if (has) void board.load()
  }, [has])
  useEffect(() => {
    if (talks) markdownWriter()
  }, [talks])
  useEffect(() => {
    if (!lasting) session.notes.say('This browser keeps nothing: after a reload you will need a new code.')
  }, [lasting])
  return (
    <div class="room">
      <Header />
      <ConnectionBar />
      <Transcript />
      <footer class="dock">
        {state?.moved && <p class="note">The owner went on with another session. This one goes on.</p>}
        <Notes />
        {!ended && <Asks />}
        {BoardPart && <BoardPart />}
        {ended ? (
          <EndedBar status={status} otherWay={otherWay} />
        ) : (
          <>
            <AgentStrip />
            <Composer />
          </>
        )}
      </footer>
      <Announcer />
    </div>
  )
}
