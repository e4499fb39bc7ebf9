// Disk reads that are answered before anything else happens, so that what is played again goes the same way.

import fs from 'node:fs'
import { vi } from 'vitest'

type Done = (error: unknown, count: number, buffer: NodeJS.ArrayBufferView) => void
type Read = (fd: number, buffer: Buffer, offset: number, length: number, position: number, done: Done) => void

const read: Read = (fd, buffer, offset, length, position, done) => {
  let count = 0
  let failed: unknown = null
  try {
    count = fs.readSync(fd, buffer, offset, length, position)
  } catch (error) {
    failed = error
  }
  queueMicrotask(() => done(failed, count, buffer))
}

/** What is run meanwhile waits for no thread that reads. */
export async function withReadsAtOnce<T>(run: () => Promise<T>): Promise<T> {
  const spy = vi.spyOn(fs, 'read').mockImplementation(read as typeof fs.read)
  try {
    return await run()
  } finally {
    spy.mockRestore()
  }
}
