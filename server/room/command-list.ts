// What a shell's session comes to without the output of its commands: a list, made without any AI.

import type { Entry } from '../../shared/entries.ts'
import type { Limits } from '../../shared/limits.ts'

/** A line of it is cut after so many UTF-16 units. */
const longest = 500

/** A line for each command, the oldest first, with how it ended; the oldest are left out where they are too many. */
export function commandList(entries: readonly Entry[], { context }: Pick<Limits, 'context'>): string {
  const ends = new Map<string, string>()
  const commands = new Set<string>()
  for (const entry of entries) {
    if (entry.kind === 'result') ends.set(entry.of, endOf(entry.failed, entry.exit))
    if (entry.kind === 'tool') commands.add(entry.title)
  }
  const lines = entries.flatMap((entry) => {
    switch (entry.kind) {
      case 'tool':
        return [`$ ${shortened(entry.title)}  → ${ends.get(entry.id) ?? 'no answer'}`]
      case 'prompt':
        // The shell's prompts are its commands; another agent may have been here before.
        return commands.has(entry.text) ? [] : [`> ${shortened(entry.text)}`]
      case 'reply':
        return [shortened(entry.text)]
      case 'notice':
        return entry.summary ? listedBefore(entry.text) : []
      default:
        return []
    }
  })
  let units = 0
  const from = lines.findLastIndex((line) => {
    units += line.length + 1
    return units > context
  })
  const omitted = from === -1 ? [] : [`… ${from + 1} lines before these are left out`]
  return [...omitted, ...lines.slice(from + 1)].join('\n')
}

const endOf = (failed: boolean, exit: number | undefined): string =>
  exit === undefined ? (failed ? 'failed' : 'done') : `exit ${exit}`

const shortened = (text: string): string => {
  const line = text.trim().replace(/\s*\n\s*/g, ' ⏎ ')
  return line.length <= longest ? line : `${line.slice(0, longest)}…`
}

/** What stands under the first line, which says what the rest is. */
const listedBefore = (text: string): string[] =>
  text
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '')
