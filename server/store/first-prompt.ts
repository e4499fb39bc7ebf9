// What a person first asked for in a session, in one line: what a session without a title is known by.

import { contentBlocks } from './content-blocks.ts'
import { isRecord, type JsonRecord, textOf } from './record.ts'

const mostUnits = 200

export type FirstPrompt =
  | { readonly is: 'prompt'; readonly text: string }
  /** A slash command counts only where nothing better follows. */
  | { readonly is: 'command'; readonly text: string }
  /** A picture or document without words is no prompt, but something to be known by. */
  | { readonly is: 'file'; readonly text: string }

/** What is written by programs into a user's line: context in tags, notes of an interruption. */
const notSaid = /^(?:\s*<[a-z][\w-]*[\s>]|\[Request interrupted by user[^\]]*\])/

/** What this line contributes; undefined where it is nothing a person said. */
export function promptIn(line: JsonRecord): FirstPrompt | undefined {
  if (line['type'] !== 'user' || line['isMeta'] === true || line['isCompactSummary'] === true) return undefined
  const blocks = contentBlocks(isRecord(line['message']) ? line['message']['content'] : undefined)
  if (blocks.some((block) => block['type'] === 'tool_result')) return undefined
  let other: FirstPrompt | undefined
  for (const block of blocks) {
    if (block['type'] === 'image') other ??= { is: 'file', text: 'Image' }
    if (block['type'] === 'document') other ??= { is: 'file', text: 'Document' }
    const text = block['type'] === 'text' ? (textOf(block['text']) ?? '').replaceAll('\n', ' ').trim() : ''
    if (text === '') continue
    const name = /<command-name>(.*?)<\/command-name>/.exec(text)?.[1]
    if (name !== undefined) {
      if (other?.is !== 'command') other = { is: 'command', text: name }
      continue
    }
    const bash = /<bash-input>(.*?)<\/bash-input>/.exec(text)?.[1]
    if (bash !== undefined) return { is: 'prompt', text: `! ${bash}` }
    if (!notSaid.test(text)) return { is: 'prompt', text: shortened(text) }
  }
  return other
}

function shortened(text: string): string {
  if (text.length <= mostUnits) return text
  // Not within a character of two units.
  return `${text
    .slice(0, mostUnits)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()}…`
}
