// Slash commands that Claude Code ran by itself, without its model: the lines that say so are marked.

import { contentBlocks } from './content-blocks.ts'
import { isRecord, textOf } from './record.ts'
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
  /** What may come next: behind a caveat a command, behind that what it printed. */
  let awaited: readonly (string | undefined)[] = []
  for (const link of chain) {
    if (link.type === 'assistant') awaited = []
    if (link.type !== 'user') continue
    if (link.meta) {
      if (kindOf(link) === 'caveat' && !awaited.includes('command')) awaited = [...awaited, 'command']
    } else if (awaited.length > 0) {
      const fits = awaited.includes(kindOf(link))
      if (fits) found.add(link)
      awaited = fits ? ['output'] : []
    }
  }
  return found
}

function kindOf({ said, sourced }: ToldLink): (typeof kinds)[number][1] | undefined {
  const blocks = contentBlocks(isRecord(said) && !sourced ? said['content'] : undefined)
  const text = textOf(blocks.findLast((block) => block['type'] === 'text')?.['text'])
  return kinds.find(([begin]) => text?.startsWith(begin))?.[1]
}
