// The store's budgets: both libraries on the same folder in one run; prints ratios, fails on a missed goal.

import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { installOfficialSdk, officialSdk } from '../../scripts/official-sdk.mjs'
import { systemDisk } from '../../server/store/disk.ts'
import * as ours from '../../server/store/index.ts'
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

/** A turn as Claude writes it: what is said is a part of it, and what is kept for the program is as much again. */
function* turn(n: number): Generator<Line> {
  const at = n * 4
  yield prompt(at + 1, n === 0 ? null : at, `${n}: ${words.repeat(3)}`)
  yield said(at + 2, at + 1, `m${at}`, call(`t${n}`))
  yield answer(at + 3, at + 2, `t${n}`, words.repeat(20), { toolUseResult: { stdout: words.repeat(20) } })
  yield said(at + 4, at + 3, `m${at + 1}`, words.repeat(10))
  yield { type: 'api-request', requestId: `r${n}`, body: words.repeat(30) }
}

function save(n: number, bytes: number): string {
  const folder = projectFolder(config, n % 20 === 0 ? `${directory}${n % 50}` : directory)
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `${id(n)}.jsonl`)
  const fd = fs.openSync(file, 'w')
  let written = 0
  for (let at = 0; written < bytes; at++) written += fs.writeSync(fd, text([...turn(at)]))
  fs.closeSync(fd)
  return file
}

async function median(times: number, run: () => unknown): Promise<number> {
  const taken: number[] = []
  for (let at = 0; at < times; at++) {
    const began = performance.now()
    await run()
    taken.push(performance.now() - began)
  }
  return taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? 0
}

let missed = 0

/** `goal`: at most this part of the official time. */
async function compare(
  name: string,
  goal: number | undefined,
  mine: () => unknown,
  theirs: () => unknown,
): Promise<void> {
  await mine()
  const [our, their] = [await median(5, mine), await median(3, theirs)]
  const ratio = our / their
  const verdict =
    goal === undefined
      ? ''
      : ratio <= goal
        ? `goal 1/${Math.round(1 / goal)} met`
        : `goal 1/${Math.round(1 / goal)} MISSED`
  if (verdict.endsWith('MISSED')) missed++
  console.log(
    `${name.padEnd(44)} ${our.toFixed(2).padStart(9)} ms  official ${their.toFixed(1).padStart(8)} ms  1/${(1 / ratio).toFixed(1).padEnd(7)} ${verdict}`,
  )
}

await installOfficialSdk()
const official = (await import(officialSdk())) as Library

const big = save(100_000, 90 * 1024 * 1024)
for (let n = 1; n <= 1000; n++) save(n, 400 * 1024)

const both = (ask: (one: Library) => unknown) => [() => ask(ours), () => ask(official)] as const
await compare('list 1,000 sessions', 1 / 30, ...both((one) => one.listSessions()))
await compare('list the newest 20', undefined, ...both((one) => one.listSessions({ limit: 20 })))
await compare('info of one', undefined, ...both((one) => one.getSessionInfo(id(500))))
await compare('all messages of 90 MB', 1 / 3, ...both((one) => one.getSessionMessages(id(100_000))))

const newest = () => {
  const file = new TranscriptFile(big, systemDisk)
  file.openExisting()
  const page = newestPage(file, file.size().bytes, { limit: 50, most: 65536 })
  file.close()
  return page
}
const last = await official.getSessionMessages(id(100_000)).then((all) => all.length)
await compare('the newest 50 shown of 90 MB', 1 / 200, newest, () =>
  official.getSessionMessages(id(100_000), { offset: last - 50, limit: 50 }),
)
await compare('rename', undefined, ...both((one) => one.renameSession(id(3), 'A new name')))
await compare('fork of 400 KB', undefined, ...both((one) => one.forkSession(id(4))))

const before = process.memoryUsage().rss
for (let at = 0; at < 50; at++) newest()
console.log(
  `memory for the newest page of 90 MB: ${((process.memoryUsage().rss - before) / 1e6).toFixed(1)} MB more after 50`,
)
console.log(missed === 0 ? 'every goal was met' : `${missed} goals were missed`)
process.exitCode = missed === 0 ? 0 : 1
