// Conversations that go from one real agent to another, and copies of them: each agent knows what was said before it.

import { describe, expect, test } from 'vitest'
import { SessionLibrary } from '../../../server/store/session-library.ts'
import { answered, official } from '../../store/official.ts'
import { claudeMachine, realAgents, recordedAgents, withClaude } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { answer, fileScreen, idle, settledTurn, until } from './device-turns.ts'

const claude = 'claude-agent-acp'
for (const { agent, folder, machine: machineFor } of recordedAgents) {
  describe.skipIf(!isInstalled(folder) || !isInstalled(claude))(agent, () => {
    test('CV11 it hands over to Claude Code and takes over from it, in one room; each knows all that was said', async () => {
      const { machine, api } = await machineFor(() => [{ text: 'The word is heron.' }])
      const { both, messages } = await withClaude(machine, () => [{ text: 'The number is nine.' }])
      const room = await agentRoom(both, agent)
      const [phone, laptop] = [room.join('phone'), room.join('laptop')]
      await settledTurn(room, phone, 'a word?')
      await phone.ok('agent', { name: 'claude' })
      await until(phone, () => phone.view.state?.agent.name === 'claude' && phone.view.state.activity.is === 'idle')
      await settledTurn(room, phone, 'a number?')
      expect(messages.asked.at(-1)?.conversation).toContain('The word is heron.')
      await phone.ok('agent', { name: agent })
      await until(phone, () => phone.view.state?.agent.name === agent && phone.view.state.activity.is === 'idle')
      await settledTurn(room, phone, 'both?')
      const told = api.asked.at(-1)?.conversation
      expect(told).toContain('a word?')
      expect(told).toContain('The number is nine.')
      const said = phone.screen.map((line) => line.replace(/^notice From here on .*$/, 'changed'))
      expect(said).toEqual([
        ...['prompt a word?', 'reply The word is heron.', 'changed'],
        ...['prompt a number?', 'reply The number is nine.', 'changed'],
        ...['prompt both?', 'reply The word is heron.'],
      ])
      expect(laptop.screen).toEqual(phone.screen)
      expect(fileScreen(room.path)).toEqual(phone.screen)
      await room.close()

      const again = await agentRoom(both, agent, { kind: 'continue' })
      expect(again.room.state.agent.name).toBe(agent)
    }, 240_000)
  })
}

for (const { agent, folder, machine: machineFor } of realAgents) {
  test.skipIf(!isInstalled(folder))(
    `SE3 ${agent} goes on with a copy of a session and knows what is in it; the session stays as it was`,
    async () => {
      const { machine, api } = await machineFor(() => [{ text: 'Noted.' }])
      const room = await agentRoom(machine, agent)
      const phone = room.join()
      await settledTurn(room, phone, 'the word is heron')
      const screen = phone.screen
      await room.close()
      const copy = await new SessionLibrary(machine).fork(room.room.state.transcript)
      const next = await agentRoom(machine, agent, { kind: 'resume', id: copy })
      expect(next.room.id).not.toBe(room.room.id)
      const reader = next.join()
      await settledTurn(next, reader, 'what was the word?')
      expect(api.asked.at(-1)?.conversation).toContain('the word is heron')
      expect(reader.screen).toEqual([...screen, 'prompt what was the word?', 'reply Noted.'])
      expect(fileScreen(room.path)).toEqual(screen)
    },
    180_000,
  )
}

test.skipIf(!isInstalled(claude))(
  'AG2 a device shows of a Claude session what the official getSessionMessages returns, message for message',
  async () => {
    const { machine } = await claudeMachine(({ result, prompt }) => {
      if (!prompt.startsWith('make') || result !== undefined) return [{ thinking: 'Hm.' }, { text: 'That is that.' }]
      const made = (name: string) => ({ tool: 'Bash', input: { command: `mkdir ${name}`, description: 'Make it' } })
      return [{ text: 'I will make them.' }, made('one'), made('two')]
    })
    const room = await agentRoom(machine, 'claude')
    const phone = room.join()
    await settledTurn(room, phone, 'hello')
    await phone.ok('prompt', { text: 'make two' })
    await answer(phone, 'allow_once')
    await answer(phone, 'reject_once')
    await idle(phone)
    await settledTurn(room, phone, 'and now?')
    const { transcript } = room.room.state
    await room.close()
    process.env.CLAUDE_CONFIG_DIR = machine.environment.CLAUDE_CONFIG_DIR
    try {
      const messages = await answered(await official(), (library) => library.getSessionMessages(transcript))
      if (!('value' in messages)) throw new Error(messages.refused)
      expect(phone.screen).toEqual(linesOf(messages.value as readonly Message[]))
    } finally {
      delete process.env.CLAUDE_CONFIG_DIR
    }
  },
  180_000,
)

interface Message {
  readonly type: string
  readonly message: { readonly content: string | readonly Block[] }
}

interface Block {
  readonly type: string
  readonly text?: string
  readonly thinking?: string
  readonly id?: string
  readonly tool_use_id?: string
  readonly input?: { readonly command?: string }
  readonly content?: string | readonly Block[]
  readonly is_error?: boolean
}

/** What the messages come to, a line each, with a tool's answer at its call. */
function linesOf(messages: readonly Message[]): string[] {
  const blocks = messages.flatMap(({ type, message }) =>
    (typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content).map(
      (block) => ({
        ...block,
        by: type,
      }),
    ),
  )
  return blocks.flatMap((block) => {
    if (block.type === 'thinking') return block.thinking ? [`thought ${block.thinking}`] : []
    if (block.type === 'tool_use') {
      const end = blocks.find(({ tool_use_id }) => tool_use_id === block.id)
      const text =
        typeof end?.content === 'string' ? end.content : (end?.content ?? []).map(({ text }) => text).join('')
      return [`tool ${block.input?.command} ${end?.is_error ? 'failed' : 'done'}: ${text}`]
    }
    if (block.type !== 'text') return []
    if (block.by === 'assistant') return [`reply ${block.text}`]
    return [block.text?.startsWith('[Request interrupted') ? 'notice Interrupted.' : `prompt ${block.text}`]
  })
}
