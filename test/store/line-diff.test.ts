// Diffs by lines: applied to the old text they give the new one, whatever the two are.

import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type Hunk, lineDiff } from '../../server/store/line-diff.ts'

/** The new text as the hunks say it, checked against the old one on the way. */
function applied(before: string, hunks: readonly Hunk[]): string[] {
  const old = before === '' ? [] : before.replace(/\n$/, '').split('\n')
  const now: string[] = []
  let place = 0
  for (const { oldStart, oldLines, newStart, newLines, lines } of hunks) {
    const begin = oldLines === 0 ? oldStart : oldStart - 1
    now.push(...old.slice(place, begin))
    place = begin
    expect(now.length).toBe(newLines === 0 ? newStart : newStart - 1)
    const [from, to] = [place, now.length]
    for (const line of lines) {
      if (line.startsWith('\\')) continue
      if (line.startsWith('+')) now.push(line.slice(1))
      else {
        expect(line.slice(1)).toBe(old[place++])
        if (line.startsWith(' ')) now.push(line.slice(1))
      }
    }
    expect([place - from, now.length - to]).toEqual([oldLines, newLines])
  }
  return [...now, ...old.slice(place)]
}

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 40 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''))

test('OP10 any two texts: the hunks lead from one to the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = after === '' ? [] : after.replace(/\n$/, '').split('\n')
      expect(applied(before, lineDiff(before, after))).toEqual(lines)
    }),
    { numRuns: 500 },
  )
})

describe('OP10 a diff', () => {
  const numbered = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`)
  const joined = (lines: readonly string[]): string => `${lines.join('\n')}\n`

  test('shows three lines around a change, and two changes far apart as two hunks', () => {
    const after = numbered.with(4, 'five').toSpliced(30, 1)
    expect(lineDiff(joined(numbered), joined(after))).toEqual([
      {
        oldStart: 2,
        oldLines: 7,
        newStart: 2,
        newLines: 7,
        lines: [' line 2', ' line 3', ' line 4', '-line 5', '+five', ' line 6', ' line 7', ' line 8'],
      },
      {
        oldStart: 28,
        oldLines: 7,
        newStart: 28,
        newLines: 6,
        lines: [' line 28', ' line 29', ' line 30', '-line 31', ' line 32', ' line 33', ' line 34'],
      },
    ])
  })

  test('is the shortest there is', () => {
    const [hunk] = lineDiff('a\nb\nc\na\nb\nb\na\n', 'c\nb\na\nb\na\nc\n')
    expect(hunk?.lines.filter((line) => !line.startsWith(' '))).toHaveLength(5)
  })

  test('of a new file is all of it; of the same text nothing', () => {
    expect(lineDiff('', 'x\ny\n')).toEqual([
      { oldStart: 0, oldLines: 0, newStart: 1, newLines: 2, lines: ['+x', '+y'] },
    ])
    expect(lineDiff('x', 'x')).toEqual([])
  })

  test('tells of a newline that came at the end', () => {
    expect(lineDiff('x\ny', 'x\ny\n')[0]?.lines).toEqual([' x', '-y', '\\ No newline at end of file', '+y'])
    expect(lineDiff('x', 'y')[0]?.lines).toEqual(['-x', '+y'])
  })

  test('of two texts that have nothing in common is all of both, soon', () => {
    const other = (word: string): string => joined(Array.from({ length: 5000 }, (_, at) => `${word} ${at}`))
    const rounds = vi.spyOn(Int32Array.prototype, 'slice')
    const [hunk] = lineDiff(other('old'), other('new'))
    // Each looks one edit further, at as many places as it has edits.
    expect(rounds.mock.calls.length).toBeLessThan(500)
    rounds.mockRestore()
    expect(hunk).toMatchObject({ oldLines: 5000, newLines: 5000 })
  })
})
