// A transcript's line as the entries that devices render; most lines are bookkeeping and give none.

import type { Entry } from '../../shared/entries.ts'
import { cutText } from './cut-text.ts'
import { besidesEdit, changesOf, editsIn } from './file-changes.ts'
import { inputText } from './input-text.ts'
import { isQuiet } from './message-marks.ts'
import { promptEntries } from './prompt-entries.ts'
import { isRecord, type JsonRecord, numberOf, recordsOf, textOf } from './record.ts'
import { systemEntries } from './system-entries.ts'
import { toolTitle } from './tool-title.ts'

export interface LineContext {
  /** Texts longer than this many UTF-16 units are cut. */
  readonly most: number
  /** How many blocks of this API message came in earlier lines. */
  readonly block: number
}

/** The entries of one line of the chain. Several blocks in one line get ids of their own: `uuid`, `uuid.1`, … */
export function entriesOfLine(line: JsonRecord, context: LineContext): Entry[] {
  switch (line['type']) {
    case 'user':
    case 'attachment':
      return promptEntries(line, context.most)
    case 'assistant':
      return replyEntries(line, context)
    case 'system':
      return systemEntries(line, context.most)
    default:
      return []
  }
}

/** A line that is not JSON. `at` is the time of a line near it. */
export function brokenEntry(bytes: Buffer, start: number, at: string, most: number): Entry {
  // Enough bytes for `most` units, without decoding a whole line of megabytes.
  const text = bytes.toString('utf8', 0, Math.min(bytes.length, most))
  return { kind: 'broken', id: `broken.${start}`, at, text, bytes: bytes.length }
}

/** Claude Code's own words where a conversation did not end with a reply: no model said them, and it does not show them. */
const isFiller = (line: JsonRecord, message: JsonRecord): boolean =>
  !isRecord(line['carryon']) && message['model'] === '<synthetic>' && isQuiet(message)

function replyEntries(line: JsonRecord, { most, block }: LineContext): Entry[] {
  const uuid = textOf(line['uuid']) ?? ''
  const at = textOf(line['timestamp']) ?? ''
  const message = isRecord(line['message']) ? line['message'] : {}
  const id = textOf(message['id']) ?? uuid
  const content =
    typeof message['content'] === 'string' ? [{ type: 'text', text: message['content'] }] : message['content']
  if (line['isApiErrorMessage'] === true) {
    const text = recordsOf(content)
      .flatMap((part) => textOf(part['text']) ?? [])
      .join('\n')
    return text ? [{ kind: 'notice', id: uuid, at, tone: 'warning', ...cutText(text, most) }] : []
  }
  if (isFiller(line, message)) return []
  const entries: Entry[] = []
  const ownId = () => (entries.length === 0 ? uuid : `${uuid}.${entries.length}`)
  const first = numberOf(line['apiBlockIndex']) ?? block
  for (const [index, part] of recordsOf(content).entries()) {
    switch (part['type']) {
      case 'text':
      case 'thinking': {
        const thought = part['type'] === 'thinking'
        const text = textOf(thought ? part['thinking'] : part['text']) ?? ''
        if (text !== '') {
          const kind = thought ? 'thought' : 'reply'
          entries.push({ kind, id: ownId(), at, message: id, block: first + index, ...cutText(text, most) })
        }
        break
      }
      case 'tool_use':
      case 'server_tool_use':
      case 'mcp_tool_use': {
        const call = textOf(part['id'])
        if (!call) break
        const name = textOf(part['name']) ?? 'tool'
        const given = isRecord(part['input']) ? part['input'] : {}
        const changes = changesOf(editsIn(name, given), most)
        const title = toolTitle(name, given)
        const input = changes.length > 0 ? inputText(besidesEdit(given)) : title.input
        const { text, cut } = cutText(input, most)
        entries.push({
          ...{ kind: 'tool', id: call, at, name, title: title.title, input: text },
          ...(cut && { cut }),
          ...(changes.length > 0 && { changes }),
        })
        break
      }
    }
  }
  return entries
}

/** How many blocks the line holds; what follows in the same API message counts on from there. */
export function blocksIn(line: JsonRecord): number {
  const content = isRecord(line['message']) ? line['message']['content'] : undefined
  return Array.isArray(content) ? content.length : 1
}
