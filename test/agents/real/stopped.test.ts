// Real agents stopped while they ask, and killed while they talk, offline: nothing runs, nothing is lost, and they go on.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { realAgents } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'
import type { Block } from './played-model.ts'
import { processesIn, processIdsIn } from './processes.ts'

const input = { command: 'mkdir made', description: 'Make it' }
const commands: { readonly [agent: string]: Block } = {
  claude: { tool: 'Bash', input },
  opencode: { tool: 'bash', input },
  gemini: { tool: 'run_shell_command', input },
}

for (const { agent, folder, machine: machineFor } of realAgents) {
  describe.skipIf(!isInstalled(folder))(agent, () => {
    test('TU5 PM3 stopped while it asks, the question goes everywhere, a late answer is told so, and nothing ran', async () => {
      const command = commands[agent]
      if (!command) throw new Error(`Nobody knows how ${agent} runs a command.`)
      const { machine } = await machineFor(({ prompt, result }) =>
        prompt.includes('make it') && result === undefined ? [command] : [{ text: 'Never mind.' }],
      )
      const room = await agentRoom(machine, agent)
      const [phone, laptop] = [room.join('phone'), room.join('laptop')]
      const id = crypto.randomUUID()
      await phone.ok('prompt', { text: 'make it' }, id)
      const open = () => Object.values(laptop.view.state?.permissions ?? {})[0]
      await until(laptop, () => open() !== undefined)
      const permission = open()
      if (!permission) throw new Error('Nothing was asked.')
      await phone.ok('cancel', {})
      await until(laptop, () => laptop.view.marks.get(id)?.outcome === 'cancelled')
      expect(laptop.view.state?.permissions).toEqual({})
      const late = { permission: permission.id, option: permission.options[0]?.id ?? '' }
      expect(await laptop.call('answer', late)).toMatchObject({ error: { code: 'already_resolved' } })
      await idle(phone)
      await settledTurn(room, phone, 'leave it')
      expect(phone.screen.at(-1)).toBe('reply Never mind.')
      expect(existsSync(join(machine.directory, 'made'))).toBe(false)
      expect(laptop.screen).toEqual(phone.screen)
      expect(fileScreen(room.path)).toEqual(phone.screen)
    })

    test('WD8 CV1 killed while it talks, its turn has failed on every device, and started anew it knows what was said', async () => {
      // What was not answered some send again, in the same message.
      const { machine, api } = await machineFor(({ prompt }) =>
        prompt.trim().split('\n').at(-1) === 'talk slowly'
          ? [{ text: 'slow '.repeat(2000), slowly: 20 }]
          : [{ text: 'I am here.' }],
      )
      const room = await agentRoom(machine, agent)
      const [phone, laptop] = [room.join('phone'), room.join('laptop')]
      await settledTurn(room, phone, 'the word is heron')
      const id = crypto.randomUUID()
      await phone.ok('prompt', { text: 'talk slowly' }, id)
      await until(phone, () => phone.screen.some((line) => line.startsWith('writing slow slow')))
      for (const process of processIdsIn(machine.environment.CLAUDE_CONFIG_DIR ?? '')) killed(process)
      await until(laptop, () => laptop.view.state?.activity.is === 'gone' && phone.view.state?.activity.is === 'gone')
      expect(laptop.view.marks.get(id)).toMatchObject({ outcome: 'failed' })
      await laptop.ok('restart', {})
      await until(phone, () => phone.view.state?.activity.is === 'idle')
      await settledTurn(room, phone, 'and now?')
      expect(phone.screen.at(-1)).toBe('reply I am here.')
      expect(api.asked.at(-1)?.conversation).toContain('the word is heron')
      expect(laptop.screen).toEqual(phone.screen)
      expect(fileScreen(room.path)).toEqual(phone.screen)
      await room.close()
      await expect.poll(() => processesIn(machine.environment.CLAUDE_CONFIG_DIR ?? '')).toEqual([])
    }, 120_000)
  })
}

/** It may have ended with another one meanwhile. */
function killed(id: number): void {
  try {
    process.kill(id, 'SIGKILL')
  } catch {}
}
