// Disk reads by other threads that wait until the test lets them go, so that something can happen meanwhile.

import fs from 'node:fs'
import { onTestFinished, vi } from 'vitest'

export interface HeldReads {
  /** Reads that wait now. */
  readonly waiting: number
  /** Lets these go, and every read that is made from now on. */
  release(): void
}

export function heldReads(): HeldReads {
  const read = fs.read as unknown as (...given: unknown[]) => void
  let held: (() => void)[] | undefined = []
  const spy = vi.spyOn(fs, 'read').mockImplementation(((...given: unknown[]) => {
    if (held) held.push(() => read(...given))
    else read(...given)
  }) as typeof fs.read)
  const release = (): void => {
    const waiting = held ?? []
    held = undefined
    for (const go of waiting) go()
  }
  onTestFinished(() => {
    release()
    spy.mockRestore()
  })
  return {
    get waiting() {
      return held?.length ?? 0
    },
    release,
  }
}
