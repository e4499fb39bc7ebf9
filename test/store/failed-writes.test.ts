// Writes that fail: nothing of them stays in the file, nothing of others is lost, and the next one works.

import fs from 'node:fs'
import { describe, expect, test } from 'vitest'
import { StorageFailed } from '../../server/store/storage-failed.ts'
import { prompt, said, text, uuid } from './claude-lines.ts'
import { type Fault, failingDisk } from './failing-disk.ts'
import { joined, opened } from './opened.ts'

const first = text([prompt(1, null, 'a'), said(2, 1, 'm1', 'b')])
const next = (n: number) => [{ kind: 'prompt' as const, uuid: uuid(n), text: `prompt ${n}` }]

describe('a write that fails', () => {
  const faults: Record<string, [Fault, string]> = {
    'a full disk': [{ is: 'error', code: 'ENOSPC' }, 'full'],
    'a broken disk': [{ is: 'error', code: 'EIO' }, 'disk'],
    'a quota': [{ is: 'error', code: 'EDQUOT' }, 'full'],
    'a short write of one byte': [{ is: 'short', bytes: 1 }, 'full'],
    'a short write of nearly all': [{ is: 'short', bytes: 100 }, 'full'],
    'a write torn by a size limit': [{ is: 'torn', bytes: 20, code: 'EFBIG' }, 'full'],
  }
  test.each(Object.entries(faults))(
    '%s: says so, leaves the file as it was, and the next one works',
    (_name, [fault, code]) => {
      const disk = failingDisk((count) => (count === 1 ? fault : undefined))
      const { log, path, batches } = opened(first, { disk })
      expect(() => log.append(next(9))).toThrow(expect.objectContaining({ name: 'StorageFailed', code }))
      expect(fs.readFileSync(path, 'utf8')).toBe(first)
      expect(batches).toEqual([])
      expect(log.has(uuid(9))).toBe(false)
      log.append(next(10))
      expect(joined(log).entries.map((entry) => entry.id)).toEqual([uuid(1), uuid(2), uuid(10)])
      expect(batches).toHaveLength(1)
    },
  )

  test('with another program’s line right behind it: that line stays, and what is torn is shown', () => {
    const foreign = text([said(3, 2, 'm2', 'theirs')])
    const disk = failingDisk((count) => (count === 1 ? { is: 'overtaken', bytes: 30, by: `\n${foreign}` } : undefined))
    const { log, path } = opened(first, { disk })
    expect(() => log.append(next(9))).toThrow(StorageFailed)
    expect(fs.readFileSync(path, 'utf8')).toContain(foreign)
    log.append(next(10))
    expect(joined(log).entries).toMatchObject([
      { id: uuid(1) },
      { id: uuid(2) },
      { kind: 'broken', bytes: 30 },
      { id: uuid(3) },
      { id: uuid(10) },
    ])
  })

  test.each([2, 3, 5, 7])('every %ith: what was accepted is there, once and in order', (every) => {
    const kinds: Fault[] = [
      { is: 'short', bytes: 40 },
      { is: 'error', code: 'ENOSPC' },
      { is: 'torn', bytes: 60, code: 'EIO' },
    ]
    const disk = failingDisk((count) => (count % every === 0 ? kinds[count % kinds.length] : undefined))
    const { log } = opened('', { disk })
    const accepted: string[] = []
    for (let n = 1; n <= 60; n++) {
      try {
        log.append(next(n))
        accepted.push(uuid(n))
      } catch (error) {
        expect(error).toBeInstanceOf(StorageFailed)
      }
    }
    expect(accepted.length).toBeGreaterThan(25)
    expect(joined(log).entries.map((entry) => entry.id)).toEqual(accepted)
  })
})

test('a line that came between our look and our write is kept, in the order of the file', () => {
  const foreign = text([said(3, 2, 'm2', 'theirs')])
  const disk = failingDisk(() => undefined)
  const write = disk.writeSync
  let path = ''
  const racing = {
    ...disk,
    writeSync: ((fd: number, bytes: Buffer) => {
      fs.appendFileSync(path, foreign)
      return write(fd, bytes)
    }) as typeof write,
  }
  const one = opened(first, { disk: racing })
  path = one.path
  one.log.append(next(9))
  expect(one.batches.map(({ foreign, next }) => [foreign, next.offset])).toEqual([
    [true, first.length + foreign.length],
    [false, fs.statSync(path).size],
  ])
})

test('a file that may only be read is shown, and writing to it says why not', () => {
  const disk = failingDisk(() => undefined)
  const open = disk.openSync
  const readOnly = {
    ...disk,
    openSync: ((file: string, flags: number, mode?: number) => {
      if (flags & fs.constants.O_RDWR) throw Object.assign(new Error('EACCES'), { code: 'EACCES' })
      return open(file, flags, mode)
    }) as typeof open,
  }
  const { log } = opened(first, { disk: readOnly })
  expect(joined(log).entries).toHaveLength(2)
  expect(() => log.append(next(9))).toThrow(expect.objectContaining({ code: 'no_access' }))
})
