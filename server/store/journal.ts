// The journal of a room: who asked, who decided, who was let in; written before it takes effect, append-only.

import { closeSync, fdatasync, fstatSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { Mark, Person } from '../../shared/entries.ts'
import type { CallId, DeviceId, ImageId, PermissionId, QuestionId, RoomId, TranscriptId } from '../../shared/ids.ts'
import { parsedJson } from '../../shared/json.ts'
import { roles } from '../../shared/roles.ts'

const branded = <T extends string>() =>
  v.pipe(
    v.string(),
    v.transform((text) => text as T),
  )
const person = v.object({ device: branded<DeviceId>(), name: v.string() })
const prompt = branded<CallId>()
const permission = branded<PermissionId>()
const images = v.pipe(v.array(branded<ImageId>()), v.readonly())
const question = branded<QuestionId>()
const at = v.string()

/** One line. A prompt is `prompt` (accepted), then `dispatched`, then `ended`; or `withdrawn`, or `released` anew. */
const recordSchema = v.variant('t', [
  v.object({ t: v.literal('opened'), at, transcript: branded<TranscriptId>(), agent: v.string() }),
  /** The agent's own id of the conversation that is in the transcript. */
  v.object({
    t: v.literal('session'),
    at,
    transcript: branded<TranscriptId>(),
    agent: v.string(),
    session: v.string(),
  }),
  v.object({ t: v.literal('prompt'), at, id: prompt, text: v.string(), images: v.optional(images), by: person }),
  v.object({ t: v.literal('dispatched'), at, id: prompt }),
  /** An agent that writes the transcript itself has written the prompt down under this uuid. */
  v.object({ t: v.literal('written'), at, id: prompt, as: v.string() }),
  v.object({
    t: v.literal('ended'),
    at,
    id: prompt,
    outcome: v.picklist(['done', 'cancelled', 'interrupted', 'failed']),
    reason: v.optional(v.string()),
  }),
  v.object({ t: v.literal('withdrawn'), at, id: prompt, by: person }),
  /** It waits with another text from now on, by the call `as`. */
  v.object({ t: v.literal('amended'), at, id: prompt, as: prompt, text: v.string(), by: person }),
  v.object({ t: v.literal('released'), at, id: prompt, as: prompt, by: person }),
  /** Somebody had the agent stop something that it ran by itself. */
  v.object({ t: v.literal('workStopped'), at, work: v.string(), title: v.string(), by: person }),
  /** Somebody had the agent started anew. */
  v.object({ t: v.literal('restarted'), at, agent: v.string(), by: person }),
  /** Somebody left this transcript for a fresh one. */
  v.object({ t: v.literal('cleared'), at, transcript: branded<TranscriptId>(), by: person }),
  /** Somebody wants the conversation summed up. */
  v.object({ t: v.literal('compacting'), at, id: prompt, by: person, instructions: v.optional(v.string()) }),
  /** That was done; unless by the agent's own command (`own`) its session, which remembers more, is not gone back to. */
  v.object({
    t: v.literal('compacted'),
    at,
    id: prompt,
    transcript: branded<TranscriptId>(),
    own: v.optional(v.literal(true)),
  }),
  /** What the agent says that the session has cost it so far. */
  v.object({
    t: v.literal('cost'),
    at,
    transcript: branded<TranscriptId>(),
    agent: v.string(),
    amount: v.number(),
    currency: v.string(),
  }),
  /** Somebody had another agent go on. */
  v.object({ t: v.literal('agent'), at, transcript: branded<TranscriptId>(), agent: v.string(), by: person }),
  v.object({ t: v.literal('asked'), at, id: permission, tool: v.string(), title: v.string() }),
  v.object({
    t: v.literal('decided'),
    at,
    id: permission,
    tool: v.string(),
    option: v.string(),
    allowed: v.boolean(),
    by: v.optional(person),
  }),
  v.object({ t: v.literal('questioned'), at, id: question, tool: v.optional(v.string()), message: v.string() }),
  v.object({
    t: v.literal('responded'),
    at,
    id: question,
    tool: v.optional(v.string()),
    action: v.picklist(['accept', 'decline', 'cancel']),
    said: v.string(),
    by: person,
  }),
  v.object({ t: v.literal('configured'), at, option: v.string(), value: v.string(), by: person }),
  /** What is chosen again when the agent is started anew; without a value nothing, for the agent went on by itself. */
  v.object({ t: v.literal('chosen'), at, agent: v.string(), option: v.string(), value: v.optional(v.string()) }),
  v.object({ t: v.literal('joined'), at, by: person, role: v.picklist(roles) }),
  v.object({ t: v.literal('left'), at, by: person }),
  v.object({
    t: v.literal('shared'),
    at,
    link: v.string(),
    role: v.picklist(roles),
    uses: v.number(),
    expires: v.string(),
    by: person,
  }),
  v.object({ t: v.literal('unlinked'), at, link: v.string(), by: person }),
  v.object({
    t: v.literal('changed'),
    at,
    of: person,
    name: v.optional(v.string()),
    role: v.optional(v.picklist(roles)),
    by: person,
  }),
  v.object({ t: v.literal('revoked'), at, of: person, by: person }),
  /** An owner's word about somebody who waited at the door: a role, or that there is none. */
  v.object({ t: v.literal('admitted'), at, of: person, as: v.picklist([...roles, 'nobody']), by: person }),
])
export type JournalRecord = v.InferOutput<typeof recordSchema>
type WithoutTime<R> = R extends JournalRecord ? Omit<R, 'at'> : never
/** What somebody decided about who may come. */
export type AccessRecord = Extract<
  WithoutTime<JournalRecord>,
  { readonly t: 'shared' | 'unlinked' | 'changed' | 'revoked' | 'admitted' }
>

export interface Journal {
  /** The byte after the last line. */
  readonly size: number
  /** Every record so far, oldest first; lines that are none are passed over. */
  records(): JournalRecord[]
  /** Writes one line and returns it; throws what the file system throws, and then nothing was written. */
  append(record: WithoutTime<JournalRecord>): JournalRecord
  /** What was written after `offset`; undefined where that is not the end of one of its lines. */
  since(offset: number): JournalRecord[] | undefined
  sync(): Promise<void>
  close(): void
}

/** What another process has written so far; nothing where there is no journal. */
export function readJournal(home: string, room: RoomId): JournalRecord[] {
  try {
    return recordsIn(readFileSync(journalPath(home, room)))
  } catch {
    return []
  }
}

export const journalPath = (home: string, room: RoomId): string => join(home, 'journal', `${room}.jsonl`)

export function openJournal(home: string, room: RoomId, now: () => number): Journal {
  const path = journalPath(home, room)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const file = openSync(path, 'a+', 0o600)
  let size = fstatSync(file).size
  let open = true

  const bytesFrom = (offset: number): Buffer => {
    const bytes = Buffer.alloc(size - offset)
    let read = 0
    while (read < bytes.length) {
      const got = readSync(file, bytes, read, bytes.length - read, offset + read)
      if (got === 0) break
      read += got
    }
    return bytes.subarray(0, read)
  }

  const write = (text: string): void => {
    const bytes = Buffer.from(text)
    const written = writeSync(file, bytes)
    size += written
    if (written < bytes.length) {
      // The rest is a torn line; ending it keeps the next one whole.
      size += writeSync(file, '\n')
      throw new Error(`the journal took ${written} of ${bytes.length} bytes`)
    }
  }

  // A crash may have torn the last line: ending it here keeps the next one whole.
  if (size > 0 && bytesFrom(size - 1)[0] !== 10) write('\n')

  return {
    get size() {
      return size
    },
    records: () => recordsIn(bytesFrom(0)),
    append(record) {
      const line = v.parse(recordSchema, { ...record, at: new Date(now()).toISOString() })
      write(`${JSON.stringify(line)}\n`)
      return line
    },
    since(offset) {
      if (offset > size) return undefined
      // With the byte before: only where a line ends can one have been heard so far.
      const bytes = bytesFrom(Math.max(0, offset - 1))
      return offset > 0 && bytes[0] !== 10 ? undefined : recordsIn(bytes)
    },
    sync: () =>
      new Promise((resolve, reject) => {
        if (!open) resolve()
        else fdatasync(file, (error) => (error ? reject(error) : resolve()))
      }),
    close() {
      if (open) closeSync(file)
      open = false
    },
  }
}

function recordsIn(bytes: Buffer): JournalRecord[] {
  const records: JournalRecord[] = []
  for (const line of bytes.toString('utf8').split('\n')) {
    if (line === '') continue
    const parsed = v.safeParse(recordSchema, parsedJson(line))
    if (parsed.success) records.push(parsed.output)
  }
  return records
}

/** What a record says about an entry that devices show; most say nothing. */
export function markOf(record: JournalRecord): Mark | undefined {
  switch (record.t) {
    case 'prompt':
    case 'amended':
      return { kind: 'mark', of: record.id, by: record.by }
    case 'released':
      return { kind: 'mark', of: record.as, by: record.by }
    case 'ended':
      if (record.outcome === 'done') return undefined
      return { kind: 'mark', of: record.id, outcome: record.outcome, reason: record.reason }
    case 'decided':
      return { kind: 'mark', of: record.tool, decision: decisionOf(record) }
    case 'responded': {
      const { action, said, by } = record
      return { kind: 'mark', of: record.tool ?? record.id, response: { action, said, by } }
    }
    default:
      return undefined
  }
}

const decisionOf = (record: { option: string; allowed: boolean; by?: Person }): Mark['decision'] => ({
  option: record.option,
  allowed: record.allowed,
  by: record.by,
})
