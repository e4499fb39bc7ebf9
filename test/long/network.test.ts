// Real sockets and a network that fails, for as many seeds as one has time for.

import { test } from 'vitest'
import { playOverNetwork } from '../harness/network-play.ts'
import { quickFolder } from '../harness/temp.ts'

const seeds = Number(process.env.SEEDS ?? 300)

/** Plays at once: each waits for its network most of the time. */
const together = 8

test(`OB2 RS7 CL4 ${seeds} plays over real sockets and a failing network`, async () => {
  let next = 1
  const play = async (): Promise<void> => {
    while (next <= seeds) {
      const { path, remove } = quickFolder()
      await playOverNetwork(next++, path).finally(remove)
    }
  }
  await Promise.all(Array.from({ length: together }, play))
})
