// Notices that the computer slept, and that others reach it at another address than before.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'

export interface WhereaboutsParts {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'whereabouts' | 'slept'>
  /** Its address in the local network; undefined while it is in none. */
  readonly address: () => Promise<string | undefined>
  /** For so many milliseconds. */
  readonly onSlept: (span: number) => void
  /** Also where it had none before; being in no network for a while is no news. */
  readonly onMoved: (address: string, before: string | undefined) => Promise<void>
}

/** Looks every `limits.whereabouts`, `first` being its address now. Returns what ends that. */
export function watchWhereabouts(parts: WhereaboutsParts, first: string | undefined): () => void {
  const { clock, limits, address, onSlept, onMoved } = parts
  let known = first
  let over = false
  let callOff = (): void => {}
  const look = async (): Promise<void> => {
    const now = await address().catch(() => undefined)
    if (over || now === undefined || now === known) return
    const before = known
    known = now
    await onMoved(now, before)
  }
  const wait = (): void => {
    const due = clock.now() + limits.whereabouts
    callOff = clock.after(limits.whereabouts, () => {
      const late = clock.now() - due
      if (late > limits.slept) onSlept(late)
      void look().finally(() => {
        if (!over) wait()
      })
    })
  }
  wait()
  return () => {
    over = true
    callOff()
  }
}
