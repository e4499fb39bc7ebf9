// Random plays of a whole host: the terminal and four devices with the real client, forks, clears, crashes, another program.

import { test } from 'vitest'
import { playHosts } from '../harness/host-plays.ts'

test(
  'RS5 RS7 OB2 SE3 TU4 after quiescence every device shows the visible chain, every acknowledged prompt once',
  () => playHosts(24),
  60_000,
)
