// The time of day as a signal, ticking only while something on the screen counts.

import { type ReadonlySignal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

export function useNow(counting: boolean): ReadonlySignal<number> {
  const now = useSignal(Date.now())
  useEffect(() => {
    if (!counting) return
    now.value = Date.now()
    const timer = setInterval(() => {
      now.value = Date.now()
    }, 1000)
    return () => clearInterval(timer)
  }, [counting])
  return now
}
