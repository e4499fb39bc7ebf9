// What a list says of a session, read from the two ends of its file; its meaning is the official SDK's.

import fs from 'node:fs'
import path from 'node:path'
import { systemDisk } from './disk.ts'
import { type FirstPrompt, promptIn } from './first-prompt.ts'
import { firstText, lastText } from './json-bytes.ts'
import { linesForward } from './lines.ts'
import { notesIn } from './notes.ts'
import { parsedRecord } from './record.ts'
import { endBytes, linesWith, type TwoEnds } from './two-ends.ts'

export interface SessionInfo {
  /** A UUID. */
  readonly sessionId: string
  /** What it is shown as: its title, else its summary, else its first prompt. */
  readonly summary: string
  /** Milliseconds since 1970. */
  readonly lastModified: number
  /** In bytes. */
  readonly fileSize?: number
  /** The title that somebody, or Claude, gave it. */
  readonly customTitle?: string
  /** What was asked first, in at most 200 units. */
  readonly firstPrompt?: string
  /** The git branch it was last on. */
  readonly gitBranch?: string
  /** Its working directory. */
  readonly cwd?: string
  readonly tag?: string
  /** Milliseconds since 1970. */
  readonly createdAt?: number
  /** Absent where it never was archived. */
  readonly archived?: boolean
}

/** What is known of a session besides what its file says. */
export interface SessionPlace {
  readonly id: string
  readonly path: string
  /** The directory asked for, where the file names none. */
  readonly directory?: string | undefined
  /** Whether there is a folder of the session's own beside the file. */
  readonly hasFolder: boolean
}

/** What the two ends of a file say, wherever it is. */
export type EndsSaid = Omit<SessionInfo, 'sessionId' | 'archived'>

// A search for what begins with a rare letter is a short one: there are quotes everywhere.
/** How the names of both fields that hold a title end. */
const titleField = Buffer.from('Title"')
const sidechain = [Buffer.from('Sidechain":true'), Buffer.from('Sidechain": true')]
const userField = Buffer.from('"user"')

/** Undefined for a subagent's transcript, and for one that says nothing it could be known by. */
export function endsSaid(path: string, ends: TwoEnds): EndsSaid | undefined {
  const { head, tail, stat } = ends
  if (isSidechain(head)) return undefined
  const last = notesIn(tail)
  const early = tail === head || last.customTitle || !head.includes(titleField) ? {} : notesIn(head)
  const customTitle = (last.customTitle ?? early.customTitle) || (last.aiTitle ?? early.aiTitle)
  const { prompt: firstPrompt, file } = firstPromptIn(path, ends)
  const summary = customTitle || last.lastPrompt || last.summary || firstPrompt || file
  if (!summary) return undefined
  const created = Date.parse(firstText(head, 'timestamp') ?? '')
  return {
    summary,
    lastModified: stat.mtime.getTime(),
    fileSize: stat.size,
    customTitle: customTitle || undefined,
    firstPrompt: firstPrompt || undefined,
    gitBranch: lastText(tail, 'gitBranch') || firstText(head, 'gitBranch') || undefined,
    cwd: firstText(head, 'cwd'),
    tag: last.tag || undefined,
    createdAt: Number.isNaN(created) ? undefined : created,
  }
}

export function sessionInfo(place: SessionPlace, said: EndsSaid): SessionInfo {
  const archived = place.hasFolder ? isArchived(place.path) : undefined
  return { sessionId: place.id, ...said, cwd: said.cwd || place.directory, archived }
}

/** Whether a program started it and not a person at a terminal. */
export function isProgrammatic({ head }: TwoEnds): boolean {
  const entrypoint = firstText(head, 'entrypoint')
  const kind = firstText(head, 'sessionKind')
  return ['sdk-cli', 'sdk-ts', 'sdk-py'].includes(entrypoint ?? '') || ['daemon', 'daemon-worker'].includes(kind ?? '')
}

function isSidechain(head: Buffer): boolean {
  const end = head.indexOf(10)
  const first = end === -1 ? head : head.subarray(0, end)
  return sidechain.some((field) => first.includes(field))
}

/** How far a first prompt may end from the beginning; the official functions lose a session with a longer beginning. */
const promptBytes = 1024 * 1024

/** The first prompt, else the first command; and the kind of the first file that came without words. */
function firstPromptIn(path: string, ends: TwoEnds): { prompt?: string | undefined; file?: string | undefined } {
  let command: string | undefined
  let file: string | undefined
  for (const found of promptsIn(path, ends)) {
    if (found.is === 'prompt') return { prompt: found.text }
    if (found.is === 'command') command ??= found.text
    else file ??= found.text
  }
  return { prompt: command, file }
}

function* promptsIn(path: string, { head, stat: { size } }: TwoEnds): Generator<FirstPrompt> {
  let none = true
  for (const line of linesWith(head, userField)) {
    const prompt = promptIn(line)
    if (!prompt) continue
    none = false
    yield prompt
  }
  if (size <= endBytes || !none) return
  for (const bytes of furtherLines(path, head.lastIndexOf(10) + 1, Math.min(size, promptBytes))) {
    const line = bytes.includes(userField) ? parsedRecord(bytes) : undefined
    const prompt = line && promptIn(line)
    if (prompt) yield prompt
  }
}

function* furtherLines(file: string, from: number, to: number): Generator<Buffer> {
  const fd = fs.openSync(file, 'r')
  try {
    for (const { bytes } of linesForward(systemDisk, fd, from, to)) yield bytes
  } finally {
    fs.closeSync(fd)
  }
}

function isArchived(file: string): boolean | undefined {
  try {
    const mark = parsedRecord(fs.readFileSync(path.join(file.slice(0, -'.jsonl'.length), 'archived.json')))
    return typeof mark?.['archived'] === 'boolean' ? mark['archived'] : undefined
  } catch {
    return undefined
  }
}
