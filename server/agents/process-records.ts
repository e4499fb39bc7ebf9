// Process groups that this host has started, written down while they run: what a crash leaves behind is ended at the next start.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as v from 'valibot'
import type { Clock } from '../../shared/clock.ts'
import { endGroupWhole, type SpawnGroup, spawnGroup } from './process-group.ts'
import { beginningOf, groupBears, leaderBearing, whereIdsHold } from './process-identity.ts'

const processSchema = v.object({ pid: v.pipe(v.number(), v.safeInteger(), v.minValue(2)), began: v.string() })
const recordSchema = v.object({
  program: v.string(),
  /** The group's leader; not known yet while it is being started. */
  group: v.optional(processSchema),
  /** The host that started it. */
  owner: processSchema,
  /** What every process of the group was given in its environment: `NAME=value`. */
  mark: v.string(),
  boot: v.string(),
  space: v.string(),
})
export type ProcessRecord = v.InferOutput<typeof recordSchema>

const folderOf = (home: string): string => join(home, 'processes')

/** Starts groups that are written down, from just before they begin until nothing holds their streams any more. */
export function recordedSpawn(home: string): SpawnGroup {
  const began = beginningOf(process.pid)
  return (program, args, options) => {
    const id = randomBytes(12).toString('hex')
    const env = { ...(options.env ?? process.env), [markName]: id }
    if (began === undefined) return spawnGroup(program, args, { ...options, env })
    const owner = { pid: process.pid, began }
    const record = { program: basename(program), owner, mark: `${markName}=${id}`, ...whereIdsHold() }
    const forget = writeRecord(home, id, record)
    const child = spawnGroup(program, args, { ...options, env })
    const leader = child.pid === undefined ? undefined : beginningOf(child.pid)
    if (child.pid !== undefined && leader !== undefined) {
      writeRecord(home, id, { ...record, group: { pid: child.pid, began: leader } })
    }
    child.once('error', forget)
    child.once('close', forget)
    return child
  }
}

const markName = 'CARRYON_MARK'

/** Returns what takes it away again. A disk that takes nothing must not keep an agent from starting. */
export function writeRecord(home: string, id: string, record: ProcessRecord): () => void {
  const path = join(folderOf(home), `${id}.json`)
  const draft = `${path}.draft`
  try {
    mkdirSync(folderOf(home), { recursive: true, mode: 0o700 })
    writeFileSync(draft, JSON.stringify(record), { mode: 0o600 })
    renameSync(draft, path)
  } catch {
    rmSync(draft, { force: true })
  }
  return () => rmSync(path, { force: true })
}

/**
 * Ends what hosts that died have left behind, and nothing else: only a group whose leader began when it was written down,
 * or that bears the mark it was given. Resolves with the names of the programs, once none of them runs.
 */
export async function endOrphans(home: string, clock: Clock): Promise<string[]> {
  const ended = await Promise.all(recordsIn(home).map((found) => endOrphan(found, clock)))
  return ended.filter((program) => program !== undefined)
}

async function endOrphan({ path, record }: Found, clock: Clock): Promise<string | undefined> {
  const here = whereIdsHold()
  // Of another container nothing can be known from here; of an earlier boot nothing is left.
  if (record.boot === here.boot && record.space !== here.space) return undefined
  if (record.boot === here.boot) {
    if (beginningOf(record.owner.pid) === record.owner.began) return undefined
    const group = record.group?.pid ?? leaderBearing(record.mark)
    if (group !== undefined && isOurs(group, record)) {
      await endGroupWhole(group, clock, () => isOurs(group, record))
      rmSync(path, { force: true })
      return record.program
    }
  }
  rmSync(path, { force: true })
  return undefined
}

/** A leader that has gone tells nothing, but no other process gets its id while its group lives. */
function isOurs(leader: number, { group, mark }: ProcessRecord): boolean {
  const began = beginningOf(leader)
  return began !== undefined && group ? began === group.began : groupBears(leader, mark)
}

interface Found {
  readonly path: string
  readonly record: ProcessRecord
}

function recordsIn(home: string): Found[] {
  return names(folderOf(home)).flatMap((name) => {
    const path = join(folderOf(home), name)
    try {
      const record = v.safeParse(recordSchema, JSON.parse(readFileSync(path, 'utf8')))
      return record.success ? [{ path, record: record.output }] : []
    } catch {
      return []
    }
  })
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}
