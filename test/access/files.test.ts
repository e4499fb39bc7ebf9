// What is kept on the disk: for this user only, whole or not at all, and the same after a restart.

import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { openKeys } from '../../server/access/keys.ts'
import { LinkFolder } from '../../server/access/link-folder.ts'
import { PrivateFileFailed } from '../../server/access/private-file.ts'
import type { DeviceId } from '../../shared/ids.ts'
import { FakeClock, settled } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'
import { byLink, byTicket, doorstep, knock, pair, room } from './doorstep.ts'

const mode = (path: string) => statSync(path).mode & 0o777

function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
    join(entry.parentPath, entry.name),
  )
}

test('AU13 keys, grants and links are readable by this user alone', async () => {
  const home = join(temporaryFolder(), 'carryon')
  const step = doorstep({ home })
  await pair(step)
  await knock(step, { credential: byLink((await step.links.issue(room, 'view')).token) })
  const paths = [home, ...everything(home)]
  expect(paths.length).toBeGreaterThan(8)
  for (const path of paths) expect([path, mode(path)]).toEqual([path, statSync(path).isDirectory() ? 0o700 : 0o600])
})

test('AU13 rights that others were given are taken back', () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'keys'), { mode: 0o755 })
  openKeys(home)
  chmodSync(join(home, 'keys', 'link'), 0o644)
  chmodSync(home, 0o755)
  openKeys(home)
  expect([mode(home), mode(join(home, 'keys')), mode(join(home, 'keys', 'link'))]).toEqual([0o700, 0o700, 0o600])
})

test('AU14 keys are made once', () => {
  const home = temporaryFolder()
  const first = openKeys(home)
  const second = openKeys(home)
  expect(second).toEqual(first)
  expect(first.link.key).not.toEqual(first.seeds)
  expect(readdirSync(join(home, 'keys')).sort()).toEqual(['link', 'seeds'])
})

test('AU14 a key that is none stops the start with what to do about it', () => {
  const home = temporaryFolder()
  openKeys(home)
  writeFileSync(join(home, 'keys', 'link'), 'short')
  expect(() => openKeys(home)).toThrow(PrivateFileFailed)
  expect(() => openKeys(home)).toThrow(/is not a key\. Remove it/)
})

test('AU14 a home that cannot be written is named in a sentence', () => {
  const home = join(temporaryFolder(), 'file')
  writeFileSync(home, '')
  expect(() => openKeys(home)).toThrow(/cannot be written\. Check its rights/)
})

test('AU15 a device is known again after a restart', async () => {
  const home = temporaryFolder()
  const clock = new FakeClock()
  const { credential, device } = await pair(doorstep({ home, clock }))
  const again = await knock(doorstep({ home, clock }), { credential })
  expect(again.admission?.device).toBe(device)
})

test('AU15 a damaged grant lets nobody in and nobody else out', async () => {
  const step = doorstep()
  const broken = await pair(step)
  const whole = await pair(step)
  const path = join(step.home, 'grants', `${broken.device}.json`)
  writeFileSync(path, readFileSync(path, 'utf8').replace('"owner"', '"emperor"'))
  expect((await knock(step, { credential: broken.credential })).refusal?.code).toBe('unknown_device')
  expect((await knock(step, { credential: whole.credential })).admission).toBeDefined()
  expect(step.grants.list().map(({ device }) => device)).toEqual([whole.device])
})

test('AU15 whoever reads a grant while it is written sees the old one whole', async () => {
  const step = doorstep()
  const { device } = await pair(step)
  const path = join(step.home, 'grants', `${device}.json`)
  const before = readFileSync(path, 'utf8')
  const reader = openSync(path, 'r')
  const grant = step.grants.find(device)
  if (!grant) throw new Error('no grant')
  step.grants.keep({ ...grant, name: 'Another name' })
  expect(readFileSync(reader, 'utf8')).toBe(before)
  closeSync(reader)
  expect(step.grants.find(device)?.name).toBe('Another name')
})

test('AU15 a grant under another device’s name, as where a file system ignores case, is none', async () => {
  const step = doorstep()
  const { device } = await pair(step)
  const other = 'another' as DeviceId
  copyFileSync(join(step.home, 'grants', `${device}.json`), join(step.home, 'grants', `${other}.json`))
  expect(step.grants.find(other)).toBeUndefined()
  expect(step.grants.list().map((grant) => grant.device)).toEqual([device])
})

test('AU15 no draft of a file is left behind', async () => {
  const step = doorstep()
  const { credential } = await pair(step)
  await knock(step, { credential })
  expect(everything(step.home).filter((path) => path.includes('draft'))).toEqual([])
})

test('AU21 a grant that cannot be saved is none, and the code still good', async () => {
  const step = doorstep()
  const credential = byTicket(step.tickets.issue().secret)
  const folder = join(step.home, 'grants')
  rmSync(folder, { recursive: true })
  writeFileSync(folder, 'a file in its place')
  const { admission, refusal } = await knock(step, { credential })
  expect(admission).toBeUndefined()
  expect(refusal).toMatchObject({ code: 'storage_failed', reason: expect.stringContaining('space on its disk') })
  rmSync(folder)
  mkdirSync(folder)
  expect((await knock(step, { credential })).admission).toBeDefined()
})

test('AU15 a disk in trouble shuts nobody out who is in', async () => {
  const step = doorstep()
  const { device, closed, pipe } = await pair(step)
  const path = join(step.home, 'grants', `${device}.json`)
  const content = readFileSync(path)
  rmSync(path)
  mkdirSync(path)
  step.clock.advance(step.limits.grantCheck)
  await settled()
  expect(closed()).toBeUndefined()
  rmSync(path, { recursive: true })
  writeFileSync(path, content)
  step.clock.advance(step.limits.grantCheck)
  await settled()
  expect(closed()).toBeUndefined()
  pipe.close()
})

test('AU13 a disk that takes half of a file leaves the one before', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'grant')
  const module = join(temporaryFolder(), 'private-file.mjs')
  const source = join(import.meta.dirname, '../../server/access/private-file.ts')
  await build({ entryPoints: [source], outfile: module, bundle: true, platform: 'node', format: 'esm' })
  const script = `import(process.argv[1]).then(({ writePrivate }) => {
    writePrivate(process.argv[2], 'old')
    writePrivate(process.argv[2], 'x'.repeat(5000))
  })`
  // The shell's limit is one in blocks: a write that passes it takes what fits, and says how much that was.
  const limited = ['-c', 'ulimit -f 2; exec "$@"', 'sh', process.execPath, '-e', script, module, path]
  const { status, stderr } = spawnSync('/bin/sh', limited, { encoding: 'utf8' })
  expect([status, stderr]).toEqual([1, expect.stringContaining('cannot be written')])
  expect(readdirSync(folder)).toEqual(['grant'])
  expect(readFileSync(path, 'utf8')).toBe('old')
})

test('what is no folder among the links is none', () => {
  const home = temporaryFolder()
  const folder = new LinkFolder(home)
  writeFileSync(join(home, 'links', '.DS_Store'), '')
  expect(folder.list()).toEqual([])
})
