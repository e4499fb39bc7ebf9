// Whether one is signed in to an agent, as the agent itself says when it is started.

import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { knownAgent } from '../../server/agents/known-agents.ts'
import { spawnGroup } from '../../server/agents/process-group.ts'
import { agentProfile } from '../../server/agents/profiles.ts'
import { signInOf } from '../../server/agents/sign-in.ts'
import type { AgentUpdate } from '../../server/room/agent.ts'
import { systemClock } from '../../shared/clock.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { newSession } from '../harness/new-session.ts'
import { isAlive } from '../harness/processes.ts'
import { temporaryFolder } from '../harness/temp.ts'

const script = (name: string): string => join(import.meta.dirname, name)

/** A machine on which the program of this agent is this shell script. */
function machineWith(name: string, program: string, agentStart = defaultLimits.agentStart) {
  const agent = knownAgent(name)
  if (!agent) throw new Error(`${name} is not known`)
  const folder = temporaryFolder()
  const path = join(folder, agent.program)
  writeFileSync(path, `#!/bin/sh\necho $$ > ${folder}/id\npwd > ${folder}/where\n${program}\n`)
  chmodSync(path, 0o755)
  const setting = {
    environment: { PATH: `${folder}:${process.env.PATH}` },
    clock: systemClock,
    limits: { ...defaultLimits, agentStart },
    spawn: spawnGroup,
    newId: () => crypto.randomUUID(),
    version: 'test',
  }
  return { agent, folder, setting }
}

/** Asks that agent. */
async function asked(name: string, program: string, agentStart?: number) {
  const { agent, folder, setting } = machineWith(name, program, agentStart)
  const signedIn = await signInOf(agent, setting)
  const noted = (file: string): string => readFileSync(join(folder, file), 'utf8').trim()
  await expect.poll(() => isAlive(Number(noted('id')))).toBe(false)
  expect(existsSync(noted('where'))).toBe(false)
  return signedIn
}

const node = (file: string, ...args: string[]): string => ['exec', process.execPath, script(file), ...args].join(' ')

test('AG6 an agent that begins a session is ready; where it refuses, or tells of it afterwards, its user is signed out', async () => {
  expect(await asked('opencode', node('fake-acp-agent.mjs'))).toEqual({ is: 'yes' })
  expect(await asked('gemini', node('signed-out-agent.mjs', 'refuses'))).toEqual({ is: 'no' })
  expect(await asked('claude', node('signed-out-agent.mjs', 'tells'))).toEqual({ is: 'no' })
})

test('AG6 of one that does not start or says nothing it is not known, with the reason', async () => {
  expect(await asked('gemini', 'echo no such luck >&2; exit 3')).toEqual({
    is: 'unknown',
    trouble: 'Gemini CLI ended with code 3. no such luck',
  })
  expect(await asked('opencode', node('signed-out-agent.mjs', 'fails'))).toEqual({
    is: 'unknown',
    trouble: 'opencode begins no session: Internal error: no model is configured',
  })
  expect(await asked('qwen', 'cat > /dev/null', 1000)).toMatchObject({
    is: 'unknown',
    trouble: expect.stringMatching(/did not answer within 1 second/),
  })
})

test('AG5 an agent that tells that its user is signed out is heard at once, with what to do', async () => {
  const { folder, setting } = machineWith('claude', node('signed-out-agent.mjs', 'tells'))
  const updates: AgentUpdate[] = []
  const listener = {
    update: (update: AgentUpdate) => void updates.push(update),
    ask: async () => undefined,
    inquire: async () => undefined,
    gone() {},
  }
  const started = await agentProfile('claude', { ...setting, directory: folder }).start(listener, newSession)
  await started.end()
  expect(updates).toContainEqual({
    is: 'notice',
    tone: 'warning',
    text: expect.stringMatching(/^Claude Code is not signed in: run claude and type \/login/),
  })
})
