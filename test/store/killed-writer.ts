// A writer that is killed again and again while another program appends to the same file: what was acknowledged is there.

import fs from 'node:fs'
import { expect } from 'vitest'
import { seededNumbers } from '../harness/random.ts'
import { prompt, text, uuid } from './claude-lines.ts'
import { joined, opened, openedAt } from './opened.ts'
import { linesOf, storeProcess } from './store-processes.ts'

const foreignNumber = (round: number): number => 900_000_000 + round

export async function killedWriter(rounds: number, seed: number): Promise<void> {
  const random = seededNumbers(seed)
  const { path } = opened(text([prompt(1, null, 'before')]))
  const acknowledged: string[] = []
  const foreign: string[] = []
  for (let round = 1; round <= rounds; round++) {
    const first = round * 10_000
    // A long line can be killed halfway through, a short one only between two.
    const units = round % 5 === 0 ? 1_000_000 : Math.floor(random() * 2000)
    const most = 1 + Math.floor(random() * 6)
    const child = await storeProcess(['append', path, `${first}`, `${units}`])
    let count = 0
    const lines = await linesOf(child, () => {
      count++
      if (count === 1) {
        fs.appendFileSync(path, text([prompt(foreignNumber(round), null, 'theirs', { parentUuid: uuid(first) })]))
        foreign.push(uuid(foreignNumber(round)))
      }
      if (count === most) child.kill('SIGKILL')
    })
    expect(lines.length).toBeGreaterThanOrEqual(most)
    acknowledged.push(...lines.map((line) => uuid(Number(line))))
  }
  const held = fs.readFileSync(path, 'utf8').split('\n')
  const ids = held.flatMap((line) => /"uuid":"([^"]+)"/.exec(line)?.[1] ?? [])
  expect(ids).toEqual([...new Set(ids)])
  expect(ids.filter((id) => acknowledged.includes(id))).toEqual(acknowledged)
  expect(ids).toEqual(expect.arrayContaining(foreign))
  // A torn line is one of the last of its round and stands alone; nothing fused with it.
  const torn = held.filter((line) => line !== '' && !isJson(line))
  expect(torn.length).toBeLessThanOrEqual(rounds)
  for (const line of torn) expect(line).not.toMatch(/\}\{/)
  const { log } = openedAt(path)
  log.append([{ kind: 'prompt', uuid: uuid(2), text: 'after' }])
  expect(joined(log, 200).entries.at(-1)).toMatchObject({ id: uuid(2), text: 'after' })
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}
