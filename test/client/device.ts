// A device for tests: the real connection, with a view that is checked for gaps and repeats after every change.

import { type Connection, type ConnectionOptions, connect, type OutgoingCall } from '../../client/connection.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import { FakeClock } from '../harness/clock.ts'
import { seededBytes } from '../harness/random.ts'

export interface TestDevice {
  readonly connection: Connection
  readonly clock: FakeClock
  /** What the outbox's store holds. */
  stored: readonly OutgoingCall[]
  /** Every status it went through. */
  readonly statuses: string[]
  /** How often listeners were told. */
  told: number
}

export function device(
  open: (abandoned: AbortSignal) => Promise<Pipe> | Pipe,
  options: Partial<Omit<ConnectionOptions, 'open' | 'limits' | 'clock'>> & {
    clock?: FakeClock
    limits?: Partial<Limits>
    stored?: readonly OutgoingCall[]
  } = {},
): TestDevice {
  const { clock = new FakeClock(), limits, stored = [], ...rest } = options
  const made: Omit<TestDevice, 'connection'> = { clock, stored, statuses: [], told: 0 }
  const connection = connect({
    open: async (abandoned) => open(abandoned),
    credential: { kind: 'terminal' },
    name: 'Test',
    outbox: {
      load: () => [...stored],
      save: (calls) => {
        made.stored = calls
      },
    },
    random: seededBytes(1),
    ...rest,
    clock,
    limits: { ...defaultLimits, ...limits },
  })
  const device: TestDevice = Object.assign(made, { connection })
  connection.onChange(() => {
    device.told++
    const { is } = connection.status
    if (device.statuses.at(-1) !== is) device.statuses.push(is)
    assertContinuous(connection)
  })
  return device
}

/** The scripted room numbers its own lines: a view that skips or repeats one is wrong at once, not only in the end. */
export function assertContinuous(connection: Connection): void {
  const shown = texts(connection)
    .filter((text) => /^\d+$/.test(text))
    .map(Number)
  for (const [place, number] of shown.entries()) {
    if (place > 0 && number <= (shown[place - 1] ?? -1)) throw new Error(`Out of order or twice: ${shown.join(' ')}`)
  }
  const ids = connection.view.entries.map(({ id }) => id)
  if (new Set(ids).size !== ids.length) throw new Error(`Twice: ${ids.join(' ')}`)
}

export const texts = (connection: Connection): string[] =>
  connection.view.entries.map((entry) => ('text' in entry ? entry.text : entry.kind))
