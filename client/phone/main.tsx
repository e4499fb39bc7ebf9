// The phone's entry: takes the secret out of the address, finds the way in, and shows the room.

import './start/fragment.ts'

import { effect } from '@preact/signals'
import { render } from 'preact'
import { systemClock } from '../../shared/clock.ts'
import { deviceLimits } from '../../shared/limits.ts'
import { arrivalOf } from '../entry/arrival.ts'
import { Credentials } from '../entry/credentials.ts'
import { openKeep } from '../entry/keep.ts'
import { startFrom } from '../entry/start.ts'
import { openSocketPipe, socketUrl } from '../socket-pipe.ts'
import { followViewport } from './page/viewport.ts'
import { wakeOn } from './page/wake.ts'
import { deviceName } from './start/device-name.ts'
import { enterPage } from './start/enter.ts'
import { fragment } from './start/fragment.ts'
import './styles/index.ts'
import { App } from './view/app.tsx'
import { inReserve, stuck } from './view/later.ts'

// A LAN page over plain HTTP has no other source of randomness than this one, and needs no other.
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))

const root = document.getElementById('app')
const keep = openKeep(() => localStorage)
const credentials = new Credentials(keep)
const start = startFrom(arrivalOf(location.pathname, fragment), credentials, random)

if (root) {
  followViewport(document.documentElement)
  if (start.kind === 'stuck') {
    // The host has just given out this page: it gives this, too.
    void stuck.load().then((part) => {
      if (!part) root.textContent = 'This page could not be loaded whole. Load it anew.'
      else render(<part.StuckPage why={start.why} otherWay={start.other && (() => location.reload())} />, root)
    })
  } else {
    const name = deviceName(navigator.userAgent, navigator.maxTouchPoints)
    const { session, otherWay } = enterPage({
      ...start,
      credentials,
      keep,
      name,
      open: (abandoned) => openSocketPipe(socketUrl(location), WebSocket, abandoned),
      limits: deviceLimits,
      clock: systemClock,
      random,
      page: {
        show: (path) => history.replaceState(null, '', path),
        leaveFor: (path) => location.assign(path),
      },
    })
    wakeOn(session.wake)
    effect(() => {
      if (session.status.value.is === 'live') for (const part of inReserve) void part.load()
    })
    render(<App session={session} name={name} lasting={keep.lasting} otherWay={otherWay} />, root)
  }
}
