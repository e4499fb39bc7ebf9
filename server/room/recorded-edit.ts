// An edit as the transcript keeps it, in Claude Code's own words, so that it and every other reader show it again.

import { sizeOf } from '../../shared/file-change.ts'
import { changesOf, type Edit, editsIn, resultOfEdits } from '../store/file-changes.ts'
import type { JsonRecord } from '../store/record.ts'

/** Longer ones are kept as the agent gave them, in units. */
const most = 256 * 1024

interface RecordedCall {
  readonly name: string
  readonly input: object
}

/** One edit of one file, whatever its agent calls the parts of it; anything else as it was given. */
export function recordedCall({ name, input }: RecordedCall, edits: readonly Edit[]): RecordedCall {
  if (name !== 'Edit' && name !== 'Write') return { name, input }
  const [edit, ...others] = edits.length > 0 ? edits : editsIn(name, input as JsonRecord)
  if (!edit || others.length > 0 || edit.after.length + (edit.before?.length ?? 0) > most) return { name, input }
  const { path: file_path, before, after } = edit
  return before === undefined
    ? { name: 'Write', input: { file_path, content: after } }
    : { name: 'Edit', input: { file_path, old_string: before, new_string: after } }
}

/** What stands beside an edit's result, and what is said where the agent said nothing. */
export function recordedResult(edits: readonly Edit[]): { readonly structured?: object; readonly text: string } {
  const text = changesOf(edits, 0)
    .map((change) => `${change.path}: ${sizeOf(change)}`)
    .join('\n')
  const units = edits.reduce((sum, { before = '', after }) => sum + before.length + after.length, 0)
  return { text, structured: units > most ? undefined : resultOfEdits(edits) }
}
