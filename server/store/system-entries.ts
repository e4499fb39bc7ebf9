// What a system line comes to: a boundary where the conversation was summed up, a notice, or nothing for people.

import type { Entry } from '../../shared/entries.ts'
import { cutText } from './cut-text.ts'
import { isRecord, type JsonRecord, numberOf, textOf } from './record.ts'

export function systemEntries(line: JsonRecord, most: number): Entry[] {
  const id = textOf(line['uuid']) ?? ''
  const at = textOf(line['timestamp']) ?? ''
  const content = textOf(line['content']) ?? ''
  switch (line['subtype']) {
    case 'compact_boundary':
      return [{ kind: 'boundary', id, at, text: summedUp(line) }]
    case 'api_error':
      return [{ kind: 'notice', id, at, tone: 'warning', text: apiError(line) }]
    case 'informational':
    case 'local_command': {
      const text = content.replace(/<\/?[a-z-]+>/g, '').trim()
      const tone = line['level'] === 'warning' || line['level'] === 'error' ? 'warning' : 'info'
      return text === '' ? [] : [{ kind: 'notice', id, at, tone, ...cutText(text, most) }]
    }
    default:
      return []
  }
}

/** Claude Code tells its sizes in tokens; in what carryon summed up they are as they were measured. */
function summedUp(line: JsonRecord): string {
  const own = isRecord(line['carryon']) ? line['carryon'] : {}
  const sizes = isRecord(own['sizes']) ? own['sizes'] : {}
  const tokens = isRecord(line['compactMetadata']) ? line['compactMetadata'] : {}
  const before = numberOf(sizes['before']) ?? numberOf(tokens['preTokens'])
  const after = numberOf(sizes['after']) ?? numberOf(tokens['postTokens'])
  const what =
    own['made'] === 'list' ? 'The output of earlier commands was left out' : 'The conversation so far was summed up'
  if (before === undefined || after === undefined) return `${what}.`
  return `${what}: ${grouped(before)} → ${grouped(after)} ${textOf(sizes['unit']) ?? 'tokens'}.`
}

const grouped = (count: number): string => count.toLocaleString('en-US')

function apiError(line: JsonRecord): string {
  const error = isRecord(line['error']) ? line['error'] : {}
  const status = numberOf(error['status'])
  const attempt = numberOf(line['retryAttempt'])
  const most = numberOf(line['maxRetries'])
  const what =
    textOf(error['message']) ?? (status === undefined ? 'The API did not answer' : `The API answered ${status}`)
  return attempt === undefined ? `${what}.` : `${what}; trying again (${attempt} of ${most ?? '?'}).`
}
