// What carryon writes, the official functions read, and the other way round: one session, changed by both in turns.

import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import * as ours from '../../server/store/index.ts'
import { createTranscript, openTranscript } from '../../server/store/open-transcript.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { uuid } from './claude-lines.ts'
import { type Library, official, same } from './official.ts'
import { sharedConfig } from './saved.ts'

let them: Library
beforeAll(async () => {
  them = await official()
}, 120_000)
afterEach(() => {
  vi.unstubAllEnvs()
})

const directory = '/home/ada/work'
const fixed = { directory, version: '0', limits: defaultLimits }

async function allSame(id: string): Promise<void> {
  await same(them, (one) => one.getSessionMessages(id))
  await same(them, (one) => one.getSessionMessages(id, { includeSystemMessages: true }))
  await same(them, (one) => one.getSessionInfo(id))
  await same(them, (one) => one.listSessions({ dir: directory }))
}

/** A turn of another agent as a room records it: two tools in parallel, one of them refused, and what came of it. */
function recordTurn(log: ReturnType<typeof createTranscript>, n: number): void {
  const [message, last] = [randomUUID(), randomUUID()]
  const tool = (id: string) =>
    ({ kind: 'tool', message, model: 'pro', id, name: 'Bash', input: { command: 'water "beans"' } }) as const
  log.append([{ kind: 'prompt', uuid: uuid(n), text: `naïve “prompt” ${n} 😀\n<second line>` }])
  log.append([{ kind: 'thought', message, block: 0, model: 'pro', text: 'hm' }, tool(`a${n}`), tool(`b${n}`)])
  log.append([{ kind: 'result', of: `b${n}`, text: 'refused', failed: true }])
  log.append([{ kind: 'result', of: `a${n}`, text: 'wet', failed: false }])
  log.append([{ kind: 'reply', message: last, block: 0, model: 'pro', text: 'watered' }])
}

test('a recording: its messages, facts and place in a list are the same in both, whoever names, tags and forks it', async () => {
  const configFolder = sharedConfig()
  const log = createTranscript({ configFolder, ...fixed })
  recordTurn(log, 1)
  await allSame(log.id)
  log.append([
    { kind: 'title', title: 'Beans' },
    { kind: 'tag', tag: 'garden' },
  ])
  recordTurn(log, 2)
  await allSame(log.id)
  for (const [turn, one] of [them, ours, them, ours].entries()) {
    await one.renameSession(log.id, `Title ${turn}`)
    await one.tagSession(log.id, turn === 2 ? null : `tag ${turn}`)
    recordTurn(log, 3 + turn)
    await allSame(log.id)
  }
  expect(await ours.getSessionMessages(log.id)).toHaveLength(6 * 7)
  log.close()
})

test('forks of forks, by either in turns, gone on with in between: each opens and says the same in both', async () => {
  const configFolder = sharedConfig()
  const first = createTranscript({ configFolder, ...fixed })
  recordTurn(first, 1)
  first.close()
  let id: string = first.id
  for (const [n, one] of [ours, them, ours, them].entries()) {
    const messages = await ours.getSessionMessages(id)
    const { sessionId } = await one.forkSession(id, n === 2 ? { upToMessageId: messages[6]?.uuid ?? '' } : {})
    const texts = (all: readonly ours.SessionMessage[]) => all.map(({ message }) => message)
    expect(texts(await ours.getSessionMessages(sessionId))).toEqual(
      texts(messages.slice(0, n === 2 ? 7 : messages.length)),
    )
    const page = await ours.getSessionPage(sessionId)
    expect(page?.entries.find(({ kind }) => kind === 'prompt')).toMatchObject({
      text: expect.stringMatching(/^naïve “prompt” 1/),
    })
    await allSame(sessionId)
    const path = page && `${configFolder}/projects/-home-ada-work/${sessionId}.jsonl`
    const log = openTranscript({ path: path ?? '', ...fixed })
    recordTurn(log, 10 + n)
    log.close()
    await allSame(sessionId)
    id = sessionId
  }
  expect(await ours.listSessions({ dir: directory })).toHaveLength(5)
})
