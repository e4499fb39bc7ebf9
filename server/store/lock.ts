// One host a transcript: whoever holds the lock listens on a local socket, and only a refused connection frees it.

import { createHash, randomBytes } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TranscriptId } from '../../shared/ids.ts'
import { holderIn, type LockHolder, placedOrHeld, removeOwn } from './lock-file.ts'
import { folderNotMade, storageFailed } from './storage-failed.ts'

export type { LockHolder }

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

/** Who says that they hold it; whether they live is for a connection to tell. */
export const lockHolder = (home: string, transcript: TranscriptId): LockHolder | undefined =>
  holderIn(join(home, 'locks', `${transcript}.lock`))

export const isHolder = (lock: Lock | LockHolder): lock is LockHolder => 'pid' in lock

function release(server: Server, path: string, text: string): void {
  removeOwn(path, text)
  server.close()
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
