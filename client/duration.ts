// How long something took, at a glance.

/** Milliseconds as "12s", "3m 05s" or "1h 02m". */
export function duration(span: number): string {
  const seconds = Math.max(0, Math.floor(span / 1000))
  if (seconds < 60) return `${seconds}s`
  const two = (count: number): string => `${count}`.padStart(2, '0')
  const spent = Math.floor(seconds / 60)
  return spent < 60 ? `${spent}m ${two(seconds % 60)}s` : `${Math.floor(spent / 60)}h ${two(spent % 60)}m`
}
