// What a user's line comes to: a prompt, a slash command, tool results, or nothing for people.

import { type Entry, interruptedNotice, type Prompt, type ToolResult } from '../../shared/entries.ts'
import { contentBlocks } from './content-blocks.ts'
import { cutText } from './cut-text.ts'
import { changesInResult } from './file-changes.ts'
import { saidByOthers } from './message-marks.ts'
import { isRecord, type JsonRecord, numberOf, textOf } from './record.ts'

export function promptEntries(line: JsonRecord, most: number): Entry[] {
  const uuid = textOf(line['uuid']) ?? ''
  const at = textOf(line['timestamp']) ?? ''
  if (line['isMeta'] === true && !saidByOthers(line['origin'])) return []
  const blocks = promptBlocks(line)
  const results = blocks.filter((block) => block['type'] === 'tool_result')
  if (results.length > 0) {
    return results.flatMap((block, index) =>
      resultEntry(block, line, index === 0 ? uuid : `${uuid}.${index}`, at, most),
    )
  }
  const text = blocks.flatMap((block) => (block['type'] === 'text' ? (textOf(block['text']) ?? []) : [])).join('\n')
  const images = blocks.filter(isPicture).length
  if (text === '' && images === 0) return []
  if (line['isCompactSummary'] === true) {
    const told = text.replace(/<system-reminder>[\s\S]*?<\/system-reminder>\s*/g, '')
    return [{ kind: 'notice', id: uuid, at, tone: 'info', summary: true, ...cutText(told, most) }]
  }
  return [spoken(text, uuid, at, images, most)]
}

/** What a user's line says, block by block. */
export const promptBlocks = (line: JsonRecord): readonly JsonRecord[] => contentBlocks(contentOf(line))

export const isPicture = (part: JsonRecord): boolean => part['type'] === 'image'

/** A prompt typed while the agent worked is kept as an attachment; all other attachments are not for people. */
function contentOf(line: JsonRecord): unknown {
  if (line['type'] === 'user') return isRecord(line['message']) ? line['message']['content'] : undefined
  const attachment = line['attachment']
  return isRecord(attachment) && attachment['type'] === 'queued_command' ? attachment['prompt'] : undefined
}

function spoken(text: string, id: string, at: string, images: number, most: number): Entry {
  const output = /^<(?:local-command|bash)-(?:stdout|stderr)>/.test(text)
  if (output) return { kind: 'notice', id, at, tone: 'info', ...cutText(outputIn(text), most) }
  if (/^\[Request interrupted by user[^\]]*\]$/.test(text))
    return { kind: 'notice', id, at, tone: 'info', text: interruptedNotice }
  // What woke Claude Code when something in the background ended: nobody said it.
  if (text.startsWith('<task-notification>')) {
    const told = /<summary>([\s\S]*?)<\/summary>/.exec(text)?.[1] ?? 'Something that ran in the background has ended.'
    return { kind: 'notice', id, at, tone: 'info', ...cutText(told.trim(), most) }
  }
  const prompt: Prompt = { kind: 'prompt', id, at, ...cutText(asTyped(text), most) }
  return images > 0 ? { ...prompt, images } : prompt
}

/** A slash command or `!` line as the person typed it; Claude Code wraps them in tags. */
function asTyped(text: string): string {
  const name = tagged(text, 'command-name')
  if (name !== undefined) return [name, tagged(text, 'command-args')].filter(Boolean).join(' ')
  const bash = tagged(text, 'bash-input')
  return bash === undefined ? text : `!${bash}`
}

function tagged(text: string, tag: string): string | undefined {
  if (!text.startsWith('<')) return undefined
  const open = text.indexOf(`<${tag}>`)
  const close = text.indexOf(`</${tag}>`)
  return open === -1 || close < open ? undefined : text.slice(open + tag.length + 2, close)
}

/** Without its tags, and without what Claude Code says of hooks that are the adapter's own and no user's. */
const outputIn = (text: string): string =>
  text
    .replace(/<\/?(?:local-command|bash)-(?:stdout|stderr)>/g, '')
    .replace(/\s*\b\w+ \[callback\] completed successfully\s*?$/gm, '')
    .trim()

function resultEntry(block: JsonRecord, line: JsonRecord, id: string, at: string, most: number): Entry[] {
  const of = textOf(block['tool_use_id'])
  if (!of) return []
  const structured = isRecord(line['toolUseResult']) ? line['toolUseResult'] : {}
  const failed = block['is_error'] === true
  const parts = contentBlocks(block['content'])
  const text = inBackground(structured) ?? textIn(parts)
  const images = parts.filter(isPicture).length
  const exit = numberOf(structured['exitCode']) ?? (failed ? exitIn(text) : undefined)
  const result: ToolResult = { kind: 'result', id, at, of, ...cutText(text, most), failed }
  // Where the line is ours the numbers are those of what the agent showed, which may be a part of the file.
  const changes = failed ? [] : changesInResult(structured, !isRecord(line['carryon']), most)
  const more = { ...(exit !== undefined && { exit }), ...(changes.length > 0 && { changes }) }
  return [{ ...result, ...more, ...(images > 0 && { images }) }]
}

/** What Claude Code answers its model then is for that alone: how to wait for it, where it is written to. */
function inBackground(structured: JsonRecord): string | undefined {
  if (structured['isAsync'] === true && structured['status'] === 'async_launched') return 'It works in the background.'
  if (textOf(structured['backgroundTaskId']) === undefined) return undefined
  const printed = [structured['stdout'], structured['stderr']].map((text) => textOf(text)?.trimEnd() ?? '')
  return [...printed, 'It runs in the background.'].filter((text) => text !== '').join('\n')
}

const textIn = (parts: readonly JsonRecord[]): string =>
  parts
    .map((part) => textOf(part['text']) ?? '')
    .filter((text) => text !== '')
    .join('\n')

/** Claude Code begins a failed command's output with its exit code. */
function exitIn(text: string): number | undefined {
  const found = /^(?:Error: )?Exit code (\d+)/.exec(text)
  return found ? Number(found[1]) : undefined
}
