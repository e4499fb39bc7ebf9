// shared/SPEC.md and the tests say the same: every rule is cited by a test, and every rule a test cites exists.

import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { citedIn, repeated, ruleIdsIn } from './rules.ts'

const spec = new URL('../../shared/SPEC.md', import.meta.url)
const tests = new URL('..', import.meta.url)

const rules = ruleIdsIn(readFileSync(spec, 'utf8'))
const cited = new Set(
  readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name) && !/^spec\W/.test(name))
    .flatMap((name) => citedIn(readFileSync(new URL(name.replaceAll('\\', '/'), tests), 'utf8'))),
)

test('there are rules', () => {
  expect(rules.length).toBeGreaterThan(0)
})

test('no two rules share a number', () => {
  expect(repeated(rules)).toEqual([])
})

test('every rule is cited at the start of a test’s title', () => {
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([])
})

test('every rule that a test cites exists', () => {
  expect([...cited].filter((rule) => !rules.includes(rule))).toEqual([])
})

test('finds what it looks for', () => {
  expect(ruleIdsIn('- **HS1** One.\n- **HS12** Twelve, see **HS1**.\n\n**WP3** Three.')).toEqual(['HS1', 'HS12', 'WP3'])
  expect(citedIn(`test('HS1 one', …)\n  it.each(rows)('HS2, HS3 two', …)\ndescribe("WP1: wire", …)`)).toEqual([
    'HS1',
    'HS2',
    'HS3',
    'WP1',
  ])
  expect(citedIn(`test('not HS1', …)\nconst x = 'HS2 here'`)).toEqual([])
  expect(repeated(['HS1', 'HS2', 'HS1'])).toEqual(['HS1'])
})
