// A file's two ends are read by other threads: it is open for as long as one of them reads.

import fs from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { EndBuffers, twoEnds } from '../../server/store/two-ends.ts'
import { prompt } from './claude-lines.ts'
import { save, sharedConfig } from './saved.ts'

afterEach(() => vi.restoreAllMocks())

type Done = (error: NodeJS.ErrnoException | null, count: number) => void

test('where one end cannot be read, the file is closed once the other has been', async () => {
  const path = save(sharedConfig(), [prompt(1, null, 'long '.repeat(30_000))])
  const reads: Done[] = []
  vi.spyOn(fs, 'read').mockImplementation(((...given: unknown[]) => reads.push(given.at(-1) as Done)) as never)
  const close = vi.spyOn(fs, 'closeSync')
  const ends = twoEnds(path, new EndBuffers())
  expect(reads).toHaveLength(2)
  const failed = Object.assign(new Error('EIO'), { code: 'EIO' })
  vi.spyOn(fs, 'readSync').mockImplementation(() => {
    throw failed
  })
  reads[0]?.(failed, 0)
  await new Promise(setImmediate)
  expect(close).not.toHaveBeenCalled()
  reads[1]?.(null, 65536)
  expect(await ends).toBeUndefined()
  expect(close).toHaveBeenCalledTimes(1)
})

test('what came in pieces is whole', async () => {
  const path = save(sharedConfig(), [prompt(1, null, 'long '.repeat(30_000)), prompt(2, 1, 'end')])
  const read = fs.read as unknown as (...given: unknown[]) => void
  vi.spyOn(fs, 'read').mockImplementation(((
    fd: number,
    into: Buffer,
    offset: number,
    length: number,
    at: number,
    done: Done,
  ) => read(fd, into, offset, Math.min(length, 1000), at, done)) as never)
  const ends = await twoEnds(path, new EndBuffers())
  const file = fs.readFileSync(path)
  expect(ends?.head.equals(file.subarray(0, 65536))).toBe(true)
  expect(ends?.tail.equals(file.subarray(-65536))).toBe(true)
})
