// A transcript's conversation as the official functions give it: whole messages in the order of the chain.

import { isMessage, visibleChain } from './chain.ts'
import { chainOrder } from './chain-order.ts'
import { withKeptMessages } from './kept-messages.ts'
import { localCommands } from './local-commands.ts'
import { waitingBehind, workedIn } from './queued-prompts.ts'
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
  /** A slash command that ran without the model, or what it printed. */
  readonly isCompletedLocalCommand?: true
  /** Why the tool was not run that this would be the result of. */
  readonly tool_result_meta?: readonly { readonly id: string; readonly non_execution_kind: string }[]
  /** Nobody answered the question before the tool any more. */
  readonly toolDenialUnanswered?: 'stream-closed'
  /** Claude Code was ended while it ran. */
  readonly interruptedByShutdown?: true
}

export function sessionMessages(links: readonly ToldLink[], withSystem: boolean): SessionMessage[] {
  const placed = withKeptMessages(links)
  const { trunk, beside, missing } = visibleChain(placed, { whole: false })
  const end = trunk.findLastIndex(isMessage)
  const chain = chainOrder({ trunk: trunk.slice(0, end + 1), beside, missing })
  const isTold = (link: ToldLink) => !link.hidden && !link.apart && (link.type !== 'system' || withSystem)
  return told(chain, waitingBehind(trunk[end], links, placed, chain), isTold)
}

/** A subagent's conversation ends with the file; its lines are all its own, and only what it said and was told counts. */
export function subagentMessages(
  links: readonly ToldLink[],
  toolUse: string | null,
  agent: string | null,
): SessionMessage[] {
  const byId = new Map(links.map((link) => [link.uuid, link]))
  const chain = new Set<ToldLink>()
  for (let at = links.findLast(isMessage); at && !chain.has(at) && !isBeside(at); at = byId.get(at.parent ?? '')) {
    chain.add(at)
  }
  return told([...chain].reverse(), [], () => true).map((message) => ({
    ...message,
    parent_tool_use_id: toolUse,
    parent_agent_id: agent,
  }))
}

const isBeside = ({ type }: ToldLink): boolean => type === 'system' || type === 'progress'

/** What is told of a chain and of the prompts that wait behind it. */
function told(
  chain: readonly ToldLink[],
  waiting: readonly ToldLink[],
  isTold: (link: ToldLink) => boolean,
): SessionMessage[] {
  const commands = localCommands(chain)
  const given = workedIn(chain, commands)
  const named = new Set<string>()
  if (given.size + waiting.length > 0) for (const { uuid } of [...chain, ...waiting]) named.add(uuid)
  const messages: SessionMessage[] = []
  const tell = (link: ToldLink): void => {
    const message = isTold(link) ? messageOf(link) : undefined
    if (message) messages.push(commands.has(link) ? { ...message, isCompletedLocalCommand: true } : message)
  }
  const tellQueued = (link: ToldLink): void => {
    const uuid = link.more?.uuid ?? link.uuid
    // The prompt itself is there, or the same one was queued twice.
    if (!isTold(link) || (uuid !== link.uuid && named.has(uuid))) return
    named.add(uuid)
    tell(link)
  }
  for (const link of chain) {
    if (link.type !== 'attachment') tell(link)
    else if (given.has(link)) tellQueued(link)
  }
  for (const link of waiting) tellQueued(link)
  return messages
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
