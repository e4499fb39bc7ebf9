// One host a transcript: races, stale locks, locks of other processes.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs, { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { isHolder, type Lock, lockTranscript } from '../../server/store/lock.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import { temporaryFolder } from '../harness/temp.ts'

const transcript = '00000000-0000-4000-8000-000000000001' as TranscriptId

async function taken(home: string): Promise<Lock> {
  const lock = await lockTranscript(home, transcript)
  if (isHolder(lock)) throw new Error('the lock is held')
  onTestFinished(() => lock.release())
  return lock
}

test('who comes second is told who was first, and gets it once it is free', async () => {
  const home = temporaryFolder()
  const first = await taken(home)
  expect(await lockTranscript(home, transcript)).toMatchObject({ pid: process.pid })
  first.release()
  await taken(home)
})

test('another transcript is another lock', async () => {
  const home = temporaryFolder()
  await taken(home)
  const other = await lockTranscript(home, '00000000-0000-4000-8000-000000000002' as TranscriptId)
  expect(isHolder(other)).toBe(false)
  if (!isHolder(other)) other.release()
})

test('of many that come at once exactly one gets it, also over a lock whose holder is dead', async () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'locks'))
  writeFileSync(
    join(home, 'locks', `${transcript}.lock`),
    JSON.stringify({ pid: process.pid, socket: join(home, 'nobody.sock') }),
  )
  const locks = await Promise.all(Array.from({ length: 20 }, () => lockTranscript(home, transcript)))
  const won = locks.filter((lock) => !isHolder(lock))
  for (const lock of won) if (!isHolder(lock)) lock.release()
  expect(won).toHaveLength(1)
})

test('who is late to a dead lock never touches the one that took its place', async () => {
  const [home, other] = [temporaryFolder(), temporaryFolder()]
  await taken(other)
  const heirs = readFileSync(join(other, 'locks', `${transcript}.lock`), 'utf8')
  const path = join(home, 'locks', `${transcript}.lock`)
  mkdirSync(join(home, 'locks'))
  writeFileSync(path, JSON.stringify({ pid: process.pid, socket: join(home, 'nobody.sock') }))
  const { linkSync, renameSync } = fs
  const link = vi.spyOn(fs, 'linkSync').mockImplementation((from, to) => {
    // It has found the dead one, and is about to take its place: another process does so just now.
    if (String(to) !== path && readFileSync(path, 'utf8') !== heirs) {
      writeFileSync(`${path}.heir`, heirs)
      renameSync(`${path}.heir`, path)
    }
    linkSync(from, to)
  })
  const moves = vi.spyOn(fs, 'renameSync')
  onTestFinished(() => void link.mockRestore())
  expect(await lockTranscript(home, transcript)).toEqual(JSON.parse(heirs))
  expect(readFileSync(path, 'utf8')).toBe(heirs)
  expect(moves).not.toHaveBeenCalled()
  expect(readdirSync(join(home, 'locks')).filter((name) => !name.endsWith('.sock'))).toEqual([`${transcript}.lock`])
})

test('of one that died while it took over, another takes over', async () => {
  const home = temporaryFolder()
  const path = join(home, 'locks', `${transcript}.lock`)
  mkdirSync(join(home, 'locks'))
  writeFileSync(path, JSON.stringify({ pid: process.pid, socket: join(home, 'nobody.sock') }))
  const rename = vi.spyOn(fs, 'renameSync').mockImplementation(() => {
    throw Object.assign(new Error('EIO'), { code: 'EIO' })
  })
  const remove = vi.spyOn(fs, 'rmSync').mockImplementation(() => {})
  await expect(lockTranscript(home, transcript)).rejects.toThrow('Could not write to')
  rename.mockRestore()
  remove.mockRestore()
  const left = readdirSync(join(home, 'locks')).filter((name) => /\.lock\.[0-9a-f]{16}$/.test(name))
  expect(left).toHaveLength(1)
  await taken(home)
  expect(isHolder(await lockTranscript(home, transcript))).toBe(true)
  expect(readdirSync(join(home, 'locks'))).not.toContain(left[0])
})

test('a lock that makes no sense is no lock', async () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'locks'))
  writeFileSync(join(home, 'locks', `${transcript}.lock`), 'half a lo')
  await taken(home)
})

test('a process that was killed holds nothing, though its process id lives on in another', async () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'locks'))
  const child = fork(join(import.meta.dirname, 'hold-lock.mjs'), [home, transcript], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child, 'message')
  const held = await lockTranscript(home, transcript)
  expect(held).toMatchObject({ pid: child.pid })
  child.kill('SIGKILL')
  await once(child, 'exit')
  await taken(home)
  expect(readdirSync(join(home, 'locks'))).not.toContain('held.sock')
})

test('releasing leaves nothing behind and takes nobody else’s lock away', async () => {
  const home = temporaryFolder()
  const first = await taken(home)
  first.release()
  const second = await taken(home)
  first.release()
  expect(isHolder(await lockTranscript(home, transcript))).toBe(true)
  second.release()
  expect(readdirSync(join(home, 'locks')).filter((name) => name.endsWith('.lock'))).toEqual([])
})

test('locks are for their owner’s eyes, under any umask', async () => {
  const home = temporaryFolder()
  const mask = process.umask(0)
  onTestFinished(() => void process.umask(mask))
  await taken(home)
  expect(statSync(join(home, 'locks')).mode & 0o777).toBe(0o700)
  const { socket } = JSON.parse(readFileSync(join(home, 'locks', `${transcript}.lock`), 'utf8'))
  expect(statSync(join(home, 'locks', `${transcript}.lock`)).mode & 0o777).toBe(0o600)
  expect(statSync(socket).mode & 0o777).toBe(0o600)
})

test('a home whose path is too long for a socket is locked all the same', async () => {
  const home = join(temporaryFolder(), 'long'.repeat(30))
  await taken(home)
  expect(isHolder(await lockTranscript(home, transcript))).toBe(true)
})

test('a home that cannot be written to says so', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')
  await expect(lockTranscript(join(folder, 'file'), transcript)).rejects.toMatchObject({
    code: 'not_made',
    message: expect.stringMatching(/Could not make .*: check what is above it, and who may write there\.$/),
  })
})

test('a lock that cannot be read is told of, and not looked at for ever', async () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'locks', `${transcript}.lock`), { recursive: true })
  await expect(lockTranscript(home, transcript)).rejects.toThrow(/Could not read .*\.lock/)
})
