// The two properties that random plays of a room must have, in memory and on disk, for as many plays as one has time for.

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { onTestFinished } from 'vitest'
import { createTranscript } from '../../server/store/open-transcript.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from './clock.ts'
import { MemoryLog } from './memory-log.ts'
import { RoomPlay, step } from './room-play.ts'
import { temporaryFolder } from './temp.ts'
import { TestRoom } from './test-room.ts'

/** `FUZZ_SEED` repeats a failure, which prints its seed and its shrunk steps. */
const seed = process.env.FUZZ_SEED === undefined ? undefined : Number(process.env.FUZZ_SEED)

const limits = { coalesce: 25, liveOutput: 20, shellRecord: 60, replayBatch: 200 }
const plays = fc.array(step, { minLength: 10, maxLength: 80, size: 'max' })

export const playInMemory = (numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(plays, async (steps) => {
      const room = await TestRoom.on(new MemoryLog(), limits)
      await new RoomPlay(room).run(steps)
    }),
    { numRuns, seed },
  )

export const playOnDisk = (numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(plays, async (steps) => {
      const log = createTranscript({
        configFolder: temporaryFolder(),
        id: randomUUID() as TranscriptId,
        directory: '/p',
        version: '0',
        limits: defaultLimits,
        clock: new FakeClock(),
      })
      onTestFinished(() => log.close())
      await new RoomPlay(await TestRoom.on(log, limits)).run(steps)
    }),
    { numRuns, seed },
  )
