// How long to wait before the next try to reconnect: longer each time, never the same for all, and never for good.

import type { Limits } from '../shared/limits.ts'

/** Milliseconds, after `failures` tries in a row; between half of the growing wait and the whole of it. */
export function backoff(
  failures: number,
  limits: Pick<Limits, 'reconnectFirst' | 'reconnectMost'>,
  random: (length: number) => Uint8Array,
): number {
  const whole = Math.min(limits.reconnectMost, limits.reconnectFirst * 2 ** Math.min(failures, 30))
  const share = (random(1)[0] ?? 0) / 255
  return Math.round(whole * (0.5 + share / 2))
}
