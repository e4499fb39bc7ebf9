// Real agents that keep no transcripts of carryon's kind, offline: opencode and Gemini CLI, recorded by us.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { isAlive } from '../../harness/processes.ts'
import { type AgentMachine, geminiMachine, opencodeMachine, withClaude } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { answer, everyScreen, fileScreen, idle, settledTurn, until } from './device-turns.ts'
import type { Block, Model } from './played-model.ts'
import { processesIn } from './processes.ts'

interface Recorded {
  readonly agent: string
  /** The folder it is installed in for tests. */
  readonly folder: string
  readonly machine: (model: Model) => Promise<AgentMachine>
  /** A command, and a file's contents, as its model asks for them. */
  readonly command: (command: string) => Block
  readonly write: (path: string, content: string) => Block
}

const recorded: readonly Recorded[] = [
  {
    agent: 'opencode',
    folder: 'opencode',
    machine: opencodeMachine,
    command: (command) => ({ tool: 'bash', input: { command, description: 'Run it' } }),
    write: (filePath, content) => ({ tool: 'write', input: { filePath, content } }),
  },
  {
    agent: 'gemini',
    folder: 'gemini-cli',
    machine: geminiMachine,
    command: (command) => ({ tool: 'run_shell_command', input: { command, description: 'Run it' } }),
    write: (file_path, content) => ({ tool: 'write_file', input: { file_path, content } }),
  },
]

