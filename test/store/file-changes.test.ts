// What Claude Code keeps of an edit, read as a diff.

import { expect, test } from 'vitest'
import { changesInResult, changesOf, editsIn } from '../../server/store/file-changes.ts'

const patch = { oldStart: 10, oldLines: 2, newStart: 10, newLines: 3, lines: [' a', '-b', '+c', '+d'] }

test('OP10 a structured patch has the file’s own line numbers', () => {
  const result = { filePath: '/p/a', structuredPatch: [patch, { ...patch, oldStart: 90, newStart: 91 }] }
  expect(changesInResult(result, true, 1000)).toEqual([
    {
      path: '/p/a',
      diff: '@@ -10,2 +10,3 @@\n a\n-b\n+c\n+d\n@@ -90,2 +91,3 @@\n a\n-b\n+c\n+d',
      added: 4,
      removed: 2,
    },
  ])
  expect(changesInResult(result, false, 1000)[0]?.diff).toBe(' a\n-b\n+c\n+d\n@@\n a\n-b\n+c\n+d')
})

test.each([
  {},
  { filePath: 3 },
  { filePath: '/p', structuredPatch: 'x' },
  { filePath: '/p', structuredPatch: [{ lines: 3 }] },
])('OP10 what is no patch is none: %j', (result) => expect(changesInResult(result, true, 1000)).toEqual([]))

test('OP10 edits are found by any agent’s words, several in one call, and in no other tool', () => {
  expect(editsIn('edit', { filePath: '/a', oldString: 'x', newString: 'y' })).toEqual([
    { path: '/a', before: 'x', after: 'y' },
  ])
  expect(editsIn('write_file', { file_path: '/a', content: 'x' })).toEqual([{ path: '/a', after: 'x' }])
  expect(editsIn('Read', { file_path: '/a' })).toEqual([])
  expect(editsIn('Post', { path: '/a', content: 'x' })).toEqual([])
  const several = editsIn('MultiEdit', {
    file_path: '/a',
    edits: [
      { old_string: 'a', new_string: 'b' },
      { old_string: 'c', new_string: 'd' },
    ],
  })
  expect(changesOf(several, 1000)).toEqual([{ path: '/a', diff: '-a\n+b\n@@\n-c\n+d', added: 2, removed: 2 }])
})

test('OP10 texts too long to be compared are counted', () => {
  const before = 'x\n'.repeat(2_000_000)
  expect(changesOf([{ path: '/a', before, after: `${before}y` }], 1000)).toEqual([
    { path: '/a', diff: '', added: 2_000_001, removed: 2_000_000, omitted: 4_000_001 },
  ])
})
