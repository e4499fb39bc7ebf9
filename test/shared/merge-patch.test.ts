// RFC 7386 both ways: whatever two states are, the patch between them leads from one to the other.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPatch, type Json, patchBetween } from '../../shared/merge-patch.ts'

// A patch reaches no prototype, see below.
const key = fc.string().filter((name) => name !== '__proto__')

// The RFC cannot express a null that stays; live state has none.
const { state } = fc.letrec<{ value: Json; state: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()), tie('state')),
  state: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}))

test('ST1 the patch between two states leads from one to the other', () => {
  fc.assert(
    fc.property(state, state, (before, after) => {
      const patch = patchBetween(before, after)
      const reached = patch === undefined ? before : applyPatch(before, JSON.parse(JSON.stringify(patch)))
      expect(reached).toEqual(after)
    }),
  )
})

test('ST1 a key with the name of what every object inherits is a key like any other', () => {
  expect(patchBetween({ valueOf: '' }, {})).toEqual({ valueOf: null })
  expect(patchBetween({}, { toString: 'x' })).toEqual({ toString: 'x' })
})

test('ST1 equal states have no patch', () => {
  fc.assert(fc.property(state, (one) => patchBetween(one, JSON.parse(JSON.stringify(one))) === undefined))
})

test('a patch reaches no prototype', () => {
  applyPatch({}, JSON.parse('{"__proto__": {"polluted": true}}'))
  expect('polluted' in {}).toBe(false)
})
