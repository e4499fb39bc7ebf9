// What waits for an answer, the agent's questions and whom to let in, above the composer where the thumb is.

import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { openAsks } from '../../../shared/room-state.ts'
import { askCards } from './later.ts'
import { useSession } from './room-context.ts'

export function Asks(): JSX.Element | null {
  const session = useSession()
  const state = session.state.value
  const open = [...session.visitors.value, ...(state ? openAsks(state) : [])]
  const waits = open.length > 0
  const live = session.status.value.is === 'live'
  useEffect(() => {
    if (waits) void askCards.load()
  }, [waits, live])
  const Cards = askCards.part.value?.AskCards
  return waits && Cards ? <Cards open={open} /> : null
}
