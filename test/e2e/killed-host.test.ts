// The host is killed outright: the next start ends what its agent and its shell left behind, and goes on.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { install, startCarryon } from '../harness/install.ts'
import { isAlive } from '../harness/processes.ts'

const agent = `${process.execPath} ${join(import.meta.dirname, '../agents/misbehaving-agent.mjs')} has-children`

test.each([
  { what: 'an agent and its children', args: ['--agent', agent], prompt: 'go', leaves: 3 },
  { what: 'a command', args: [], prompt: 'echo $$ >> ids; sleep 600 & echo $! >> ids; sleep 600', leaves: 2 },
])('WD10 after kill -9 the next start ends $what', async ({ args, prompt, leaves }) => {
  const where = install()
  const ids = (): number[] => {
    const path = join(where.project, 'ids')
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : []
  }
  const killed = startCarryon(where, args)
  await killed.screen.waitFor(/idle/)
  killed.type(`${prompt}\n`)
  await expect.poll(() => ids().length).toBe(leaves)
  const left = ids()
  process.kill(killed.processId, 'SIGKILL')
  await killed.exit
  expect(left.some(isAlive)).toBe(true)

  const next = startCarryon(where, ['--continue', ...args])
  await next.screen.waitFor(/interrupted/)
  await expect.poll(() => left.filter(isAlive)).toEqual([])
  await next.screen.waitFor(/Ended what an earlier run had left behind/)
})
