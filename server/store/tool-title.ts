// One line for people about a tool call: the command, the file, the pattern.

import { type JsonRecord, recordsOf, textOf } from './record.ts'

/** The input's fields that say it best, the best first. */
const telling = [
  'command',
  'file_path',
  'filePath',
  'absolute_path',
  'notebook_path',
  'path',
  'pattern',
  'url',
  'query',
  'subject',
  'description',
  'prompt',
  'skill',
  'title',
]
/** Fields that need not be shown again beside a title. */
const minor = new Set(['description', 'timeout'])

const titleUnits = 200

/** An input as people read it. */
export const inputText = (input: JsonRecord): string =>
  Object.keys(input).length === 0 ? '' : JSON.stringify(input, undefined, 2)

/** The title, and the input as indented JSON where the title does not say it all. */
export function toolTitle(name: string, input: JsonRecord): { title: string; input: string } {
  const todos = recordsOf(input['todos'])
  if (todos.length > 0) return checklist(todos)
  const plan = textOf(input['plan'])?.trim()
  if (plan) return { title: name, input: plan }
  const field = telling.find((candidate) => typeof input[candidate] === 'string' && input[candidate] !== '')
  const value = field === undefined ? undefined : input[field]
  const whole = typeof value === 'string' ? value.trim() : name
  const firstLine = whole.split('\n', 1)[0] ?? whole
  const title = firstLine.length > titleUnits ? `${firstLine.slice(0, titleUnits)}…` : firstLine
  const rest = Object.keys(input).filter((key) => key !== field && !minor.has(key))
  const saidAll = rest.length === 0 && title === whole
  return {
    title: title || name,
    input: saidAll ? '' : inputText(input),
  }
}

/** What Claude Code's TodoWrite says: how far it is, and every item with its mark. */
function checklist(todos: readonly JsonRecord[]): { title: string; input: string } {
  const marks: { readonly [status: string]: string | undefined } = { completed: '[x]', in_progress: '[>]' }
  const done = todos.filter(({ status }) => status === 'completed').length
  const lines = todos.map(({ status, content }) => `${marks[textOf(status) ?? ''] ?? '[ ]'} ${textOf(content) ?? ''}`)
  return { title: `${done} of ${todos.length} done`, input: lines.join('\n') }
}
