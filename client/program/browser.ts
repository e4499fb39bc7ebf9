// `carryon/client` in a browser: connects to a session by its address, keeps things in the page's storage, wakes with it.

import type { Connection } from '../connection.ts'
import { openKeep } from '../entry/keep.ts'
import { wakeOn } from '../phone/page/wake.ts'
import { type ConnectOptions, connectTo } from './connect-to.ts'

export * from './api.ts'

/** Starts at once and goes on trying until it is closed or refused. Throws `BadAddress`. */
export function connect(address: string, options: ConnectOptions): Connection {
  const connection = connectTo(address, options, { Socket: WebSocket, keep: openKeep(() => localStorage) })
  const stop = wakeOn(() => connection.wake())
  connection.onChange(() => {
    if (connection.status.is === 'ended') stop()
  })
  return connection
}
