// A tool call's one line for people, by whatever name an agent gives its input's fields.

import { expect, test } from 'vitest'
import { toolTitle } from '../../server/store/tool-title.ts'

test.each([
  ['Bash', { command: 'ls', description: 'List' }, 'ls', ''],
  ['Edit', { file_path: 'a.txt', old_string: 'x', new_string: 'y' }, 'a.txt', 'old_string: x\nnew_string: y'],
  ['Edit', { filePath: 'a.txt', content: 'x\ny' }, 'a.txt', 'content:\n  x\n  y'],
  ['Read', { absolute_path: '/a.txt' }, '/a.txt', ''],
  ['Bash', { title: 'ls [in the project]' }, 'ls [in the project]', ''],
  ['Bash', { title: 'List', command: 'ls' }, 'ls', 'title: List'],
  ['Bash', { command: 'first\nsecond' }, 'first', 'command:\n  first\n  second'],
  ['Bash', { command: `ls ${'x'.repeat(300)}` }, `ls ${'x'.repeat(197)}…`, `command: ls ${'x'.repeat(300)}`],
  ['Odd', { amount: 3, in: { a: [1] } }, 'Odd', 'amount: 3\nin:\n  {\n    "a": [\n      1\n    ]\n  }'],
  ['Odd', {}, 'Odd', ''],
  [
    'Ask',
    { questions: [{ question: 'Which?', options: [{ label: 'Red' }, { label: 'Blue' }] }] },
    'Which?',
    '  Red\n  Blue',
  ],
  ['Ask', { questions: [{ question: 'Which?' }, { question: 'Why?' }] }, '2 questions', 'Which?\n\nWhy?\n'],
])('%s %j is told as %s', (name, input, title, rest) => {
  expect(toolTitle(name, input)).toEqual({ title, input: rest })
})
