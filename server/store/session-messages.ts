// A transcript's conversation as the official functions give it: whole messages in the order of the chain.

import fs from 'node:fs'
import { visibleChain } from './chain.ts'
import { chainOrder } from './chain-order.ts'
import { systemDisk } from './disk.ts'
import { withKeptMessages } from './kept-messages.ts'
import { linesForward } from './lines.ts'
import { type Link, linkOf } from './link.ts'
import { isRecord, type JsonRecord, parsedRecord, textOf } from './record.ts'

export interface SessionMessage {
  readonly type: 'user' | 'assistant' | 'system'
  readonly uuid: string
  readonly session_id: string
  /** The message as it was sent to, or came from, the model's API; undefined for the system's. */
  readonly message: unknown
  /** In a subagent's messages: the tool call that started it. */
  readonly parent_tool_use_id: string | null
  /** In a subagent's messages: the subagent that started it. */
  readonly parent_agent_id: string | null
  /** ISO 8601. */
  readonly timestamp?: string
  /** What a compaction summed up. */
  readonly isCompactSummary?: true
  /** Not written by a person. */
  readonly is_meta?: true
  /** A prompt that was typed while Claude worked. */
  readonly isQueuedCommand?: true
  /** Where a prompt came from. */
  readonly origin?: unknown
}

/** A link with the line it was made of. */
export interface FullLink extends Link {
  readonly line: JsonRecord
}

const uuidField = Buffer.from('"uuid"')
const chunkBytes = 1024 * 1024

/** Every link of a transcript, in file order, with its line. Throws what the file system throws. */
export function linksIn(file: string): FullLink[] {
  const fd = fs.openSync(file, 'r')
  try {
    const links: FullLink[] = []
    for (const { bytes } of linesForward(systemDisk, fd, 0, fs.fstatSync(fd).size, chunkBytes)) {
      const line = bytes.includes(uuidField) ? parsedRecord(bytes) : undefined
      const link = line && linkOf(line)
      if (line && link) links.push(Object.assign(link, { line }))
    }
    return links
  } finally {
    fs.closeSync(fd)
  }
}

export function sessionMessages(links: readonly FullLink[], withSystem: boolean): SessionMessage[] {
  const known = withKeptMessages(links)
  const { before, queued } = endedAtMessage(known, chainOrder(visibleChain(known, { whole: false })))
  const told = [...withoutSentPrompts(before), ...queued]
  return told.flatMap((link) => {
    const hidden = link.apart || (link.type === 'system' && !withSystem) || (isMeta(link) && link.type !== 'attachment')
    return hidden ? [] : (messageOf(link, null, null) ?? [])
  })
}

/** A prompt that was queued and then sent after all is in the file twice: the queued one is left out. */
function withoutSentPrompts(chain: readonly FullLink[]): FullLink[] {
  let prompted = false
  return chain
    .toReversed()
    .filter((link) => {
      if (link.type === 'user') prompted = link.answers.length === 0 && !isMeta(link)
      else if (link.type === 'assistant') prompted = false
      return link.type !== 'attachment' || !prompted
    })
    .reverse()
}

/** The chain up to its last message, and the prompts that were queued behind that. */
function endedAtMessage(
  links: readonly FullLink[],
  chain: readonly FullLink[],
): { before: FullLink[]; queued: FullLink[] } {
  const end = chain.findLastIndex(({ type }) => type === 'user' || type === 'assistant')
  const behind = new Set(chain.slice(end, end + 1).map(({ uuid }) => uuid))
  const queued: FullLink[] = []
  for (const link of links) {
    if (link.type === 'user' || link.type === 'assistant' || !behind.has(link.parent ?? '')) continue
    behind.add(link.uuid)
    if (link.type === 'attachment') queued.push(link)
  }
  return { before: chain.slice(0, end + 1), queued }
}

/** A subagent's transcript is all sidechain, and only what it said and was told counts. */
export function subagentMessages(
  links: readonly FullLink[],
  toolUse: string | null,
  agent: string | null,
): SessionMessage[] {
  const own = links.flatMap((link) =>
    link.type === 'user' || link.type === 'assistant' ? { ...link, apart: false } : [],
  )
  return chainOrder(visibleChain(own, { whole: false })).flatMap((link) => messageOf(link, toolUse, agent) ?? [])
}

const isMeta = ({ line }: FullLink): boolean => line['isMeta'] === true

function messageOf(link: FullLink, toolUse: string | null, agent: string | null): SessionMessage | undefined {
  const { line, type, uuid } = link
  const said =
    type === 'attachment' ? queuedPrompt(link) : { type, uuid, message: line['message'], origin: line['origin'] }
  if (said === undefined || said.type === 'progress') return undefined
  const meta = isMeta(link) || line['isVisibleInTranscriptOnly'] === true || ('isMeta' in said && said.isMeta)
  const at = textOf(line['timestamp'])
  return {
    type: said.type,
    uuid: said.uuid,
    session_id: textOf(line['sessionId']) ?? '',
    message: said.type === 'system' ? undefined : said.message,
    parent_tool_use_id: toolUse,
    parent_agent_id: agent,
    ...(line['isCompactSummary'] === true ? { isCompactSummary: true } : {}),
    ...(meta ? { is_meta: true } : {}),
    ...(type === 'attachment' || line['isQueuedCommand'] === true ? { isQueuedCommand: true } : {}),
    ...(at === undefined ? {} : { timestamp: at }),
    ...(said.origin === undefined ? {} : { origin: said.origin }),
  }
}

/** A prompt typed while Claude worked is kept as an attachment and told as the user's message. */
function queuedPrompt({ line, uuid }: FullLink) {
  const attachment = isRecord(line['attachment']) ? line['attachment'] : {}
  const content = attachment['prompt']
  if (attachment['type'] !== 'queued_command' || !(typeof content === 'string' || Array.isArray(content)))
    return undefined
  const mode = attachment['commandMode']
  return {
    type: 'user' as const,
    uuid: textOf(attachment['source_uuid']) ?? uuid,
    message: { role: 'user', content },
    origin: attachment['origin'] ?? (mode === 'task-notification' ? { kind: mode } : undefined),
    isMeta: attachment['isMeta'] === true,
  }
}
