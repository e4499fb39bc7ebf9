// One signal per row and one for their order, so that a few new letters redraw one row and nothing else.

import { batch, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Row } from './rows.ts'

export interface RowSignals {
  /** In the order shown; the same array until a row comes, goes or moves. */
  readonly keys: ReadonlySignal<readonly string[]>
  row(key: string): ReadonlySignal<Row> | undefined
  update(rows: ReadonlyMap<string, Row>): void
}

export function rowSignals(): RowSignals {
  const keys = signal<readonly string[]>([])
  const rows = new Map<string, Signal<Row>>()
  return {
    keys,
    row: (key) => rows.get(key),
    update: (next) =>
      batch(() => {
        for (const [key, row] of next) {
          const held = rows.get(key)
          if (!held) rows.set(key, signal(row))
          else if (!alike(held.peek(), row)) held.value = row
        }
        for (const key of rows.keys()) if (!next.has(key)) rows.delete(key)
        const order = [...next.keys()]
        const before = keys.peek()
        if (order.length !== before.length || order.some((key, place) => key !== before[place])) keys.value = order
      }),
  }
}

/** Equal in every field, one level of objects deep: all that a row is made of. */
function alike(a: object, b: object, depth = 1): boolean {
  const left: Record<string, unknown> = { ...a }
  const right: Record<string, unknown> = { ...b }
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  for (const name of names) {
    const one = left[name]
    const other = right[name]
    if (Object.is(one, other)) continue
    if (depth === 0 || typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false
    if (!alike(one, other, depth - 1)) return false
  }
  return true
}
