// What `carryon agents` says of the real agents, offline: ready or signed out, and that they lack what they are said to lack.

import { expect, test } from 'vitest'
import { knownAgent } from '../../../server/agents/known-agents.ts'
import { spawnGroup } from '../../../server/agents/process-group.ts'
import { signInOf } from '../../../server/agents/sign-in.ts'
import type { Machine } from '../../../server/cli/machine.ts'
import { realAgents } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { settledTurn } from './device-turns.ts'
import { processesIn } from './processes.ts'

/** Names of tools by which agents ask people to choose. */
const asking = /^(AskUserQuestion|question|ask_user)$/

for (const { agent: name, folder, machine: machineFor } of realAgents) {
  const agent = knownAgent(name)
  if (!agent) throw new Error(`${name} is not known.`)

  const asked = async ({ environment, clock, limits, newId, version }: Machine) => {
    const signedIn = await signInOf(agent, { environment, clock, limits, spawn: spawnGroup, newId, version })
    await expect.poll(() => processesIn(environment['CLAUDE_CONFIG_DIR'] ?? '')).toEqual([])
    return signedIn
  }

  test.skipIf(!isInstalled(folder))(
    `AG6 ${name} is ready; without its key its user is signed out, where it needs one; no process is left`,
    async () => {
      const { machine } = await machineFor(() => [])
      expect(await asked(machine)).toEqual({ is: 'yes' })
      const environment = { ...machine.environment, ANTHROPIC_API_KEY: undefined, GEMINI_API_KEY: undefined }
      expect(await asked({ ...machine, environment })).toEqual({ is: name === 'opencode' ? 'yes' : 'no' })
    },
    120_000,
  )

  test.skipIf(!isInstalled(folder))(`AG6 QU1 ${name} has a tool to ask with, or is said to lack it`, async () => {
    const { machine, api } = await machineFor(() => [{ text: 'Hello.' }])
    const room = await agentRoom(machine, name)
    await settledTurn(room, room.join(), 'hello')
    const asks = api.asked.at(-1)?.tools.some((tool) => asking.test(tool))
    const lacks = agent.lacks?.some(({ what }) => what.startsWith('questions')) ?? false
    expect([asks, lacks]).toEqual(name === 'claude' ? [true, false] : [false, true])
  })
}
