// The property that random plays of a whole host must have, for as many plays as one has time for.

import fc from 'fast-check'
import { HostPlay } from './host-play.ts'
import { hostStep } from './host-steps.ts'
import { givenSeed } from './random.ts'
import { withReadsAtOnce } from './reads-at-once.ts'

const plays = fc.array(hostStep, { minLength: 10, maxLength: 80, size: 'max' })

export const playHosts = (numRuns: number, seed = givenSeed): Promise<void> =>
  withReadsAtOnce(() =>
    fc.assert(
      fc.asyncProperty(plays, async (steps) => (await HostPlay.begin()).run(steps)),
      { numRuns, seed },
    ),
  )
