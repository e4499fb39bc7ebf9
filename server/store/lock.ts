// One host a transcript: whoever holds the lock listens on a local socket, and only a refused connection frees it.

import { createHash, randomBytes } from 'node:crypto'
import { linkSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createConnection, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { TranscriptId } from '../../shared/ids.ts'
import { parsedJson } from '../../shared/json.ts'
import { folderNotMade, storageFailed, systemCode } from './storage-failed.ts'

const holderSchema = v.object({ pid: v.number(), socket: v.string() })
export type LockHolder = v.InferOutput<typeof holderSchema>

export interface Lock {
  /** Frees it at once. */
  release(): void
  /** Takes those who connect to the holder's socket from now on; until then they are hung up on. */
  serve(take: (connection: Socket) => void): void
}

/** Unix socket paths must stay below 104 bytes on some systems. */
const longestSocketPath = 100

/** Takes the lock, or says who holds it. Throws `StorageFailed`. */
export async function lockTranscript(home: string, transcript: TranscriptId): Promise<Lock | LockHolder> {
  const folder = join(home, 'locks')
  const path = join(folder, `${transcript}.lock`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw folderNotMade(error, folder)
  }
  const socket = socketPath(home)
  const door = {
    take(connection: Socket): void {
      connection.destroy()
    },
  }
  const server = await listen(socket, (connection) => door.take(connection))
  const text = JSON.stringify({ pid: process.pid, socket } satisfies LockHolder)
  try {
    const holder = await placedOrHeld(path, text)
    if (holder) {
      server.close()
      return holder
    }
  } catch (error) {
    server.close()
    throw error
  }
  return {
    release: () => release(server, path, text),
    serve(take) {
      door.take = take
    },
  }
}

/** Puts the lock in place, over a dead one too; or says who holds it. Throws `StorageFailed`. */
async function placedOrHeld(path: string, text: string): Promise<LockHolder | undefined> {
  while (!placed(path, text)) {
    const found = there(path)
    if (found === undefined) continue
    const holder = v.safeParse(holderSchema, parsedJson(found))
    if (holder.success && (await answers(holder.output.socket))) return holder.output
    removeIfStill(path, found)
    // A process that was killed leaves its socket behind, too.
    if (holder.success && dirname(holder.output.socket) === dirname(path)) rmSync(holder.output.socket, { force: true })
  }
  return undefined
}

/** Who says that they hold it; whether they live is for a connection to tell. */
export function lockHolder(home: string, transcript: TranscriptId): LockHolder | undefined {
  const holder = v.safeParse(holderSchema, parsedJson(read(join(home, 'locks', `${transcript}.lock`)) ?? ''))
  return holder.success ? holder.output : undefined
}

export const isHolder = (lock: Lock | LockHolder): lock is LockHolder => 'pid' in lock

/** Puts the file in place whole, unless one is there. */
function placed(path: string, text: string): boolean {
  const written = `${path}.${randomBytes(6).toString('hex')}`
  try {
    writeFileSync(written, text, { mode: 0o600, flag: 'wx' })
    linkSync(written, path)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw storageFailed(error, 'write to', path)
  } finally {
    rmSync(written, { force: true })
  }
}

/** Of several that found the same dead lock only one moves it; one that moved a newer lock puts it back. */
function removeIfStill(path: string, dead: string): void {
  const moved = `${path}.${randomBytes(6).toString('hex')}`
  try {
    renameSync(path, moved)
    if (read(moved) !== dead) linkSync(moved, path)
  } catch {
    // Somebody else was first; the next look tells.
  } finally {
    rmSync(moved, { force: true })
  }
}

function release(server: Server, path: string, text: string): void {
  if (read(path) === text) rmSync(path, { force: true })
  server.close()
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Undefined where it is gone again; one that is there and cannot be read would be looked at for ever. */
function there(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw storageFailed(error, 'read', path)
  }
}

function socketPath(home: string): string {
  const name = randomBytes(6).toString('hex')
  if (process.platform === 'win32') return `\\\\.\\pipe\\carryon-${name}`
  const path = join(home, 'locks', `${name}.sock`)
  if (Buffer.byteLength(path) <= longestSocketPath) return path
  return join(shortFolder(home), `${name}.sock`)
}

/** Of this user alone, for a home whose own path is too long. Others may have made one of that name first. */
function shortFolder(home: string): string {
  const mark = createHash('sha256').update(home).digest('hex').slice(0, 12)
  const folder = join(tmpdir(), `carryon-${mark}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { uid, mode } = lstatSync(folder)
    if (uid !== process.getuid?.() || (mode & 0o077) !== 0) throw new Error(`${folder} is open to others`)
  } catch (error) {
    throw storageFailed(error, 'write to', folder)
  }
  return folder
}

function listen(socket: string, take: (connection: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(take)
    server.on('error', (error) => reject(storageFailed(error, 'listen at', socket)))
    const mask = process.umask(0o177)
    server.listen(socket, () => resolve(server))
    process.umask(mask)
    server.unref()
  })
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = createConnection(socket)
    connection.on('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.on('error', () => resolve(false))
  })
}
