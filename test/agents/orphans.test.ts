// What a host that was killed left behind is ended at the next start, and nothing else is.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { beginningOf, whereIdsHold } from '../../server/agents/process-identity.ts'
import { endOrphans, type ProcessRecord, recordedSpawn, writeRecord } from '../../server/agents/process-records.ts'
import { systemClock } from '../../shared/clock.ts'
import { isAlive } from '../harness/processes.ts'
import { temporaryFolder } from '../harness/temp.ts'

/** The id of no process: of one that has ended. */
async function endedProcess(): Promise<ProcessRecord['owner']> {
  const child = spawn('sleep', ['600'])
  const owner = identity(child)
  child.kill('SIGKILL')
  await once(child, 'exit')
  return owner
}

const identity = ({ pid = 0 }: ChildProcess): ProcessRecord['owner'] => ({ pid, began: beginningOf(pid) ?? '' })

async function leader(
  line = 'sleep 600 & echo $!; wait',
  env: NodeJS.ProcessEnv = {},
): Promise<[ChildProcess, number]> {
  const child = spawn('sh', ['-c', line], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/bin:/bin', ...env },
  })
  onTestFinished(() => {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL')
    } catch {}
  })
  const [said] = await once(child.stdout, 'data')
  return [child, Number(said)]
}

async function recorded(change: (record: Required<ProcessRecord>) => Partial<ProcessRecord> = () => ({})) {
  const home = temporaryFolder()
  const [child, grandchild] = await leader()
  const record = { program: 'agent', group: identity(child), owner: await endedProcess(), ...unmarked }
  writeRecord(home, 'r', { ...record, ...change(record) })
  return { home, pid: record.group.pid, grandchild, records: () => readdirSync(join(home, 'processes')) }
}

const unmarked = { mark: 'CARRYON_MARK=none', ...whereIdsHold() }

const left = async (home: string): Promise<string[]> => endOrphans(home, systemClock)

test('WD10 the group of an owner that has died is ended, all of it, and named', async () => {
  const { home, pid, grandchild, records } = await recorded()
  expect(await left(home)).toEqual(['agent'])
  expect([pid, grandchild].filter(isAlive)).toEqual([])
  expect(records()).toEqual([])
  expect(await left(home)).toEqual([])
})

test('WD10 one whose owner lives is left alone', async () => {
  const owner = { pid: process.pid, began: beginningOf(process.pid) ?? '' }
  const { home, pid, records } = await recorded(() => ({ owner }))
  expect(await left(home)).toEqual([])
  expect(isAlive(pid)).toBe(true)
  expect(records()).toHaveLength(1)
})

test('WD10 an owner whose id another process has now is dead', async () => {
  const { home, pid } = await recorded(() => ({ owner: { pid: process.pid, began: '1' } }))
  expect(await left(home)).toEqual(['agent'])
  expect(isAlive(pid)).toBe(false)
})

test('WD10 an id that was given to another process since is left alone', async () => {
  const { home, pid, grandchild, records } = await recorded(({ group }) => ({ group: { ...group, began: '1' } }))
  expect(await left(home)).toEqual([])
  expect([pid, grandchild].filter(isAlive)).toEqual([pid, grandchild])
  expect(records()).toEqual([])
})

test('WD10 of another container or boot nothing is ended', async () => {
  const foreign = await recorded(() => ({ space: 'pid:[1]' }))
  const earlier = await recorded(() => ({ boot: 'another' }))
  for (const { home, pid } of [foreign, earlier]) {
    expect(await left(home)).toEqual([])
    expect(isAlive(pid)).toBe(true)
  }
  expect(foreign.records()).toHaveLength(1)
  expect(earlier.records()).toEqual([])
})

test('WD11 a group whose leader has gone is ended where it bears the mark, and else left alone', async () => {
  for (const [given, ends] of [
    ['CARRYON_MARK=abc', true],
    ['CARRYON_MARK=abcd', false],
    ['CARRYON_MARK=ab', false],
  ] as const) {
    const home = temporaryFolder()
    const [child, grandchild] = await leader('sleep 600 & echo $!', { CARRYON_MARK: 'abc' })
    const group = identity(child)
    await expect.poll(() => beginningOf(group.pid)).toBeUndefined()
    const record = {
      program: 'agent',
      group: { ...group, began: '1' },
      owner: await endedProcess(),
      ...whereIdsHold(),
      mark: given,
    }
    writeRecord(home, 'r', record)
    expect(await left(home)).toEqual(ends ? ['agent'] : [])
    expect(isAlive(grandchild)).toBe(!ends)
  }
})

test('WD10 what this host starts is written down for this user alone, while it runs', async () => {
  const home = temporaryFolder()
  const options = { stdio: 'ignore', env: { PATH: '/usr/bin:/bin' } } as const
  const child = recordedSpawn(home)('sleep', ['600'], options)
  const [name = ''] = readdirSync(join(home, 'processes'))
  const path = join(home, 'processes', name)
  expect(readFileSync(path, 'utf8')).toContain(`"pid":${child.pid}`)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(join(home, 'processes')).mode & 0o777).toBe(0o700)
  expect(await left(home)).toEqual([])
  child.kill('SIGKILL')
  await once(child, 'close')
  expect(existsSync(path)).toBe(false)
})

test('WD11 one that was killed with its group just begun is found by the mark', async () => {
  const home = temporaryFolder()
  const [, grandchild] = await leader('sleep 600 & echo $!; wait', { CARRYON_MARK: 'abc' })
  const { mark: _, ...here } = unmarked
  writeRecord(home, 'r', { program: 'agent', owner: await endedProcess(), mark: 'CARRYON_MARK=abc', ...here })
  expect(await left(home)).toEqual(['agent'])
  expect(isAlive(grandchild)).toBe(false)
})

test('WD10 a record that cannot be read harms nothing', async () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'processes'))
  writeFileSync(join(home, 'processes', '1.json'), '{"group": {"pid": 1, "began": "0"}}')
  writeFileSync(join(home, 'processes', '2.json'), 'no json')
  expect(await left(home)).toEqual([])
})
