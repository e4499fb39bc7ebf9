// Which room a transcript is in: one small file a room in `CARRYON_HOME/rooms`, replaced whole.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { RoomId, TranscriptId } from '../../shared/ids.ts'
import { readJson } from './read-json.ts'
import { storageFailed } from './storage-failed.ts'

/** A room that was never hosted before. */
export function newRoom(transcript: TranscriptId, directory: string, agent: string, now: number): RoomRecord {
  const id = randomBytes(16).toString('base64url') as RoomId
  return { id, directory, transcript, before: [], agent, hosted: now }
}

const branded = <T extends string>() =>
  v.pipe(
    v.string(),
    v.transform((text) => text as T),
  )

const roomSchema = v.object({
  id: branded<RoomId>(),
  directory: v.string(),
  transcript: branded<TranscriptId>(),
  /** Transcripts it held before, oldest first. */
  before: v.array(branded<TranscriptId>()),
  /** The port it was last hosted on. */
  port: v.optional(v.number()),
  agent: v.string(),
  /** When it was last hosted, in milliseconds since 1970. */
  hosted: v.number(),
  /** The config folder that its transcripts are in. */
  store: v.optional(v.string()),
  /** Begun as a task beside another session, and nobody has gone there since. */
  task: v.optional(v.boolean()),
})
export type RoomRecord = v.InferOutput<typeof roomSchema>

export class RoomRecords {
  readonly #folder: string

  constructor(home: string) {
    this.#folder = join(home, 'rooms')
  }

  /** All that can be read. */
  all(): RoomRecord[] {
    return this.#names().flatMap((name) => this.#read(name) ?? [])
  }

  find(id: RoomId): RoomRecord | undefined {
    return this.#read(`${id}.json`)
  }

  remove(id: RoomId): void {
    rmSync(join(this.#folder, `${id}.json`), { force: true })
  }

  /** The room that holds the transcript now. */
  holding(transcript: TranscriptId): RoomRecord | undefined {
    return this.all().find((room) => room.transcript === transcript)
  }

  /** The room of this directory that was hosted last, but for tasks; its transcript may have no line yet, and so no file. */
  newestOf(directory: string): RoomRecord | undefined {
    const rooms = this.all().filter((room) => room.directory === directory && !room.task)
    return rooms.toSorted((a, b) => b.hosted - a.hosted)[0]
  }

  /** Transcripts of tasks that nobody has gone on with. */
  tasks(): ReadonlySet<TranscriptId> {
    return new Set(this.all().flatMap((room) => (room.task ? [room.transcript] : [])))
  }

  /** Somebody goes there: from now on it is a session like any other. */
  visit(transcript: TranscriptId): void {
    const room = this.holding(transcript)
    if (room?.task) this.save({ ...room, task: undefined })
  }

  save(room: RoomRecord): void {
    const path = join(this.#folder, `${room.id}.json`)
    const written = `${path}.${process.pid}.new`
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      writeFileSync(written, `${JSON.stringify(room)}\n`, { mode: 0o600 })
      renameSync(written, path)
    } catch (error) {
      throw storageFailed(error, 'write to', path)
    }
  }

  #read(name: string): RoomRecord | undefined {
    const room = v.safeParse(roomSchema, readJson(join(this.#folder, name)))
    return room.success ? room.output : undefined
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith('.json'))
    } catch {
      return []
    }
  }
}
