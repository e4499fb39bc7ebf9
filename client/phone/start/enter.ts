// Shows the page into its room: connects, gives the page the room's own address, and knows what else may get in.

import { type EnterOptions, enter } from '../../entry/enter.ts'
import { draftOf } from '../session/draft.ts'
import { refusedStore } from '../session/refused-store.ts'
import { openSession, type Session } from '../session/session.ts'

export interface PageEntry extends Omit<EnterOptions, 'onRoom'> {
  readonly page: {
    /** The address to come back to on a reload. */
    show(path: string): void
    leaveFor(path: string): void
  }
}

export interface EnteredPage {
  readonly session: Session
  /** What else may get in, should this be refused; undefined where nothing is left to try. */
  readonly otherWay: () => (() => void) | undefined
}

export function enterPage({ page, ...options }: PageEntry): EnteredPage {
  const { credentials, keep, limits } = options
  const { connection, entry, room } = enter({ ...options, onRoom: (id) => page.show(`/s/${id}`) })
  return {
    session: openSession({ connection, limits, draft: draftOf(keep, room), refused: refusedStore(keep, room) }),
    otherWay: () => {
      const { status } = connection
      const { reach, from } = entry()
      if (status.is === 'ended' && status.code === 'unknown_room' && reach === 'host') return () => page.leaveFor('/')
      if (!credentials.fitting(options.room, entry())) return undefined
      return () => {
        credentials.forget(from)
        page.leaveFor(options.room === undefined ? '/' : `/s/${options.room}`)
      }
    },
  }
}
