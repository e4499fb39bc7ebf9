// The two properties that random plays of a room must have, in memory and on disk, for as many plays as one has time for.

import fc from 'fast-check'
import type { ServerFrame } from '../../shared/protocol.ts'
import { diskLog } from './disk-log.ts'
import { MemoryLog } from './memory-log.ts'
import { otherWrites } from './other-program.ts'
import { givenSeed } from './random.ts'
import { type Other, RoomPlay, step } from './room-play.ts'
import { TestRoom } from './test-room.ts'

const limits = { coalesce: 25, liveOutput: 20, shellRecord: 60, replayBatch: 200 }
const plays = fc.array(step, { minLength: 10, maxLength: 80, size: 'max' })

/** A rule broken on purpose: the plays must notice. */
export interface Fault {
  readonly log?: MemoryLog
  /** Made anew for each play. */
  readonly hears?: () => (frame: ServerFrame) => boolean
}

interface Caught {
  readonly fault?: () => Fault
  /** Whether a failure is made as small as it gets; it takes a while. */
  readonly shrinks?: boolean
  /** The plays are always the same. */
  readonly seed?: number
}

export const playInMemory = (
  numRuns: number,
  { fault = () => ({}), shrinks = true, seed = givenSeed }: Caught = {},
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(plays, async (steps) => {
      const { log = new MemoryLog(), hears } = fault()
      let others = 0
      const other: Other = (text) =>
        log.appendForeign([{ kind: 'prompt', id: `other-${++others}`, at: '2026-01-01T00:00:00.000Z', text }])
      await new RoomPlay(await TestRoom.on(log, limits), { other, hears: hears?.() }).run(steps)
    }),
    { numRuns, seed, endOnFailure: !shrinks },
  )

export const playOnDisk = (numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(plays, async (steps) => {
      const log = diskLog()
      const other: Other = (text, back) => otherWrites(log.path, text, back)
      await new RoomPlay(await TestRoom.on(log, limits), { other }).run(steps)
    }),
    { numRuns, seed: givenSeed },
  )
