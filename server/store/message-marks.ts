// What few messages have besides what was said: who wrote it if not a person, why a tool did not run, what was queued.

import type { Link } from './link.ts'
import { isRecord, type JsonRecord, recordsOf, textOf } from './record.ts'
import type { SessionMessage } from './session-messages.ts'

/** The marks of a line, as the official functions give them; undefined where it has none. */
export function marksOf(line: JsonRecord, { answers }: Link): Partial<SessionMessage> | undefined {
  const { isCompactSummary, isMeta, isVisibleInTranscriptOnly, isQueuedCommand, origin } = line
  const { toolDenialKind, toolDenialUnanswered, interruptedByShutdown } = line
  if (!isCompactSummary && !isMeta && !isVisibleInTranscriptOnly && !isQueuedCommand && origin === undefined) {
    if (!toolDenialKind && !toolDenialUnanswered && !interruptedByShutdown) return undefined
  }
  const [id, ...others] = answers
  const denied = typeof toolDenialKind === 'string' && denials.has(toolDenialKind) ? toolDenialKind : undefined
  return {
    ...(interruptedByShutdown === true && { interruptedByShutdown }),
    ...(toolDenialUnanswered === 'stream-closed' && { toolDenialUnanswered }),
    ...(denied && id && others.length === 0 && { tool_result_meta: [{ id, non_execution_kind: denied }] }),
    ...(isCompactSummary === true && { isCompactSummary }),
    ...((isMeta === true || isCompactSummary === true || isVisibleInTranscriptOnly === true) && { is_meta: true }),
    ...(isQueuedCommand === true && { isQueuedCommand }),
    ...(origin != null && { origin: toldOrigin(origin) }),
  }
}

/** Why a tool call was not run. */
const denials = new Set([
  'user-rejected',
  'permission-rule',
  'automode-blocked',
  'automode-unavailable',
  'automode-parsing-error',
  'interrupted',
  'cancelled',
])

/** A prompt typed while Claude worked is kept as an attachment and told as the user's message. */
export function queuedPrompt(line: JsonRecord, uuid: string): Partial<SessionMessage> | undefined {
  const attachment = isRecord(line['attachment']) ? line['attachment'] : {}
  const content = attachment['prompt']
  if (attachment['type'] !== 'queued_command' || !(typeof content === 'string' || Array.isArray(content))) {
    return undefined
  }
  const named = isRecord(attachment['origin']) && typeof attachment['origin']['kind'] === 'string'
  const kind = attachment['commandMode'] === 'task-notification' ? { kind: attachment['commandMode'] } : undefined
  const origin = withRun(named ? toldOrigin(attachment['origin']) : kind, attachment['runId'])
  return {
    uuid: textOf(attachment['source_uuid']) || uuid,
    message: { role: 'user', content },
    isQueuedCommand: true,
    ...(attachment['isMeta'] === true && { is_meta: true }),
    ...(origin !== undefined && { origin }),
  }
}

/** Of a note that something in the background ended no more is told than what it was. */
function toldOrigin(origin: unknown): unknown {
  if (!isRecord(origin) || origin['kind'] !== 'task-notification') return origin
  const { kind, subkind, fireReason, producer, runId, taskKind } = origin
  const told = {
    kind,
    ...(subkind !== undefined && { subkind }),
    ...(fireReason !== undefined && { fireReason }),
    ...(producer !== undefined && { producer }),
    ...(taskKind === 'mcp-task' && { taskKind }),
  }
  return withRun(told, runId)
}

function withRun(origin: unknown, runId: unknown): unknown {
  const wanted = isRecord(origin) && origin['kind'] === 'task-notification' && origin['runId'] === undefined
  return wanted && typeof runId === 'string' && isId(runId) ? { ...origin, runId } : origin
}

/** An id as calls and runs have them; what else stands in such a place is not told. */
export const isId = (id: string): boolean => /^[A-Za-z0-9_.:-]{1,128}$/.test(id)

/** Other people's and agents' words are told, although a program wrote them into the transcript. */
export function saidByOthers(origin: unknown): boolean {
  const kind = isRecord(origin) ? textOf(origin['kind']) : undefined
  return kind !== undefined && others.has(kind)
}

const others = new Set(['channel', 'observer', 'observer-activity', 'slack-ping', 'voice-call', 'peer'])

/** A reply that only ends a turn nobody waited for. */
export function isQuiet(said: unknown): boolean {
  const content = isRecord(said) ? recordsOf(said['content']) : []
  const text = content.length === 1 && content[0]?.['type'] === 'text' ? content[0]['text'] : undefined
  return text === '' || text === 'No response requested.'
}
