// A sheet outside of the room's own views: it outlives the change to another room, and one can take another's place.

import { type JSX, render } from 'preact'
import type { Session } from '../session/session.ts'
import { SessionContext } from './room-context.ts'

/** `sheet` is given what takes it away again. */
export function showOverRoom(session: Session, sheet: (close: () => void) => JSX.Element): void {
  const place = document.body.appendChild(document.createElement('div'))
  const close = (): void => {
    render(null, place)
    place.remove()
  }
  render(<SessionContext.Provider value={session}>{sheet(close)}</SessionContext.Provider>, place)
}
