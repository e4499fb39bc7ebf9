// Devices in a process of their own that note when each message reaches them: raw sockets, or clients that were let in.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { connect } from '../../client/connection.ts'
import { openSocketPipe } from '../../client/socket-pipe.ts'
import { until } from '../../client/until.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { now } from './measure.ts'

type Ask = { ask: 'join'; port: number; ticket: string | undefined } | { ask: 'begin' } | { ask: 'arrivals' }

/** Of each device, when its messages came. */
export type Arrivals = readonly (readonly number[])[]

/** The other end of `startDevices`: runs in the child until it is killed. */
export function runDevices(): void {
  const arrivals: number[][] = []
  let measuring = false
  process.on('message', (asked: Ask) => {
    void answer(asked).then((told) => process.send?.(told))
  })

  async function answer(asked: Ask): Promise<unknown> {
    if (asked.ask === 'arrivals') return arrivals
    if (asked.ask === 'begin') {
      measuring = true
      for (const device of arrivals) device.length = 0
      return true
    }
    const own: number[] = []
    arrivals.push(own)
    class Timed extends WebSocket {
      /** From the beginning on only the time counts: what a client does with a message is each device's own work. */
      override emit(name: string | symbol, ...rest: unknown[]): boolean {
        if (name !== 'message' || !measuring) return super.emit(name, ...rest)
        own.push(now())
        return true
      }
    }
    const { port, ticket } = asked
    const url = `ws://127.0.0.1:${port}/ws`
    if (ticket === undefined) await once(new Timed(url), 'open')
    else {
      const connection = connect({
        open: () => openSocketPipe(url, Timed),
        credential: { kind: 'ticket', secret: ticket, seed: Buffer.alloc(16, arrivals.length).toString('base64url') },
        name: `device ${arrivals.length}`,
        outbox: { load: () => [], save: () => {} },
        random: (length) => crypto.getRandomValues(new Uint8Array(length)),
        clock: systemClock,
        // Nothing but chunks is to come while it is measured.
        limits: { ...defaultLimits, ping: 1e6, silence: 1e7 },
      })
      await until(connection, () => connection.status.is === 'live')
    }
    return true
  }
}

export interface Devices {
  join(port: number, ticket: string | undefined): Promise<void>
  begin(): Promise<void>
  arrivals(): Promise<Arrivals>
  end(): void
}

/** `role` is what the child is called with, so that it knows that it is one. */
export function startDevices(role: string): Devices {
  const child = fork(process.argv[1] ?? '', [role])
  const ask = async (asked: Ask): Promise<unknown> => {
    const told = once(child, 'message')
    child.send(asked)
    return (await told)[0]
  }
  return {
    join: async (port, ticket) => void (await ask({ ask: 'join', port, ticket })),
    begin: async () => void (await ask({ ask: 'begin' })),
    arrivals: async () => (await ask({ ask: 'arrivals' })) as Arrivals,
    end: () => void child.kill(),
  }
}
