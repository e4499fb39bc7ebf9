// What a tool call changes in files, found in its input or in what Claude Code keeps of its result.

import type { FileChange } from '../../shared/file-change.ts'
import { type Hunk, lineDiff } from './line-diff.ts'
import { type JsonRecord, numberOf, recordsOf, textOf } from './record.ts'

/** The text of a file or of a part of it, before and after. */
export interface Edit {
  readonly path: string
  /** Absent where there was no file. */
  readonly before?: string
  readonly after: string
}

/** Agents call the same things by different names; Claude Code's own is the first. */
const names = {
  path: ['file_path', 'filePath', 'absolute_path', 'path'],
  before: ['old_string', 'oldString', 'old_str', 'oldText'],
  after: ['new_string', 'newString', 'new_str', 'newText'],
  content: ['content', 'contents', 'file_text'],
} as const

const named = (input: JsonRecord, field: keyof typeof names): string | undefined =>
  names[field].map((name) => textOf(input[name])).find((text) => text !== undefined)

/** What stays of an input besides the edit itself. */
export const besidesEdit = (input: JsonRecord): JsonRecord => {
  const told = new Set<string>([...Object.values(names).flat(), 'edits'])
  return Object.fromEntries(Object.entries(input).filter(([name]) => !told.has(name)))
}

/** The edits that a call asks for; none for any other tool. */
export function editsIn(tool: string, input: JsonRecord): Edit[] {
  const path = named(input, 'path')
  if (path === undefined) return []
  const several = recordsOf(input['edits'])
  const pieces = several.length > 0 ? several : [input]
  const edits = pieces.flatMap((piece): Edit[] => {
    const [before, after] = [named(piece, 'before'), named(piece, 'after')]
    return before === undefined || after === undefined ? [] : [{ path, before, after }]
  })
  if (edits.length > 0) return edits
  const content = named(input, 'content')
  return content !== undefined && /write|create|edit/i.test(tool) ? [{ path, after: content }] : []
}

/** Texts of more units are not compared: everybody else would wait for it. */
const mostCompared = 4 * 1024 * 1024

/** One change a file, its parts in their order; texts longer than `most` units are cut. */
export function changesOf(edits: readonly Edit[], most: number): FileChange[] {
  const byPath = new Map<string, Hunk[]>()
  const large: FileChange[] = []
  for (const { path, before = '', after } of edits) {
    if (before.length + after.length > mostCompared) {
      const [added, removed] = [linesIn(after), linesIn(before)]
      large.push({ path, diff: '', added, removed, omitted: added + removed })
      continue
    }
    byPath.set(path, [...(byPath.get(path) ?? []), ...lineDiff(before, after)])
  }
  return [...[...byPath].flatMap(([path, hunks]) => changeOf(path, hunks, false, most) ?? []), ...large]
}

function linesIn(text: string): number {
  let count = text === '' || text.endsWith('\n') ? 0 : 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}

/**
 * `toolUseResult` of an edit; of a new file it has none, and the call shows them. Line numbers are told where they are
 * the file's own.
 */
export function changesInResult(result: JsonRecord, numbered: boolean, most: number): FileChange[] {
  const path = textOf(result['filePath'])
  if (path === undefined) return []
  const hunks = recordsOf(result['structuredPatch'])
    .map(hunkIn)
    .filter(({ lines }) => lines.length > 0)
  const change = changeOf(path, hunks, numbered, most)
  return change ? [change] : []
}

const hunkIn = (patch: JsonRecord): Hunk => ({
  oldStart: numberOf(patch['oldStart']) ?? 0,
  oldLines: numberOf(patch['oldLines']) ?? 0,
  newStart: numberOf(patch['newStart']) ?? 0,
  newLines: numberOf(patch['newLines']) ?? 0,
  lines: Array.isArray(patch['lines']) ? patch['lines'].flatMap((line) => textOf(line) ?? []) : [],
})

/** As Claude Code keeps an edit beside its result, so that it and our own reader show it again. */
export function resultOfEdits(edits: readonly Edit[]): JsonRecord | undefined {
  const [first] = edits
  if (!first || edits.some(({ path }) => path !== first.path)) return undefined
  const structuredPatch = edits.flatMap(({ before = '', after }) => lineDiff(before, after))
  const { path: filePath, before, after } = first
  if (before === undefined) return { type: 'create', filePath, content: after, structuredPatch, originalFile: null }
  return { filePath, oldString: before, newString: after, structuredPatch, replaceAll: false, userModified: false }
}

function changeOf(path: string, hunks: readonly Hunk[], numbered: boolean, most: number): FileChange | undefined {
  const lines = hunks.flatMap((hunk, place) => {
    const head = numbered ? [headOf(hunk)] : place > 0 ? ['@@'] : []
    return [...head, ...hunk.lines]
  })
  if (lines.length === 0) return undefined
  const begins = (sign: string): number =>
    hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(sign)).length, 0)
  const kept = keptLines(lines, most)
  const omitted = lines.length - kept.length
  return {
    path,
    diff: kept.join('\n'),
    added: begins('+'),
    removed: begins('-'),
    ...(omitted > 0 && { omitted }),
  }
}

const headOf = ({ oldStart, oldLines, newStart, newLines }: Hunk): string =>
  `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`

/** Whole lines from the beginning, as many as fit; a single line that does not fit is cut. */
function keptLines(lines: readonly string[], most: number): string[] {
  const kept: string[] = []
  let units = 0
  for (const line of lines) {
    units += line.length + 1
    if (units > most && kept.length > 0) break
    kept.push(line.length > most ? `${line.slice(0, most)}…` : line)
  }
  return kept
}
