// Other processes than this one: killed while they write, kept from writing by a limit, racing for one session.

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
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
  const home = temporaryFolder()
  const racers = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const child = await storeProcess(['race', home, session])
      await once(child, 'message')
      return child
    }),
  )
  for (let round = 0; round < 3; round++) {
    const results = await Promise.all(racers.map(asks))
    const winner = results.findIndex(({ won }) => won)
    expect(results.filter(({ won }) => won)).toHaveLength(1)
    expect(results.map(({ holder }) => holder)).toEqual(racers.map(() => racers[winner]?.pid))
    const [killed] = racers.splice(winner, 1)
    killed?.kill('SIGKILL')
    if (killed) await once(killed, 'exit')
  }
})

async function asks(racer: ChildProcess): Promise<{ won: boolean; holder: number }> {
  const answered = once(racer, 'message')
  racer.send('go')
  const [answer] = await answered
  return answer
}
