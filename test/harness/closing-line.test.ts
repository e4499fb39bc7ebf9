import { expect, test } from 'vitest'
import { closingLine } from './closing-line.ts'

type State = 'passed' | 'failed' | 'skipped'

function file(states: readonly State[], errors = 0) {
  const tests = states.map((state) => ({ result: () => ({ state }) }))
  return { children: { allTests: () => tests }, errors: () => Array.from({ length: errors }) }
}

const line = (files: readonly ReturnType<typeof file>[], unhandled = 0) =>
  closingLine(files as unknown as Parameters<typeof closingLine>[0], unhandled)

test('counts the tests of all files; what was skipped is neither', () => {
  expect(line([file(['passed', 'passed', 'skipped']), file(['passed', 'failed'])])).toBe('3 passed, 1 failed')
})

test('a file that could not be run and an error outside of tests are failures', () => {
  expect(line([file([], 1), file(['passed'])], 2)).toBe('1 passed, 3 failed')
})
