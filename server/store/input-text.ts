// What a tool is given, as people read it: a line a field, with whatever is longer set off below its name.

import type { JsonRecord } from './record.ts'

/** Nothing is left out, and no value can pass for another field: all of its lines but the first are set in. */
export const inputText = (input: JsonRecord): string =>
  Object.entries(input)
    .map(
      ([name, value]) => `${name}:${indented(typeof value === 'string' ? value : JSON.stringify(value, undefined, 2))}`,
    )
    .join('\n')

const indented = (text: string): string => (text.includes('\n') ? `\n${text}`.replaceAll('\n', '\n  ') : ` ${text}`)