for (const { agent, folder, machine: machineFor, command, write } of recorded) {
  describe.skipIf(!isInstalled(folder))(agent, () => {
    test('EN1 what it says is live, then recorded, and on every device once; it leaves no process', async () => {
      const { machine } = await machineFor(() => [{ text: 'Hello from the model, at some length.', slowly: 30 }])
      const room = await agentRoom(machine, agent)
      const [phone, laptop] = [room.join('phone'), room.join('laptop')]
      const id = crypto.randomUUID()
      await phone.ok('prompt', { text: 'say hello' }, id)
      await until(laptop, () => laptop.screen.some((line) => line.startsWith('reply ')))
      await idle(phone)
      expect(everyScreen(laptop).flat()).toContainEqual(expect.stringMatching(/^writing Hello/))
      expect(phone.screen).toEqual(['prompt say hello', 'reply Hello from the model, at some length.'])
      expect(laptop.screen).toEqual(phone.screen)
      expect(fileScreen(room.path)).toEqual(phone.screen)
      expect(phone.view.entries[0]?.id).toBe(id)
      expect([...phone.faults, ...laptop.faults]).toEqual([])
      await room.close()
      await expect.poll(() => processesIn(machine.environment.CLAUDE_CONFIG_DIR ?? '')).toEqual([])
    })

    test('a command asks on every device; rejected it does not run, allowed it does', async () => {
      const { machine } = await machineFor(({ result }) =>
        result === undefined ? [{ text: 'I will make it.' }, command('mkdir made')] : [{ text: 'That is that.' }],
      )
      const room = await agentRoom(machine, agent)
      const [phone, laptop] = [room.join('phone'), room.join('laptop')]
      for (const made of [false, true]) {
        await phone.ok('prompt', { text: 'make it' })
        await answer(laptop, made ? 'allow_once' : 'reject_once')
        await idle(phone)
        expect(existsSync(join(machine.directory, 'made'))).toBe(made)
      }
      const states = phone.screen.filter((line) => line.startsWith('tool ')).map((line) => line.split(':')[0])
      expect(states).toEqual([
        expect.stringMatching(/mkdir made.* failed$/),
        expect.stringMatching(/mkdir made.* done$/),
      ])
      expect(laptop.screen).toEqual(phone.screen)
      expect(fileScreen(room.path)).toEqual(phone.screen)
    })

    test('a file that it writes is asked about with what will be in it', async () => {
      const { machine } = await machineFor(({ result, prompt }) =>
        result === undefined
          ? [write(join(/in (\S+)/.exec(prompt)?.[1] ?? '', 'hello.txt'), 'hello\nworld\n')]
          : [{ text: 'Written.' }],
      )
      const room = await agentRoom(machine, agent)
      const phone = room.join()
      await phone.ok('prompt', { text: `write it in ${machine.directory}` })
      await answer(phone, 'allow_once')
      await idle(phone)
      expect(readFileSync(join(machine.directory, 'hello.txt'), 'utf8').trimEnd()).toBe('hello\nworld')
      expect(phone.screen.find((line) => line.startsWith('tool '))).toMatch(/hello\.txt.* done:/)
      expect(fileScreen(room.path)).toEqual(phone.screen)
    })

    test('AG4 a turn is stopped, a prompt waits for its turn, and after a restart the agent knows what was said', async () => {
      const { machine, api } = await machineFor(({ prompt }) =>
        lastLine(prompt) === 'talk slowly'
          ? [{ text: 'slow '.repeat(2000), slowly: 20 }]
          : [{ text: `You said: ${lastLine(prompt)}` }],
      )
      const first = await agentRoom(machine, agent)
      const phone = first.join()
      const slow = crypto.randomUUID()
      await phone.ok('prompt', { text: 'talk slowly' }, slow)
      await until(phone, () => phone.screen.some((line) => line.startsWith('writing slow slow')))
      await phone.ok('prompt', { text: 'and then?' })
      await phone.ok('cancel', {})
      await until(phone, () => phone.screen.some((line) => line === 'reply You said: and then?'))
      await idle(phone)
      expect(phone.view.marks.get(slow)?.outcome).toBe('cancelled')
      const before = phone.screen
      await first.close()

      const second = await agentRoom(machine, agent, { kind: 'continue' })
      expect(second.room.state.activity).toEqual({ is: 'idle' })
      const again = second.join()
      await until(again, () => again.view.state !== undefined)
      expect(again.screen).toEqual(before)
      await settledTurn(second, again, 'the third')
      expect(again.screen.slice(before.length)).toEqual(['prompt the third', 'reply You said: the third'])
      expect(api.asked.at(-1)?.conversation).toContain('and then?')
      expect(fileScreen(second.path)).toEqual(again.screen)
    })

    test.skipIf(!isInstalled('claude-agent-acp'))(
      'AG4 what it began is carried on by Claude Code with all that was said',
      async () => {
        const { machine } = await machineFor(() => [{ text: 'The word is heron.' }])
        const room = await agentRoom(machine, agent)
        await settledTurn(room, room.join(), 'what is the word?')
        await room.close()
        const { both, messages } = await withClaude(machine, () => [{ text: 'I remember.' }])
        const next = await agentRoom(both, 'claude', { kind: 'continue' })
        const phone = next.join()
        await settledTurn(next, phone, 'say it again')
        expect(messages.asked.at(-1)?.conversation).toContain('The word is heron.')
        expect(phone.screen).toEqual([
          'prompt what is the word?',
          'reply The word is heron.',
          `notice From here on Claude Code answers; before: ${agent}.`,
          'prompt say it again',
          'reply I remember.',
        ])
      },
    )
  })
}

test.skipIf(!isInstalled('gemini-cli'))(
  'WD9 a command that Gemini CLI lets run in the background outlives its turn, and not the session',
  async () => {
    const command = 'echo $$ > id; exec sleep 600'
    const { machine } = await geminiMachine(({ result }) =>
      result === undefined
        ? [{ tool: 'run_shell_command', input: { command, description: 'Sleep', is_background: true } }]
        : [{ text: 'It sleeps.' }],
    )
    const room = await agentRoom(machine, 'gemini')
    const phone = room.join()
    await phone.ok('prompt', { text: 'sleep' })
    await answer(phone, 'allow_once')
    await idle(phone)
    expect(phone.screen[1]).toMatch(/^tool .*sleep 600.* done: .*background/)
    expect(phone.screen.at(-1)).toBe('reply It sleeps.')
    const id = Number(readFileSync(join(machine.directory, 'id'), 'utf8'))
    expect(isAlive(id)).toBe(true)
    await room.close()
    await expect.poll(() => isAlive(id)).toBe(false)
  },
)

/** An agent that cannot go on with its own session is told of it first, in the same message. */
const lastLine = (prompt: string): string => prompt.trim().split('\n').at(-1) ?? ''
