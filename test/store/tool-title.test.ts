// A tool call's one line for people, by whatever name an agent gives its input's fields.

import { expect, test } from 'vitest'
import { toolTitle } from '../../server/store/tool-title.ts'

test.each([
  ['Bash', { command: 'ls', description: 'List' }, 'ls', false],
  ['Edit', { file_path: 'a.txt', old_string: 'x', new_string: 'y' }, 'a.txt', true],
  ['Edit', { filePath: 'a.txt', content: 'x' }, 'a.txt', true],
  ['Read', { absolute_path: '/a.txt' }, '/a.txt', false],
  ['Bash', { title: 'ls [in the project]' }, 'ls [in the project]', false],
  ['Bash', { title: 'List', command: 'ls' }, 'ls', true],
  ['Bash', { command: 'first\nsecond' }, 'first', true],
  ['Odd', { amount: 3 }, 'Odd', true],
  ['Odd', {}, 'Odd', false],
])('%s %j is told as %s', (name, input, title, more) => {
  const told = toolTitle(name, input)
  expect(told.title).toBe(title)
  expect(told.input).toBe(more ? JSON.stringify(input, undefined, 2) : '')
})
