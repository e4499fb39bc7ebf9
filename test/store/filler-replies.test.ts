// What Claude Code puts into a transcript in a reply's place is not shown as somebody's words.

import { expect, test } from 'vitest'
import { entriesOfLine } from '../../server/store/entries-of-line.ts'
import { said } from './claude-lines.ts'

const shown = (model: string, text: string, more: object = {}) => {
  const line = said(1, null, 'm1', text)
  const message = { ...(line['message'] as object), model }
  return entriesOfLine({ ...line, message, ...more }, { most: 1000, block: 0 })
}

test('a reply that only stands where none came is not shown', () => {
  expect(shown('<synthetic>', 'No response requested.')).toEqual([])
})

test('the same words of a model, and whatever carryon recorded of another agent, are', () => {
  const reply = [{ kind: 'reply', text: 'No response requested.' }]
  expect(shown('claude-opus-5-5', 'No response requested.')).toMatchObject(reply)
  expect(shown('<synthetic>', 'No response requested.', { carryon: { format: 1 } })).toMatchObject(reply)
  expect(shown('<synthetic>', 'Done.')).toMatchObject([{ kind: 'reply', text: 'Done.' }])
})
