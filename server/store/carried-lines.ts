// What a fork takes along besides the conversation: lines of bookkeeping that Claude Code needs to go on as before.

import { bookkeeping } from './bookkeeping.ts'
import { type JsonRecord, textOf } from './record.ts'
import type { SessionFile } from './session-folders.ts'

/** Such a line of a session, without its id. */
export type CarriedLine = JsonRecord & { readonly type: string }

const carried = ['content-replacement', 'atis-latch', 'tools-used', 'relocated']

/** The last of each kind; of contents that were replaced, all. Throws what the file system throws. */
export function carriedLines({ path, id }: SessionFile): CarriedLine[] {
  const replacements: unknown[] = []
  let [latch, tools, moved]: (CarriedLine | undefined)[] = []
  for (const line of bookkeeping(path, carried)) {
    if (line['sessionId'] !== id) continue
    const { type, atis, tools: used, relocatedCwd } = line
    if (Array.isArray(line['replacements'])) replacements.push(...line['replacements'])
    if (type === 'atis-latch' && textOf(atis) !== undefined) latch = { type, atis }
    if (type === 'tools-used' && Array.isArray(used)) tools = { type, tools: used }
    if (type === 'relocated' && textOf(relocatedCwd)) moved = { type, relocatedCwd }
  }
  const replaced = replacements.length > 0 ? { type: 'content-replacement', replacements } : undefined
  return [replaced, latch, tools, moved].filter((line) => line !== undefined)
}
