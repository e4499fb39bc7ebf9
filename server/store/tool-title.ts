// One line for people about a tool call: the command, the file, the pattern.

import type { JsonRecord } from './record.ts'

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
  'description',
  'prompt',
  'skill',
  'title',
]
/** Fields that need not be shown again beside a title. */
const minor = new Set(['description', 'timeout'])

const titleUnits = 200

/** The title, and the input as indented JSON where the title does not say it all. */
export function toolTitle(name: string, input: JsonRecord): { title: string; input: string } {
  const field = telling.find((candidate) => typeof input[candidate] === 'string' && input[candidate] !== '')
  const value = field === undefined ? undefined : input[field]
  const whole = typeof value === 'string' ? value.trim() : name
  const firstLine = whole.split('\n', 1)[0] ?? whole
  const title = firstLine.length > titleUnits ? `${firstLine.slice(0, titleUnits)}…` : firstLine
  const rest = Object.keys(input).filter((key) => key !== field && !minor.has(key))
  const saidAll = rest.length === 0 && title === whole
  return {
    title: title || name,
    input: saidAll || Object.keys(input).length === 0 ? '' : JSON.stringify(input, undefined, 2),
  }
}
