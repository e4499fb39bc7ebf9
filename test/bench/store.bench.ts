// The store's budgets: both libraries on the same folder in one run; prints ratios, fails on a missed goal.

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { installOfficialSdk, officialSdk } from '../../scripts/official-sdk.mjs'
import { systemDisk } from '../../server/store/disk.ts'
import * as ours from '../../server/store/index.ts'
import { forgetEnds } from '../../server/store/known-ends.ts'
import { newestPage } from '../../server/store/page.ts'
import { projectFolder } from '../../server/store/paths.ts'
import { TranscriptFile } from '../../server/store/transcript-file.ts'
import { answer, call, type Line, prompt, said, text } from '../store/claude-lines.ts'

type Library = Pick<
  typeof ours,
  'listSessions' | 'getSessionInfo' | 'getSessionMessages' | 'forkSession' | 'renameSession'
>

const directory = '/home/ada/work'
const config = fs.mkdtempSync(path.join(os.tmpdir(), 'carryon-bench-'))
process.env['CLAUDE_CONFIG_DIR'] = config
process.on('exit', () => fs.rmSync(config, { recursive: true, force: true }))

const id = (n: number) => `33333333-3333-4333-8333-${String(n).padStart(12, '0')}`
const words = 'the quick brown fox jumps over the lazy dog and carries on '

/**
 * A turn as Claude writes it: what is said is a part of it, and what is kept for the program is as much again. Now and
 * then there is a tick or an arrow in it.
 */
function* turn(n: number): Generator<Line> {
  const at = n * 4
  const output = words.repeat(10) + (n % 4 === 0 ? '✓' : '')
  yield prompt(at + 1, n === 0 ? null : at, `${n}: ${words.repeat(3)}`)
  yield said(at + 2, at + 1, `m${at}`, call(`t${n}`))
  yield answer(at + 3, at + 2, `t${n}`, output, { toolUseResult: { stdout: output } })
  yield said(at + 4, at + 3, `m${at + 1}`, words.repeat(6))
  yield { type: 'api-request', requestId: `r${n}`, body: words.repeat(6) }
}

const manyDirectory = (n: number) => `/home/ada/project-${n % 50}`
const directoryOf = (n: number) => (n % 20 === 0 ? `${directory}${n % 50}` : directory)

function save(n: number, bytes: number, where = directoryOf(n)): string {
  const folder = projectFolder(config, where)
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${id(n)}.jsonl`)
  const fd = fs.openSync(file, 'w')
  let written = 0
  for (let at = 0; written < bytes; at++) written += fs.writeSync(fd, text([...turn(at)]))
  fs.closeSync(fd)
  return file
}

/** Of some runs the shortest, in milliseconds: what else the machine does only ever adds. */
async function shortest(times: number, run: () => unknown, before: () => void = () => {}): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let at = 0; at < times; at++) {
    before()
    const began = performance.now()
    await run()
    least = Math.min(least, performance.now() - began)
  }
  return least
}

let missed = 0

function verdict(met: boolean, goal: string): string {
  if (!met) missed++
  return `goal ${goal} ${met ? 'met' : 'MISSED'}`
}

interface Comparison {
  readonly mine: () => unknown
  readonly theirs: () => unknown
  /** At most one part in so many of the official time. */
  readonly goal?: number
  /** Before each run of ours, not counted: what a process that does it for the first time does not know is forgotten. */
  readonly before?: () => void
}

async function compare(name: string, { mine, theirs, goal, before }: Comparison): Promise<void> {
  let [our, their] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  // In turns, so that a busy moment meets both.
  for (let round = 0; round < 6; round++) {
    our = Math.min(our, await shortest(3, mine, before))
    their = Math.min(their, await shortest(2, theirs))
  }
  const times = their / our
  const told = goal === undefined ? '' : verdict(times >= goal, `1/${goal}`)
  console.log(
    `${name.padEnd(44)} ${our.toFixed(2).padStart(9)} ms  official ${their.toFixed(1).padStart(8)} ms  1/${times.toFixed(1).padEnd(7)} ${told}`,
  )
}

await installOfficialSdk()
const official = (await import(officialSdk())) as Library
const both = (ask: (one: Library) => unknown) => ({ mine: () => ask(ours), theirs: () => ask(official) })

const big = save(100_000, 90 * 1024 * 1024)
const small = save(100_001, 1024 * 1024)
const listed = Array.from({ length: 1000 }, (_, at) => save(at + 1, 400 * 1024))

const list = both((one) => one.listSessions())
await compare('list 1,000 sessions', { ...list, goal: 30, before: forgetEnds })
await compare('list them again, unchanged', { ...list, goal: 30 })
const newest20 = both((one) => one.listSessions({ limit: 20 }))
await compare('list the newest 20', { ...newest20, before: forgetEnds })
await compare(
  'info of one',
  both((one) => one.getSessionInfo(id(500))),
)
await compare('all 100,000 messages of 90 MB', { ...both((one) => one.getSessionMessages(id(100_000))), goal: 3 })

const newest = (file: string) => {
  const transcript = new TranscriptFile(file, systemDisk)
  transcript.openExisting()
  const page = newestPage(transcript, transcript.size().bytes, { limit: 50, most: 65536 })
  transcript.close()
  return page
}
const last = await official.getSessionMessages(id(100_000)).then((all) => all.length)
const theirNewest = () => official.getSessionMessages(id(100_000), { offset: last - 50, limit: 50 })
await compare('the newest 50 shown of 90 MB', { mine: () => newest(big), theirs: theirNewest, goal: 200 })
await compare(
  'rename',
  both((one) => one.renameSession(id(3), 'A new name')),
)
await compare(
  'fork of 400 KB',
  both((one) => one.forkSession(id(4))),
)

/** What a page takes at its most, beyond what was there before; in MB. */
function memoryOf(file: string): number {
  let most = 0
  const before = process.memoryUsage()
  for (let at = 0; at < 50; at++) {
    newest(file)
    const { heapUsed, external } = process.memoryUsage()
    most = Math.max(most, heapUsed - before.heapUsed, external - before.external)
  }
  return most / 1e6
}
const [ofSmall, ofBig] = [memoryOf(small), memoryOf(big)]
console.log(
  `memory for the newest page                   of 1 MB ${ofSmall.toFixed(1)} MB, of 90 MB ${ofBig.toFixed(1)} MB  ${verdict(ofBig < ofSmall + 20, 'the same')}`,
)

for (const file of listed) fs.rmSync(file)
for (let n = 200_000; n < 210_000; n++) save(n, 12 * 1024, manyDirectory(n))
const [first, again] = [await shortest(1, list.mine), await shortest(5, list.mine)]
console.log(
  `list 10,000 sessions of 50 projects          ${first.toFixed(0)} ms, again ${again.toFixed(0)} ms  ${verdict(first < 700, 'well under a second')}`,
)
console.log(missed === 0 ? 'every goal was met' : `${missed} goals were missed`)
process.exitCode = missed === 0 ? 0 : 1
