// The file that says who holds a lock: put in place whole, and of many who find its holder dead one alone is the heir.

import { createHash, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import { createConnection } from 'node:net'
import { dirname } from 'node:path'
import * as v from 'valibot'
import { parsedJson } from '../../shared/json.ts'
import { storageFailed, systemCode } from './storage-failed.ts'

const holderSchema = v.object({ pid: v.number(), socket: v.string() })
export type LockHolder = v.InferOutput<typeof holderSchema>

/** Puts the lock in place, over a dead one too; or says who holds it. Throws `StorageFailed`. */
export async function placedOrHeld(path: string, text: string): Promise<LockHolder | undefined> {
  for (;;) {
    if (placed(path, text)) return undefined
    const first = there(path)
    const found = first === undefined ? 'changed' : await heirOrHolder(path, first, text)
    if (found !== 'changed') return found === 'ours' ? undefined : found
  }
}

/** Who says that they hold it; whether they live is for a connection to tell. */
export function holderIn(path: string): LockHolder | undefined {
  return holderOf(read(path) ?? '')
}

/** Takes the file away, if it is still this one. */
export function removeOwn(path: string, text: string): void {
  if (read(path) === text) fs.rmSync(path, { force: true })
}

/**
 * `first` is what the lock's file says. Nobody takes a dead holder's file away, for by then it may be another's: the heir
 * puts a file beside it that is named after the dead one, which only one can do, and moves that over it. One that died
 * before it did so has an heir likewise. A file beside it counts for as long as `first` is in place.
 */
async function heirOrHolder(path: string, first: string, text: string): Promise<LockHolder | 'ours' | 'changed'> {
  const dead: string[] = []
  let file = path
  for (let found: string | undefined = first; found !== undefined; found = there(file)) {
    const holder = holderOf(found)
    if (holder && (await answers(holder.socket))) return read(path) === first ? holder : 'changed'
    dead.push(file)
    // A process that was killed leaves its socket behind, too.
    if (holder && dirname(holder.socket) === dirname(path)) dead.push(holder.socket)
    file = besideFor(path, found)
    if (placed(file, text)) return takesOver(path, first, file, dead) ? 'ours' : 'changed'
  }
  return 'changed'
}

/** False where another was first, and everything is different by now. */
function takesOver(path: string, first: string, file: string, dead: readonly string[]): boolean {
  if (read(path) !== first) {
    fs.rmSync(file, { force: true })
    return false
  }
  try {
    fs.renameSync(file, path)
  } catch (error) {
    fs.rmSync(file, { force: true })
    throw storageFailed(error, 'write to', path)
  }
  for (const left of dead) if (left !== path) fs.rmSync(left, { force: true })
  return true
}

const besideFor = (path: string, dead: string): string =>
  `${path}.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`

/** Puts the file in place whole, unless one is there. */
function placed(path: string, text: string): boolean {
  const written = `${path}.${randomBytes(6).toString('hex')}`
  try {
    fs.writeFileSync(written, text, { mode: 0o600, flag: 'wx' })
    fs.linkSync(written, path)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw storageFailed(error, 'write to', path)
  } finally {
    fs.rmSync(written, { force: true })
  }
}

function holderOf(text: string): LockHolder | undefined {
  const holder = v.safeParse(holderSchema, parsedJson(text))
  return holder.success ? holder.output : undefined
}

function read(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Undefined where it is gone again; one that is there and cannot be read would be looked at for ever. */
function there(path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw storageFailed(error, 'read', path)
  }
}

/** Whether somebody listens there. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket)
    connection.on('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.on('error', () => resolve(false))
  })
}
