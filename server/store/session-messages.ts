// A transcript's conversation as the official functions give it: whole messages in the order of the chain.

import { visibleChain } from './chain.ts'
import { chainOrder } from './chain-order.ts'
import { withKeptMessages } from './kept-messages.ts'
import type { ToldLink } from './told-links.ts'

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

export function sessionMessages(links: readonly ToldLink[], withSystem: boolean): SessionMessage[] {
  const known = withKeptMessages(links)
  const { before, queued } = endedAtMessage(known, chainOrder(visibleChain(known, { whole: false })))
  const messages: SessionMessage[] = []
  for (const links of [withoutSentPrompts(before), queued]) {
    for (const link of links) {
      const hidden = link.apart || (link.type === 'system' && !withSystem) || (link.meta && link.type !== 'attachment')
      const message = hidden ? undefined : messageOf(link)
      if (message) messages.push(message)
    }
  }
  return messages
}

/** A prompt that was queued and then sent after all is in the file twice: the queued one is left out. */
function withoutSentPrompts(chain: readonly ToldLink[]): readonly ToldLink[] {
  if (!chain.some(({ type }) => type === 'attachment')) return chain
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
  return chainOrder(visibleChain(own, { whole: false })).flatMap((link) => {
    const message = messageOf(link)
    return message ? { ...message, parent_tool_use_id: toolUse, parent_agent_id: agent } : []
  })
}

/** Undefined for what is never told: progress, most attachments. */
function messageOf({ type, uuid, session, said, at, more }: ToldLink): SessionMessage | undefined {
  if (type === 'progress' || (type === 'attachment' && !more)) return undefined
  const message: SessionMessage & { timestamp?: string | undefined } = {
    // An attachment that is told is somebody's prompt.
    type: type === 'attachment' ? 'user' : type,
    uuid,
    session_id: session,
    message: said,
    parent_tool_use_id: null,
    parent_agent_id: null,
    timestamp: at,
  }
  if (at === undefined) delete message.timestamp
  return more ? Object.assign(message, more) : message
}
