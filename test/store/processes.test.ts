// Other processes than this one: killed while they write, kept from writing by a limit, racing for one session.

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../harness/temp.ts'
import { prompt, session, text, uuid } from './claude-lines.ts'
import { killedWriter } from './killed-writer.ts'
import { joined, opened, openedAt } from './opened.ts'
import { linesOf, storeProcess } from './store-processes.ts'

test(
  'a writer that is killed 20 times: all that it acknowledged is there, once and in order',
  { timeout: 60_000 },
  () => killedWriter(20, 1),
)

test('a file that may not grow any further: the write that fails leaves nothing of itself, and more room is used', async () => {
  const { path } = opened(text([prompt(1, null, 'before')]))
  const child = await storeProcess(['append', path, '10', '3000'], 'ulimit -f 64')
  const lines = await linesOf(child)
  expect(lines.at(-1)).toBe('failed full')
  const accepted = lines.slice(0, -1).map((line) => uuid(Number(line)))
  expect(accepted.length).toBeGreaterThan(3)
  const size = fs.statSync(path).size
  expect(size).toBeGreaterThan(10_000)
  expect(fs.readFileSync(path, 'utf8').endsWith('}\n')).toBe(true)
  const { log } = openedAt(path)
  log.append([{ kind: 'prompt', uuid: uuid(2), text: 'after' }])
  const own = joined(log).entries.map(({ id }) => id)
  expect(own).toEqual([uuid(1), ...accepted, uuid(2)])
})

test('of 8 processes that race for one session exactly one has it, and the others know which; killed, it is free', async () => {
  const racers = await racing(temporaryFolder(), 8)
  for (let round = 0; round < 3; round++) {
    const winner = await theOne(racers)
    racers.splice(racers.indexOf(winner), 1)
    winner.kill('SIGKILL')
    await once(winner, 'exit')
  }
})

test('of 6 processes that find the same dead lock exactly one has it, 40 times; nothing of it is left', async () => {
  const home = temporaryFolder()
  const locks = join(home, 'locks')
  const racers = await racing(home, 6)
  for (let round = 0; round < 40; round++) {
    fs.mkdirSync(locks, { recursive: true })
    const dead = { pid: 1, socket: join(locks, `${round}.sock`) }
    fs.writeFileSync(join(locks, `${session}.lock`), JSON.stringify(dead))
    const winner = await theOne(racers)
    winner.send('free')
    await once(winner, 'message')
  }
  expect(fs.readdirSync(locks)).toEqual([])
})

function racing(home: string, count: number): Promise<ChildProcess[]> {
  const racers = Array.from({ length: count }, async () => {
    const child = await storeProcess(['race', home, session])
    await once(child, 'message')
    return child
  })
  return Promise.all(racers)
}

/** The one that has it, as all of them say. */
async function theOne(racers: readonly ChildProcess[]): Promise<ChildProcess> {
  const results = await Promise.all(racers.map(asks))
  expect(results.filter(({ won }) => won)).toHaveLength(1)
  const winner = racers.find((_, place) => results[place]?.won)
  expect(results.map(({ holder }) => holder)).toEqual(racers.map(() => winner?.pid))
  if (!winner) throw new Error('nobody has it')
  return winner
}

async function asks(racer: ChildProcess): Promise<{ won: boolean; holder: number }> {
  const answered = once(racer, 'message')
  racer.send('go')
  const [answer] = await answered
  return answer
}
