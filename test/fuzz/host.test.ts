// Random plays of a whole host: the terminal and four devices with the real client, forks, clears, crashes, another program.

import { test } from 'vitest'
import { playHosts } from '../harness/host-plays.ts'
import { givenSeed } from '../harness/random.ts'

test(
  'RS5 RS7 OB2 SE3 TU4 after quiescence every device shows the visible chain, every acknowledged prompt once',
  // The same plays each time, where no seed is given: new ones are `npm run test:long`'s.
  () => playHosts(24, givenSeed ?? 4),
  60_000,
)
