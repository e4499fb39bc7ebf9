// A row of parts, each in the longest of its forms that there is room for: what matters least gives way first.

import { clipped, columnsOf } from './columns.ts'

export interface Part {
  /** The longest first; without room for the last of them the part is left out. */
  readonly forms: readonly string[]
  /** 0 is never left out; parts of a lesser rank give way to those of a greater one. */
  readonly rank: number
  readonly style: (text: string) => string
}

/** A row this narrow has its parts closer together. */
const narrow = 72

export function fittedRow(parts: readonly Part[], width: number): string {
  const gap = width < narrow ? 2 : 3
  /** Which form of each is shown; none where it is left out. */
  const shown = new Map<Part, string>()
  const columns = (): number =>
    [...shown.values()].reduce((sum, text) => sum + columnsOf(text) + gap, 0) - (shown.size > 0 ? gap : 0)
  const ranked = parts.toSorted((one, other) => one.rank - other.rank)
  for (const part of ranked) {
    const form = part.forms.at(-1)
    if (form === undefined) continue
    shown.set(part, form)
    if (part.rank > 0 && columns() > width) shown.delete(part)
  }
  for (const part of ranked) {
    const before = shown.get(part)
    if (before === undefined) continue
    for (const form of part.forms) {
      shown.set(part, form)
      if (form === before || columns() <= width) break
    }
  }
  let row = ''
  let room = width
  for (const part of parts) {
    const text = shown.get(part)
    if (text === undefined) continue
    const space = row === '' ? 0 : gap
    const fits = clipped(text, room - space)
    if (fits === '') break
    row += ' '.repeat(space) + part.style(fits)
    room -= space + columnsOf(fits)
  }
  return row
}
