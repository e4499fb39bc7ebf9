// Slash commands that Claude Code ran by itself, without its model: the lines that say so are marked.

import { isRecord, recordsOf, textOf } from './record.ts'
import type { ToldLink } from './told-links.ts'

const kinds = [
  ['<local-command-caveat>', 'caveat'],
  ['<command-name>', 'command'],
  ['<local-command-stdout>', 'output'],
  ['<local-command-stderr>', 'output'],
] as const

/** After the caveat that Claude Code writes before them: a command, then what it printed. */
export function localCommands(chain: readonly ToldLink[]): ReadonlySet<ToldLink> {
  const found = new Set<ToldLink>()
  for (const [at, link] of chain.entries()) {
    if (link.type !== 'user' || !link.meta || kindOf(link) !== 'caveat') continue
    let named = false
    for (const next of chain.slice(at + 1)) {
      if (next.type === 'assistant') break
      if (next.type !== 'user' || next.meta) continue
      const kind = kindOf(next)
      if (named ? kind !== 'output' : kind !== 'command') break
      named = true
      found.add(next)
    }
  }
  return found
}

function kindOf({ said, sourced }: ToldLink): (typeof kinds)[number][1] | undefined {
  const content = isRecord(said) && !sourced ? said['content'] : undefined
  const last = recordsOf(content).findLast((block) => block['type'] === 'text')
  const text = textOf(content) ?? textOf(last?.['text'])
  return kinds.find(([begin]) => text?.startsWith(begin))?.[1]
}
