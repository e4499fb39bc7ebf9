// One thing at a time that a button does: what went wrong becomes a note.

import { type ReadonlySignal, useSignal } from '@preact/signals'
import type { Session } from '../session/session.ts'

interface Doing {
  /** It is on its way: its buttons are to rest. */
  readonly busy: ReadonlySignal<boolean>
  /** Resolves true once it is done. */
  act(work: Promise<unknown>): Promise<boolean>
}

export function useDoing({ notes }: Session): Doing {
  const busy = useSignal(false)
  return {
    busy,
    async act(work) {
      busy.value = true
      try {
        await work
        return true
      } catch (problem) {
        notes.say(problem instanceof Error ? problem.message : String(problem))
        return false
      } finally {
        busy.value = false
      }
    },
  }
}
