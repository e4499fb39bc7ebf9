// What the benches share: percentiles, a table of what was measured beside its goal, and whether all goals were met.

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

let missed = 0

/** `goal` is the most that `measured` may be; without one it is only told. */
export function tell(name: string, measured: number, unit: string, goal?: number): void {
  const verdict = goal === undefined ? '' : measured <= goal ? `goal ≤ ${goal} met` : `goal ≤ ${goal} MISSED`
  if (verdict.endsWith('MISSED')) missed++
  console.log(`${name.padEnd(64)} ${measured.toFixed(2).padStart(9)} ${unit.padEnd(10)} ${verdict}`)
}

export function finish(): void {
  console.log(missed === 0 ? 'every goal was met' : `${missed} goals were missed`)
  process.exitCode = missed === 0 ? 0 : 1
}

/** Milliseconds on a clock that all processes of the machine share. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6
