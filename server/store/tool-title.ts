// One line for people about a tool call: the command, the file, the pattern.

import { inputText } from './input-text.ts'
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

/** The title, and of the input what the title does not say. */
export function toolTitle(name: string, input: JsonRecord): { title: string; input: string } {
  const todos = recordsOf(input['todos'])
  if (todos.length > 0) return checklist(todos)
  const questions = recordsOf(input['questions'])
  if (questions.length > 0) return asked(questions)
  const plan = textOf(input['plan'])?.trim()
  if (plan) return { title: name, input: plan }
  const field = telling.find((candidate) => typeof input[candidate] === 'string' && input[candidate] !== '')
  const value = field === undefined ? undefined : input[field]
  const whole = typeof value === 'string' ? value.trim() : name
  const firstLine = whole.split('\n', 1)[0] ?? whole
  const title = firstLine.length > titleUnits ? `${firstLine.slice(0, titleUnits)}…` : firstLine
  const rest = Object.entries(input).filter(([key]) => key !== field)
  if (title !== whole) return { title: title || name, input: inputText(input) }
  return {
    title: title || name,
    input: rest.every(([key]) => minor.has(key)) ? '' : inputText(Object.fromEntries(rest)),
  }
}

/** What Claude Code's AskUserQuestion asks: each question, and what may be answered. */
function asked(questions: readonly JsonRecord[]): { title: string; input: string } {
  const lines = questions.map(({ question, options }) => {
    const labels = recordsOf(options).map(({ label }) => textOf(label) ?? '')
    return { question: textOf(question) ?? '', options: labels.map((label) => `  ${label}`).join('\n') }
  })
  const [only, ...others] = lines
  if (only && others.length === 0) return { title: only.question, input: only.options }
  return {
    title: `${lines.length} questions`,
    input: lines.map(({ question, options }) => `${question}\n${options}`).join('\n'),
  }
}

/** What Claude Code's TodoWrite says: how far it is, and every item with its mark. */
function checklist(todos: readonly JsonRecord[]): { title: string; input: string } {
  const marks: { readonly [status: string]: string | undefined } = { completed: '[x]', in_progress: '[>]' }
  const done = todos.filter(({ status }) => status === 'completed').length
  const lines = todos.map(({ status, content }) => `${marks[textOf(status) ?? ''] ?? '[ ]'} ${textOf(content) ?? ''}`)
  return { title: `${done} of ${todos.length} done`, input: lines.join('\n') }
}
