// The real command, killed again and again at a random moment: no prompt is lost, doubled or run twice.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { install, startCarryon } from '../harness/install.ts'
import { seededNumbers } from '../harness/random.ts'
import { saidIn, transcriptsIn } from '../harness/transcript.ts'

const kills = Number(process.env.KILLS ?? 60)

test(`TU1 TU4 RS5 a host that is killed ${kills} times`, async () => {
  const where = install()
  const random = seededNumbers(1)
  /** Prompts whose output was on the screen: their lines must be there. */
  const seen: string[] = []
  for (let kill = 0; kill < kills; kill++) {
    const terminal = startCarryon(where, kill === 0 ? [] : ['--continue'])
    await terminal.screen.waitFor(/idle/)
    const line = `echo ${kill} >> ran; echo out-$((${kill} + 1000))`
    terminal.type(`${line}\n`)
    const late = Math.floor(random() * 60)
    if (kill % 3 === 0) {
      await terminal.screen.waitFor(new RegExp(`out-${kill + 1000}`))
      seen.push(line)
    } else await new Promise((resolve) => setTimeout(resolve, late))
    await terminal.kill()
  }
  const prompts = transcriptsIn(where.configFolder).flatMap((path) =>
    saidIn(path).flatMap((said) => (said.kind === 'prompt' ? [said.text] : [])),
  )
  expect(prompts).toEqual([...new Set(prompts)])
  expect(prompts).toEqual(expect.arrayContaining(seen))
  const ran = existsSync(join(where.project, 'ran')) ? readFileSync(join(where.project, 'ran'), 'utf8') : ''
  const runs = ran.split('\n').filter((run) => run !== '')
  expect(runs).toEqual([...new Set(runs)])
  expect(transcriptsIn(where.configFolder)).toHaveLength(1)
})
