// Any command that speaks ACP as the agent: a real process, its words, its questions and its end.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { spawnGroup } from '../../server/agents/process-group.ts'
import { agentProfile } from '../../server/agents/profiles.ts'
import type { Agent, AgentUpdate } from '../../server/room/agent.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { newSession } from '../harness/new-session.ts'
import { newCallId } from '../harness/room-device.ts'
import { temporaryFolder } from '../harness/temp.ts'

const fake = `${process.execPath} ${join(import.meta.dirname, 'fake-acp-agent.mjs')}`

async function started(
  command = fake,
  stop?: AbortSignal,
): Promise<{ agent: Agent; updates: AgentUpdate[]; gone: Promise<string> }> {
  const updates: AgentUpdate[] = []
  const environment = { PATH: process.env.PATH }
  const directory = temporaryFolder()
  const profile = agentProfile(command, {
    directory,
    environment,
    clock: systemClock,
    limits: defaultLimits,
    spawn: spawnGroup,
    newId: newCallId,
    version: 'test',
  })
  let tellGone = (_: string): void => {}
  const gone = new Promise<string>((resolve) => {
    tellGone = resolve
  })
  const agent = await profile.start(
    {
      update: (update) => void updates.push(update),
      ask: async ({ options }) => options[0]?.id,
      inquire: async () => undefined,
      gone: tellGone,
    },
    newSession,
    stop,
  )
  onTestFinished(() => agent.end())
  return { agent, updates, gone }
}

const prompt = (text: string) => ({ text, fromTerminal: true })

test('what the agent says and thinks is told in order', async () => {
  const { agent, updates } = await started()
  expect(await agent.prompt(prompt('say hello there'))).toBe('done')
  expect(updates).toEqual([
    { is: 'text', kind: 'thought', message: undefined, text: 'hm' },
    { is: 'text', kind: 'reply', message: 'm1', text: 'hello there' },
  ])
})

test('a question is asked and its answer reaches the agent', async () => {
  const { agent, updates } = await started()
  await agent.prompt(prompt('ask'))
  expect(updates).toMatchObject([
    { is: 'tool', id: 't1', status: 'completed', edits: [{ path: 'a.txt', after: 'selected' }] },
  ])
})

test('private requests are answered as unknown, private notifications are passed over', async () => {
  const { agent, updates } = await started()
  await agent.prompt(prompt('private'))
  expect(updates).toMatchObject([{ text: '-32601' }])
})

test('a turn is cancelled', async () => {
  const { agent } = await started()
  const turn = agent.prompt(prompt('wait'))
  // The prompt is on its way before the cancel: both go down the same pipe.
  agent.cancel()
  expect(await turn).toBe('cancelled')
})

test('an agent that dies fails its turn and is gone with its last words', async () => {
  const { agent, gone } = await started()
  await expect(agent.prompt(prompt('die'))).rejects.toThrow()
  expect(await gone).toContain('ended with code 7. out of luck')
})

async function childOf(agent: Agent, updates: AgentUpdate[], kind: 'child' | 'stubborn'): Promise<number> {
  await agent.prompt(prompt(kind))
  const [said] = updates
  const pid = said?.is === 'text' ? Number(said.text) : 0
  // A shell says its id before it becomes the program.
  await expect.poll(() => readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('sleep\n')
  return pid
}

test.each(['child', 'stubborn'] as const)(
  'ending it ends what it started (%s) before that is called done',
  async (kind) => {
    const { agent, updates } = await started()
    const pid = await childOf(agent, updates, kind)
    await agent.end()
    await expect.poll(() => stateOf(pid)).toMatch(/^(gone|Z)/)
  },
)

test.each(['child', 'stubborn'] as const)('an agent that dies leaves nothing of what it started (%s)', async (kind) => {
  const { agent, updates, gone } = await started()
  const pid = await childOf(agent, updates, kind)
  await expect(agent.prompt(prompt('die'))).rejects.toThrow()
  expect(await gone).toMatch(/closed its connection|ended with code 7/)
  await expect.poll(() => stateOf(pid), { timeout: 3000 }).toMatch(/^(gone|Z)/)
})

function stateOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8').match(/^State:\s+(\S)/m)?.[1] ?? 'gone'
  } catch {
    return 'gone'
  }
}

test('a command that is not there, and one that speaks no ACP, say what to do', async () => {
  await expect(started('no-such-agent-anywhere')).rejects.toThrow(
    /no-such-agent-anywhere was not found\. Is it installed and on the PATH\?/,
  )
  await expect(started('false')).rejects.toThrow(/ended with code 1/)
})

test('one that never answers at the start can be stopped, and nothing of it is left', async () => {
  const stop = new AbortController()
  const mark = `6${Date.now() % 100000}.25`
  const starting = started(`sleep ${mark}`, stop.signal)
  await expect.poll(() => commandLines().includes(`sleep ${mark}`)).toBe(true)
  stop.abort()
  await expect(starting).rejects.toThrow(/sleep ended with SIGTERM/)
  expect(commandLines()).not.toContain(`sleep ${mark}`)
})

function commandLines(): string[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      return [readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()]
    } catch {
      return []
    }
  })
}
