// ACP's session updates in the room's words; what a room has no use for comes to nothing.

import type { ContentBlock, SessionUpdate, ToolCallContent, ToolCallUpdate } from '@agentclientprotocol/sdk/unstable'
import { defaultLimits } from '../../shared/limits.ts'
import type { AgentToolUpdate, AgentUpdate } from '../room/agent.ts'
import type { Edit } from '../store/file-changes.ts'
import { picturesIn } from './tool-pictures.ts'

export function agentUpdateOf(update: SessionUpdate): AgentUpdate | undefined {
  switch (update.sessionUpdate) {
    case 'agent_message_chunk':
    case 'agent_thought_chunk': {
      const kind = update.sessionUpdate === 'agent_message_chunk' ? 'reply' : 'thought'
      return { is: 'text', kind, message: update.messageId ?? undefined, text: textOfBlock(update.content) }
    }
    case 'tool_call':
      return { ...agentToolUpdateOf(update), begins: true }
    case 'tool_call_update':
      return agentToolUpdateOf(update)
    case 'usage_update': {
      const { used, size, cost } = update
      return { is: 'usage', used, size, cost: cost ?? undefined }
    }
    default:
      return undefined
  }
}

/** Also what a permission request says of its call: with some agents that is the first one hears of it. */
export function agentToolUpdateOf(update: ToolCallUpdate): AgentToolUpdate {
  const content = update.content ?? []
  const edits = editsOf(content)
  const pictures = picturesIn(content, defaultLimits)
  return {
    is: 'tool',
    id: update.toolCallId,
    name: update.name ?? nameOf(update.kind, edits),
    title: update.title ?? undefined,
    input: asObject(update.rawInput),
    status: update.status ?? undefined,
    output: outputOf(
      content.filter((part) => !pictures.has(part)),
      update._meta,
    ),
    ...(pictures.size > 0 && { images: [...pictures.values()] }),
    ...(edits.length > 0 && { edits }),
    structured: asObject(update.rawOutput),
  }
}

/** Agents that give a tool no name give it a kind; the names are Claude Code's, so that other readers know them. */
const nameByKind: { readonly [kind: string]: string | undefined } = {
  execute: 'Bash',
  read: 'Read',
  edit: 'Edit',
  search: 'Grep',
  fetch: 'WebFetch',
}

/** An edit of a file that was not there writes it. */
const nameOf = (kind: ToolCallUpdate['kind'], edits: readonly Edit[]): string | undefined =>
  kind === 'edit' && edits.length > 0 && edits.every(({ before }) => before === undefined)
    ? 'Write'
    : nameByKind[kind ?? 'other']

const editsOf = (content: readonly ToolCallContent[]): Edit[] =>
  content.flatMap((part) =>
    part.type === 'diff' ? [{ path: part.path, before: part.oldText ?? undefined, after: part.newText }] : [],
  )

function outputOf(content: readonly ToolCallContent[], meta: unknown): AgentToolUpdate['output'] {
  const printed = terminalData(meta)
  if (printed !== undefined) return { append: printed }
  const text = content
    .map(toolText)
    .filter((part) => part !== '')
    .join('\n')
  return text === '' ? undefined : { whole: text }
}

/** `_meta.terminal_output.data`: the convention by which agents stream a command's output as it comes. */
function terminalData(meta: unknown): string | undefined {
  const output = asObject(asObject(meta)?.terminal_output)
  return typeof output?.data === 'string' ? output.data : undefined
}

function toolText(content: ToolCallContent): string {
  if (content.type === 'content') return textOfBlock(content.content)
  return ''
}

export function textOfBlock(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text
    case 'resource_link':
      return block.uri
    case 'image':
    case 'audio':
      return `[${block.type}]`
    default:
      return ''
  }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
