// Waits for something to become true of a connection, as a program does that has no screen to draw.

import { CallFailed } from './call-failed.ts'
import type { Connection } from './connection.ts'

/** Resolves once `condition` holds; rejects with `CallFailed` where the connection has ended for good before. */
export function until(connection: Connection, condition: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (condition()) resolve()
      else if (connection.status.is === 'ended') reject(new CallFailed('unavailable', connection.status.reason))
      else return
      stop()
    }
    const stop = connection.onChange(look)
    look()
  })
}
