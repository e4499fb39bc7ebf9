// The phone's views on a connection that a test plays: the page that screens are looked at and tested on.

import { render } from 'preact'
import { openKeep } from '../../../client/entry/keep.ts'
import { followViewport } from '../../../client/phone/page/viewport.ts'
import { wakeOn } from '../../../client/phone/page/wake.ts'
import { draftOf } from '../../../client/phone/session/draft.ts'
import { openSession } from '../../../client/phone/session/session.ts'
import '../../../client/phone/styles/index.ts'
import { refusedStore } from '../../../client/phone/session/refused-store.ts'
import { App } from '../../../client/phone/view/app.tsx'
import { defaultLimits } from '../../../shared/limits.ts'
import { room } from '../wire.ts'
import { PlayedConnection } from './played-connection.ts'

declare global {
  interface Window {
    stage: PlayedConnection
  }
}

const connection = new PlayedConnection()
window.stage = connection
const keep = openKeep(() => localStorage)
// The stage has one room, and keeps for it what a page keeps.
const session = openSession({
  connection,
  limits: defaultLimits,
  draft: draftOf(keep, () => room),
  refused: refusedStore(keep, () => room),
})
followViewport(document.documentElement)
wakeOn(session.wake)
const root = document.getElementById('app')
if (root) {
  const otherWay = () => (connection.otherWay ? () => connection.note('otherWay') : undefined)
  render(<App session={session} name="iPhone · Safari" lasting={true} otherWay={otherWay} />, root)
}
