// One small file a task in `CARRYON_HOME/tasks`, kept by the process that runs it, so that every host can list them all.

import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { TaskId, TranscriptId } from '../../shared/ids.ts'
import { isOver, taskStates } from '../../shared/tasks.ts'
import { readJson } from '../store/read-json.ts'
import { storageFailed } from '../store/storage-failed.ts'
import { processStart } from './process-start.ts'

const branded = <T extends string>() =>
  v.pipe(
    v.string(),
    v.transform((text) => text as T),
  )

const recordSchema = v.object({
  id: branded<TaskId>(),
  session: branded<TranscriptId>(),
  title: v.string(),
  directory: v.string(),
  agent: v.string(),
  state: v.picklist(taskStates),
  since: v.string(),
  ended: v.optional(v.string()),
  last: v.optional(v.string()),
  beside: v.optional(v.string()),
  reason: v.optional(v.string()),
  /** `background` is a room of a host, `print` a process of its own. */
  kind: v.picklist(['background', 'print']),
  process: v.number(),
  /** As `processStart` has it: a number that another process has now is not this one. */
  started: v.string(),
})
export type TaskRecord = v.InferOutput<typeof recordSchema>

/** Since when a task that was left behind is over, nobody knows. */
const leftBehind = 'The process that ran it has ended without a word.'

export class TaskRecords {
  readonly folder: string

  constructor(home: string) {
    this.folder = join(home, 'tasks')
  }

  /** Throws `StorageFailed`. */
  save(record: TaskRecord): void {
    const path = join(this.folder, `${record.id}.json`)
    const written = `${path}.${process.pid}.new`
    try {
      mkdirSync(this.folder, { recursive: true, mode: 0o700 })
      writeFileSync(written, `${JSON.stringify(record)}\n`, { mode: 0o600 })
      renameSync(written, path)
    } catch (error) {
      throw storageFailed(error, 'write to', path)
    }
  }

  /** All that can be read; what a process left behind that is gone has failed. */
  list(): TaskRecord[] {
    return this.#names().flatMap((name) => {
      const record = v.safeParse(recordSchema, readJson(join(this.folder, name)))
      return record.success ? [settled(record.output)] : []
    })
  }

  remove(id: TaskId): void {
    rmSync(join(this.folder, `${id}.json`), { force: true })
  }

  #names(): string[] {
    try {
      return readdirSync(this.folder).filter((name) => name.endsWith('.json'))
    } catch {
      return []
    }
  }
}

function settled(record: TaskRecord): TaskRecord {
  if (isOver(record) || processStart(record.process) === record.started) return record
  return { ...record, state: 'failed', reason: leftBehind, ended: record.ended ?? record.since }
}
