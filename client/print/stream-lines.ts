// `--output-format stream-json`: entries as the lines that Claude Code's users know, one JSON object each.

import type { Entry } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { withPictureCount } from '../../shared/images.ts'
import { inputOf } from './said.ts'

export function beginLine(facts: {
  session: TranscriptId
  directory: string
  agent: string
  mode: string | undefined
}) {
  const { session, directory, agent, mode } = facts
  return { type: 'system', subtype: 'init', session_id: session, cwd: directory, agent, permissionMode: mode ?? null }
}

/** `text` is the whole of the entry's. Undefined for what is no part of a conversation. */
export function entryLine(entry: Entry, text: string, session: TranscriptId): object | undefined {
  switch (entry.kind) {
    case 'reply':
      return assistant(entry.id, entry.message, { type: 'text', text }, session)
    case 'thought':
      return assistant(entry.id, entry.message, { type: 'thinking', thinking: text }, session)
    case 'tool': {
      const { id, name } = entry
      return assistant(undefined, undefined, { type: 'tool_use', id, name, input: inputOf(entry) }, session)
    }
    case 'prompt':
      return user(entry.id, [{ type: 'text', text }], session)
    case 'notice':
      return { type: 'system', subtype: 'notice', level: entry.tone, text, uuid: entry.id, session_id: session }
    case 'boundary':
      return { type: 'system', subtype: 'compact_boundary', text, uuid: entry.id, session_id: session }
    case 'result': {
      const { id, of, failed, images } = entry
      const content = withPictureCount({ text, images })
      return user(id, [{ type: 'tool_result', tool_use_id: of, content, is_error: failed }], session)
    }
    case 'mark':
    case 'broken':
      return undefined
  }
}

const assistant = (uuid: string | undefined, id: string | undefined, block: object, session: TranscriptId): object => ({
  type: 'assistant',
  message: { id, type: 'message', role: 'assistant', content: [block] },
  parent_tool_use_id: null,
  uuid,
  session_id: session,
})

const user = (uuid: string, content: readonly object[], session: TranscriptId): object => ({
  type: 'user',
  message: { role: 'user', content },
  parent_tool_use_id: null,
  uuid,
  session_id: session,
})
