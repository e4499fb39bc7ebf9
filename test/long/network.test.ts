// Real sockets and a network that fails, for as many seeds as one has time for.

import { test } from 'vitest'
import { playOverNetwork } from '../harness/network-play.ts'
import { temporaryFolder } from '../harness/temp.ts'

const seeds = Number(process.env.SEEDS ?? 300)

test(`OB2 RS7 CL4 ${seeds} plays over real sockets and a failing network`, async () => {
  for (let seed = 1; seed <= seeds; seed++) await playOverNetwork(seed, temporaryFolder())
})
