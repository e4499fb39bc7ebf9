// A conversation summed up with real agents, and one summed up by carryon that the real Claude Code goes on with.

import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RoomDevice } from '../../harness/room-device.ts'
import { claudeMachine, opencodeMachine, recordedAgents, withClaude } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'
import type { Model } from './played-model.ts'

const optionedAgent = join(import.meta.dirname, '..', 'optioned-agent.mjs')

/** Says what it was told, unless it is asked for a summary. */
const model: Model = ({ prompt }) =>
  prompt.includes('<summary>')
    ? [{ text: '<analysis>Short.</analysis><summary>The word was heron.</summary>' }]
    : [{ text: 'I have written it down, and much else besides.' }]

const boundary = (device: RoomDevice): string | undefined => device.screen.find((line) => line.startsWith('boundary '))

for (const { agent, folder, machine: machineFor } of recordedAgents) {
  test.skipIf(!isInstalled(folder))(
    `CV6 ${agent} is asked for a summary and goes on with that alone; so does Claude Code after it`,
    async () => {
      const { machine, api } = await machineFor(model)
      const room = await agentRoom(machine, agent)
      const phone = room.join()
      await settledTurn(room, phone, 'the word is heron, and this is a long story')
      const before = phone.screen
      expect(await phone.ok('compact', { instructions: 'keep the word' })).toMatchObject({ made: 'summary' })
      expect(api.asked.at(-1)?.conversation).toContain('keep the word')
      await until(phone, () => room.room.state.activity.is === 'idle')
      expect(phone.screen.slice(0, before.length)).toEqual(before)
      expect(boundary(phone)).toMatch(/summed up: [\d,]+ → [\d,]+ (tokens|characters)\./)
      await settledTurn(room, phone, 'what was it?')
      const asked = api.asked.at(-1)?.conversation
      expect(asked).toContain('The word was heron.')
      expect(asked).not.toContain('a long story')
      expect(fileScreen(room.path)).toEqual(phone.screen)
      await room.close()
      if (!isInstalled('claude-agent-acp')) return

      const { both, messages } = await withClaude(machine, () => [{ text: 'I remember.' }])
      const next = await agentRoom(both, 'claude', { kind: 'continue' })
      const reader = next.join()
      await settledTurn(next, reader, 'say it again')
      const told = messages.asked.at(-1)?.conversation
      expect(told).toContain('The word was heron.')
      expect(told).toContain('what was it?')
      expect(told).not.toContain('a long story')
    },
    240_000,
  )
}

test.skipIf(!isInstalled('opencode'))(
  'CV6 opencode’s own command sums up where nothing is wished for, and it goes on with that; so it does after a restart',
  async () => {
    const { machine, api } = await opencodeMachine(({ tools }) => [
      { text: tools.length === 0 ? 'The word was heron.' : 'I have written it down.' },
    ])
    const room = await agentRoom(machine, 'opencode')
    const phone = room.join()
    await settledTurn(room, phone, 'the word is heron, and this is a long story')
    expect(await phone.ok('compact', {})).toMatchObject({ made: 'summary' })
    expect(boundary(phone)).toMatch(/summed up: [\d,]+ → [\d,]+ (tokens|characters)\./)
    await settledTurn(room, phone, 'what was it?')
    expect(api.asked.at(-1)?.conversation).toContain('The word was heron.')
    expect(api.asked.at(-1)?.conversation).not.toContain('a long story')
    expect(fileScreen(room.path)).toEqual(phone.screen)
    await room.close()
    const again = await agentRoom(machine, 'opencode', { kind: 'continue' })
    await settledTurn(again, again.join(), 'and now?')
    expect(api.asked.at(-1)?.conversation).toContain('what was it?')
    expect(api.asked.at(-1)?.conversation).not.toContain('a long story')
  },
  180_000,
)

test.skipIf(!isInstalled('claude-agent-acp'))(
  'CV6 the summary that an agent told of when its memory was full is what Claude Code goes on with',
  async () => {
    const { machine, api } = await claudeMachine(() => [{ text: 'I see.' }])
    const room = await agentRoom(machine, `${process.execPath} ${optionedAgent} modes`)
    const phone = room.join()
    await settledTurn(room, phone, 'a long story')
    await settledTurn(room, phone, 'news')
    expect(phone.screen.filter((line) => line.startsWith('boundary '))).toHaveLength(2)
    await room.close()
    const next = await agentRoom(machine, 'claude', { kind: 'continue' })
    await settledTurn(next, next.join(), 'what was it about?')
    const asked = api.asked.at(-1)?.conversation
    expect(asked).toContain('And beans.')
    expect(asked).not.toContain('a long story')
  },
  120_000,
)

describe.skipIf(!isInstalled('claude-agent-acp'))('claude', () => {
  test('CV6 CV7 its own command sums up; devices show the boundary with its sizes, and all that was said before', async () => {
    const { machine, api } = await claudeMachine(model)
    const room = await agentRoom(machine, 'claude')
    const [phone, laptop] = [room.join('phone'), room.join('laptop')]
    await settledTurn(room, phone, 'the word is heron, and this is a long story')
    expect(await phone.ok('compact', { instructions: 'keep the word' })).toMatchObject({ made: 'by the agent' })
    await until(phone, () => boundary(phone) !== undefined)
    await until(phone, () => room.room.state.activity.is === 'idle')
    expect(boundary(phone)).toMatch(/summed up: [\d,]+ → [\d,]+ tokens\./)
    expect(phone.screen[0]).toBe('prompt the word is heron, and this is a long story')
    await settledTurn(room, phone, 'what was it?')
    const asked = api.asked.at(-1)?.conversation
    expect(asked).toContain('The word was heron.')
    expect(asked).not.toContain('a long story')
    expect(laptop.screen).toEqual(phone.screen)
    expect(fileScreen(room.path)).toEqual(phone.screen)
    await idle(laptop)
    await room.close()

    const again = await agentRoom(machine, 'claude', { kind: 'continue' })
    const late = again.join()
    await settledTurn(again, late, 'and now?')
    expect(api.asked.at(-1)?.conversation).toContain('The word was heron.')
  }, 180_000)
})

test.skipIf(!isInstalled('claude-agent-acp'))(
  'CV6 what the shell’s list says is told to Claude Code, and the output that was left out is not',
  async () => {
    const { machine, api } = await claudeMachine(() => [{ text: 'I see.' }])
    const shell = await agentRoom(machine, 'shell')
    const terminal = shell.join('terminal')
    await settledTurn(shell, terminal, 'echo the word is $((40 + 2))')
    await settledTurn(shell, terminal, 'exit 3')
    expect(await terminal.ok('compact', {})).toMatchObject({ made: 'list' })
    await shell.close()
    const room = await agentRoom(machine, 'claude', { kind: 'continue' })
    await settledTurn(room, room.join(), 'what did I run?')
    const asked = api.asked.at(-1)?.conversation
    expect(asked).toContain('$ echo the word is $((40 + 2))  → exit 0')
    expect(asked).toContain('$ exit 3  → exit 3')
    expect(asked).not.toContain('the word is 42')
  },
  120_000,
)
