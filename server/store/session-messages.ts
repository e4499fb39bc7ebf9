// A transcript's conversation as the official functions give it: whole messages in the order of the chain.

import { visibleChain } from './chain.ts'
import { chainOrder } from './chain-order.ts'
import { type Kept, keptBy, withKeptMessages } from './kept-messages.ts'
import type { Link } from './link.ts'
import { readLinks } from './read-links.ts'
import { isRecord, type JsonRecord, textOf } from './record.ts'

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

/** A link with what it says as a message, made where it was read: nothing else of its line is carried along. */
export interface ToldLink extends Link {
  /** Undefined for what is never told: progress, most attachments. */
  readonly told: SessionMessage | undefined
  /** Written by a program in a person's name. */
  readonly meta: boolean
  /** Where a compaction left messages as they are. */
  readonly kept: Kept | undefined
}

/** Every link of a transcript, in file order. Throws what the file system throws. */
export function toldLinks(file: string): ToldLink[] {
  const links: ToldLink[] = []
  let last: ToldLink | undefined
  readLinks(file, (link, line) => {
    const { uuid, across, type, message, calls, answers, apart, note } = link
    // Mostly a line follows the one before: with the very same text its place is found without comparing the two.
    const parent = link.parent === last?.uuid ? last?.uuid : link.parent
    const [told, meta, kept] = [messageOf(link, line, last?.told), line['isMeta'] === true, keptBy(line)]
    last = { uuid, parent, across, type, message, calls, answers, apart, note, told, meta, kept }
    links.push(last)
  })
  return links
}

export function sessionMessages(links: readonly ToldLink[], withSystem: boolean): SessionMessage[] {
  const known = withKeptMessages(links)
  const { before, queued } = endedAtMessage(known, chainOrder(visibleChain(known, { whole: false })))
  const told: SessionMessage[] = []
  for (const link of [...withoutSentPrompts(before), ...queued]) {
    const hidden = link.apart || (link.type === 'system' && !withSystem) || (link.meta && link.type !== 'attachment')
    if (!hidden && link.told) told.push(link.told)
  }
  return told
}

/** A prompt that was queued and then sent after all is in the file twice: the queued one is left out. */
function withoutSentPrompts(chain: readonly ToldLink[]): ToldLink[] {
  let prompted = false
  return chain
    .toReversed()
    .filter((link) => {
      if (link.type === 'user') prompted = link.answers.length === 0 && !link.meta
      else if (link.type === 'assistant') prompted = false
      return link.type !== 'attachment' || !prompted
    })
    .reverse()
}

/** The chain up to its last message, and the prompts that were queued behind that. */
function endedAtMessage(
  links: readonly ToldLink[],
  chain: readonly ToldLink[],
): { before: ToldLink[]; queued: ToldLink[] } {
  const end = chain.findLastIndex(({ type }) => type === 'user' || type === 'assistant')
  const behind = new Set(chain.slice(end, end + 1).map(({ uuid }) => uuid))
  const queued: ToldLink[] = []
  for (const link of links) {
    if (link.type === 'user' || link.type === 'assistant' || !behind.has(link.parent ?? '')) continue
    behind.add(link.uuid)
    if (link.type === 'attachment') queued.push(link)
  }
  return { before: chain.slice(0, end + 1), queued }
}

/** A subagent's transcript is all sidechain, and only what it said and was told counts. */
export function subagentMessages(
  links: readonly ToldLink[],
  toolUse: string | null,
  agent: string | null,
): SessionMessage[] {
  const own = links.flatMap((link) =>
    link.type === 'user' || link.type === 'assistant' ? { ...link, apart: false } : [],
  )
  return chainOrder(visibleChain(own, { whole: false })).flatMap(({ told }) =>
    told ? { ...told, parent_tool_use_id: toolUse, parent_agent_id: agent } : [],
  )
}

/** `last` lends the name of the session, so that it is not kept once for each line. */
function messageOf(
  { type, uuid }: Link,
  line: JsonRecord,
  last: SessionMessage | undefined,
): SessionMessage | undefined {
  const said =
    type === 'attachment' ? queuedPrompt(line, uuid) : { type, uuid, message: line['message'], origin: line['origin'] }
  if (said === undefined || said.type === 'progress') return undefined
  const meta =
    line['isMeta'] === true || line['isVisibleInTranscriptOnly'] === true || ('isMeta' in said && said.isMeta)
  const at = textOf(line['timestamp'])
  const session = textOf(line['sessionId']) ?? ''
  // Set one by one: there may be a hundred thousand of them.
  const message: { -readonly [Field in keyof SessionMessage]: SessionMessage[Field] } = {
    type: said.type,
    uuid: said.uuid,
    session_id: last?.session_id === session ? last.session_id : session,
    message: said.type === 'system' ? undefined : said.message,
    parent_tool_use_id: null,
    parent_agent_id: null,
  }
  if (line['isCompactSummary'] === true) message.isCompactSummary = true
  if (meta) message.is_meta = true
  if (type === 'attachment' || line['isQueuedCommand'] === true) message.isQueuedCommand = true
  if (at !== undefined) message.timestamp = at
  if (said.origin !== undefined) message.origin = said.origin
  return message
}

/** A prompt typed while Claude worked is kept as an attachment and told as the user's message. */
function queuedPrompt(line: JsonRecord, uuid: string) {
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
