// The tables of codes in shared/SPEC.md are those of the code.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { byeCodes, closeCodes, passingByes } from '../../shared/codes.ts'

const spec = readFileSync(new URL('../../shared/SPEC.md', import.meta.url), 'utf8')

/** The rows of the table whose first column is called so, without the last column, which is for people. */
function table(name: string): string[][] {
  const [, rows = ''] = new RegExp(`\\n\\| ${name} \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`).exec(spec) ?? []
  return rows
    .trim()
    .split('\n')
    .map((row) =>
      row
        .split('|')
        .slice(1, -2)
        .map((cell) => cell.trim()),
    )
}

test('CL9 every bye is in the table, and whether a device comes again after it', () => {
  const known = byeCodes.map((code) => [`\`${code}\``, passingByes.includes(code) ? 'yes' : 'no'])
  expect(table('bye')).toEqual(known)
})

test('CL9 every close code is in the table', () => {
  expect(table('close').flat().map(Number)).toEqual(Object.values(closeCodes).toSorted((a, b) => a - b))
})
