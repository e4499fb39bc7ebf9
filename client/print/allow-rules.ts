// What `--allow` takes: a tool's name, or a pattern for the one command line that a tool would run.

import type { AskedCall } from '../../shared/room-state.ts'
import { hasOperators } from '../../shared/shell-operators.ts'

export type AllowRule =
  /** Whatever this tool does. */
  | { readonly is: 'tool'; readonly name: string }
  /** Command lines of this tool; between the parts anything may stand. One part: this very line. */
  | { readonly is: 'command'; readonly name: string; readonly parts: readonly string[] }

/** Undefined where it is no rule. `Bash(npm run:*)` is `npm run` with or without more words, as Claude Code has it. */
export function parseAllowRule(text: string): AllowRule[] | undefined {
  const [, name, pattern] = /^([\w.:/-]+)(?:\((.+)\))?$/s.exec(text.trim()) ?? []
  if (name === undefined) return undefined
  if (pattern === undefined) return [{ is: 'tool', name }]
  const [, beginning] = /^(.*[^\s*]):\*$/s.exec(pattern) ?? []
  if (beginning !== undefined && !beginning.includes('*')) {
    return [[beginning], [`${beginning} `, '']].map((parts) => ({ is: 'command', name, parts }))
  }
  return [{ is: 'command', name, parts: pattern.trim().split('*') }]
}

/** A rule with a gap never reaches over what a shell reads as more than one command. */
export function isAllowed(rules: readonly AllowRule[], { name, command }: AskedCall): boolean {
  const line = command?.trim()
  return rules.some((rule) => {
    if (rule.name !== name) return false
    if (rule.is === 'tool') return true
    if (line === undefined || line === '') return false
    return rule.parts.length === 1 ? rule.parts[0] === line : !hasOperators(line) && fits(line, rule.parts)
  })
}

/** From the first letter to the last, each part as early as it comes: one way through, however long the line. */
function fits(line: string, parts: readonly string[]): boolean {
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  if (!line.startsWith(first) || !line.endsWith(last)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = line.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= line.length - last.length
}
