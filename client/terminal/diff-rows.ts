// A change of a file as rows: its name, how much, and the lines with their signs.

import { type FileChange, sizeOf } from '../../shared/file-change.ts'
import { plainLine, plainText } from '../plain-text.ts'
import { broken, clipped } from './columns.ts'
import { untabbed } from './rows.ts'
import type { Theme } from './theme.ts'

/** At most so many rows, of which the last says what is not shown, and how to see it. */
export function diffRows(
  changes: readonly FileChange[],
  most: number,
  width: number,
  theme: Theme,
  hint = ' · /diff shows all',
): string[] {
  const rows = changes.flatMap((change) => [
    clipped(`${plainLine(change.path)}  ${sizeOf(change)}`, width),
    ...lineRows(change, most, width, theme, hint),
  ])
  if (rows.length <= most) return rows
  const left = rows.length - most + 1
  return [...rows.slice(0, most - 1), theme.warning(`… ${left.toLocaleString('en')} more rows${hint}`)]
}

function lineRows(
  { diff, omitted = 0 }: FileChange,
  most: number,
  width: number,
  theme: Theme,
  hint: string,
): string[] {
  const lines = diff === '' ? [] : diff.split('\n')
  const shown = lines.slice(0, most).flatMap((line) => {
    const sign = line.slice(0, 1)
    if (sign === '@' || sign === '\\') return [theme.quiet(clipped(plainLine(line), width))]
    const style = sign === '+' ? theme.good : sign === '-' ? theme.bad : (row: string): string => row
    const pieces = broken(untabbed(plainText(line.slice(1))), width - 2)
    return pieces.map((piece, at) => style(`${at === 0 ? sign : ' '} ${piece}`))
  })
  const left = Math.max(0, lines.length - most) + omitted
  return left > 0 ? [...shown, theme.warning(`… ${left.toLocaleString('en')} more lines${hint}`)] : shown
}
