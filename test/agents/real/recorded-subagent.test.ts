// Agents that opencode and Gemini CLI start themselves, offline: each is the card of its call, with what comes of it.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { geminiMachine, opencodeMachine } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'
import type { Block, Model } from './played-model.ts'

/** Sends somebody off by this call; that one uses a tool, where it is given one, and reports. */
const sending =
  (call: Block, within: Block | undefined, report: Block): Model =>
  ({ conversation, result }) => {
    if (conversation.includes('send somebody'))
      return result === undefined ? [call] : [{ text: 'They say all is well.' }]
    return result === undefined && within ? [{ text: 'Looking now.' }, within] : [report]
  }

describe.skipIf(!isInstalled('opencode'))('opencode', () => {
  const task = { description: 'Look around', prompt: 'look at the files', subagent_type: 'general' }

  test('SA1 what it reports is in the card, and nothing else of it is in the conversation', async () => {
    const read: Block = { tool: 'read', input: { filePath: 'notes.txt' } }
    const { machine } = await opencodeMachine(sending({ tool: 'task', input: task }, read, { text: 'All is well.' }))
    const room = await agentRoom(machine, 'opencode')
    const phone = room.join()
    await settledTurn(room, phone, 'send somebody')
    expect(phone.screen).toHaveLength(3)
    expect(phone.screen[1]).toMatch(/^tool Look around done: [\s\S]*All is well\./)
    expect(phone.screen[2]).toBe('reply They say all is well.')
    expect(phone.screen.join('\n')).not.toContain('Looking now')
    expect(fileScreen(room.path)).toEqual(phone.screen)
  })

  test('SA4 one that needs leave asks nobody, which opencode keeps to itself; stopped, the conversation goes on', async () => {
    const touch: Block = { tool: 'bash', input: { command: 'touch seen', description: 'Leave a mark' } }
    const model = sending({ tool: 'task', input: task }, touch, { text: 'All is well.' })
    const { machine } = await opencodeMachine((asked) =>
      asked.prompt.includes('never mind') ? [{ text: 'Never mind.' }] : model(asked),
    )
    const room = await agentRoom({ ...machine, limits: { ...machine.limits, stalled: 1500 } }, 'opencode')
    const phone = room.join()
    await phone.ok('prompt', { text: 'send somebody' })
    await until(phone, () => {
      const activity = phone.view.state?.activity
      return activity?.is === 'running' && activity.stalled?.in === 'Look around'
    })
    expect(phone.view.state?.permissions).toEqual({})
    await phone.ok('cancel', {})
    await idle(phone)
    expect(existsSync(join(machine.directory, 'seen'))).toBe(false)
    await settledTurn(room, phone, 'never mind')
    expect(phone.screen.at(-1)).toBe('reply Never mind.')
    expect(fileScreen(room.path)).toEqual(phone.screen)
  })
})

describe.skipIf(!isInstalled('gemini-cli'))('gemini', () => {
  const invoke = (agent_name: string): Block => ({ tool: 'invoke_agent', input: { agent_name, prompt: 'look around' } })
  const report: Block = {
    tool: 'complete_task',
    input: {
      report: { SummaryOfFindings: 'All is well.', ExplorationTrace: ['looked'], RelevantLocations: [] },
    },
  }

  test('SA1 its investigator is a card of the conversation, and what it found reaches the model', async () => {
    const list: Block = { tool: 'list_directory', input: { dir_path: '.' } }
    const { machine, api } = await geminiMachine(sending(invoke('codebase_investigator'), list, report))
    const room = await agentRoom(machine, 'gemini')
    const phone = room.join()
    await settledTurn(room, phone, 'send somebody')
    expect(phone.screen).toEqual([
      'prompt send somebody',
      expect.stringMatching(/^tool .*codebase_investigator.* done/),
      'reply They say all is well.',
    ])
    expect(api.asked.at(-1)?.result).toContain('All is well.')
    expect(fileScreen(room.path)).toEqual(phone.screen)
  })

  test('SA4 one that may change something is denied by Gemini CLI’s own policy, which the card says', async () => {
    const { machine } = await geminiMachine(sending(invoke('generalist'), undefined, report))
    const room = await agentRoom(machine, 'gemini')
    const phone = room.join()
    await settledTurn(room, phone, 'send somebody')
    expect(phone.screen[1]).toMatch(/^tool .* failed: .*denied by policy/)
    expect(fileScreen(room.path)).toEqual(phone.screen)
  })
})
