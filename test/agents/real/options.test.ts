// What real agents offer to choose, offline: their modes and models, their commands, and their edits as diffs.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Room } from '../../../server/room/room.ts'
import { optionOf } from '../../../shared/agent-board.ts'
import type { FileChange } from '../../../shared/file-change.ts'
import type { CallId, DeviceId } from '../../../shared/ids.ts'
import { shown } from '../../../shared/room-view.ts'
import type { RoomDevice } from '../../harness/room-device.ts'
import { type AgentMachine, claudeMachine, geminiMachine, opencodeMachine } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { answer, fileScreen, idle, settledTurn, until } from './device-turns.ts'
import type { Block, Model } from './played-model.ts'

interface Offering {
  readonly agent: string
  readonly folder: string
  readonly machine: (model: Model) => Promise<AgentMachine>
  /** Another of its models. */
  readonly model: string
  /** A mode that skips permissions, where it offers one here. */
  readonly unguarded?: string
  /** What its model is told in the mode for planning. */
  readonly planning?: RegExp
  /** Its tools for reading a file and for editing it. */
  readonly read?: (path: string) => Block
  readonly edit: (path: string, before: string, after: string) => Block
}

const offerings: readonly Offering[] = [
  {
    agent: 'claude',
    folder: 'claude-agent-acp',
    machine: claudeMachine,
    model: 'haiku',
    planning: /plan mode/i,
    read: (file_path) => ({ tool: 'Read', input: { file_path } }),
    edit: (file_path, old_string, new_string) => ({ tool: 'Edit', input: { file_path, old_string, new_string } }),
  },
  {
    agent: 'opencode',
    folder: 'opencode',
    machine: opencodeMachine,
    model: 'opencode/big-pickle',
    planning: /plan mode/i,
    read: (filePath) => ({ tool: 'read', input: { filePath } }),
    edit: (filePath, oldString, newString) => ({ tool: 'edit', input: { filePath, oldString, newString } }),
  },
  {
    agent: 'gemini',
    folder: 'gemini-cli',
    machine: geminiMachine,
    model: 'gemini-3.8-flash',
    unguarded: 'yolo',
    edit: (file_path, old_string, new_string) => ({
      tool: 'replace',
      input: { file_path, old_string, new_string, instruction: 'Greet the world.' },
    }),
  },
]

const changesOn = (device: RoomDevice): readonly FileChange[] =>
  shown(device.view).flatMap((item) => (item.kind === 'tool' ? (item.tool.changes ?? []) : []))

for (const offering of offerings) {
  const { agent, folder, machine: machineFor } = offering
  describe.skipIf(!isInstalled(folder))(agent, () => {
    test('OP3 OP4 OP5 mode and model are chosen from a guest’s phone and shown on every device', async () => {
      const { machine, api } = await machineFor(() => [{ text: 'So be it.' }])
      const room = await agentRoom(machine, agent)
      const [guest, laptop] = [room.join('guest', 'drive'), room.join('laptop')]
      await until(laptop, () => optionOf(laptop.view.state ?? {}, 'mode') !== undefined)
      const current = (category: 'mode' | 'model') => optionOf(laptop.view.state ?? {}, category)?.current
      const [mode, model] = (['mode', 'model'] as const).map((category) => optionOf(room.room.state, category))
      if (!mode || !model) throw new Error(`It offers ${JSON.stringify(room.room.state.options)}.`)
      await guest.ok('configure', { option: mode.id, value: 'plan' })
      await guest.ok('configure', { option: model.id, value: offering.model })
      await until(laptop, () => current('mode') === 'plan' && current('model') === offering.model)
      expect(optionOf(room.room.state, 'mode')?.before).toBe(mode.current)
      await guest.ok('configure', { option: model.id, value: model.current })
      await settledTurn(room, guest, 'what now?')
      if (offering.planning) expect(api.asked.at(-1)?.conversation).toMatch(offering.planning)
      if (offering.unguarded) {
        const choice = { option: mode.id, value: offering.unguarded }
        expect(await guest.call('configure', choice)).toMatchObject({ error: { code: 'not_allowed' } })
        await laptop.ok('configure', choice)
      }
      expect(await guest.call('configure', { option: mode.id, value: 'no such mode' })).toMatchObject({
        error: { code: 'bad_request' },
      })
      // What agents say of such a change is no reply.
      expect(laptop.screen).toEqual(['prompt what now?', 'reply So be it.'])
    })

    test('OP11 what a phone sends while it starts runs in the mode that the command line wants', async () => {
      const { machine, api } = await machineFor(() => [{ text: 'So be it.' }])
      const by = { device: 'phone' as DeviceId, name: 'Phone' }
      const sent = (room: Room) => room.prompt(machine.newId() as CallId, 'what now?', by)
      const room = await agentRoom(machine, agent, { kind: 'new' }, { starting: { mode: 'plan' }, meanwhile: sent })
      const phone = room.join()
      await until(phone, () => phone.screen.at(-1) === 'reply So be it.')
      expect(optionOf(room.room.state, 'mode')?.current).toBe('plan')
      if (offering.planning) expect(api.asked.at(-1)?.conversation).toMatch(offering.planning)
    })

    test('OP4 after a restart it is set to what was chosen before', async () => {
      const { machine, api } = await machineFor(() => [{ text: 'So be it.' }])
      const first = await agentRoom(machine, agent)
      const phone = first.join()
      const set = () => (['mode', 'model'] as const).map((category) => optionOf(phone.view.state ?? {}, category))
      await settledTurn(first, phone, 'hello')
      const values = { mode: 'plan', model: offering.model }
      for (const option of set())
        await phone.ok('configure', { option: option?.id ?? '', value: values[option?.category as 'mode'] })
      await first.close()

      const second = await agentRoom(machine, agent, { kind: 'continue' })
      const current = (category: 'mode' | 'model') => optionOf(second.room.state, category)?.current
      expect([current('mode'), current('model')]).toEqual([values.mode, values.model])
      expect(second.room.state.notices).toBeUndefined()
      if (!offering.planning) return
      const again = second.join()
      // Its model is one that the played API does not speak for.
      const own = set().find((option) => option?.category === 'model')
      await again.ok('configure', { option: own?.id ?? '', value: own?.before ?? own?.current ?? '' })
      await settledTurn(second, again, 'what now?')
      expect(api.asked.at(-1)?.conversation).toMatch(offering.planning)
    })

    test('OP10 an edit is a diff in the question, while it runs and in the transcript', async () => {
      const { machine } = await machineFor(({ result, prompt }) => {
        const path = join(/in (\S+)/.exec(prompt)?.[1] ?? '', 'hello.txt')
        const edit = offering.edit(path, 'hello\nthere', 'hello\nworld')
        if (result === undefined) return [offering.read?.(path) ?? edit]
        return result.includes('there') && offering.read && !/updated|edited|applied|success/i.test(result)
          ? [edit]
          : [{ text: 'Done.' }]
      })
      const path = join(machine.directory, 'hello.txt')
      writeFileSync(path, 'one\nhello\nthere\nlast\n')
      const room = await agentRoom(machine, agent)
      const phone = room.join()
      await phone.ok('prompt', { text: `edit it in ${machine.directory}` })
      const permission = await answer(phone, 'allow_once')
      const [asked] = permission.changes ?? []
      expect(asked?.path).toMatch(/hello\.txt$/)
      expect(asked).toMatchObject({ added: 1, removed: 1 })
      expect(asked?.diff).toMatch(/-there\n\+world/)
      await idle(phone)
      expect(readFileSync(path, 'utf8')).toBe('one\nhello\nworld\nlast\n')
      const [change] = changesOn(phone)
      expect(change).toMatchObject({ path: expect.stringMatching(/hello\.txt$/), added: 1, removed: 1 })
      expect(change?.diff).toMatch(/-there\n\+world/)
      expect(phone.screen).toEqual(fileScreen(room.path))
    })
  })
}

test.skipIf(!isInstalled('claude-agent-acp'))(
  'OP9 a command of the user’s own is announced, and runs with its arguments',
  async () => {
    const { machine, api } = await claudeMachine(() => [{ text: 'Hello, Ada.' }])
    const folder = join(machine.directory, '.claude', 'commands')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'greet.md'), 'Say hello to $ARGUMENTS.')
    const room = await agentRoom(machine, 'claude')
    const phone = room.join()
    await until(phone, () => phone.view.state?.commands?.some(({ name }) => name === 'greet') ?? false)
    await settledTurn(room, phone, '/greet Ada')
    expect(api.asked.at(-1)?.conversation).toContain('Say hello to Ada.')
    expect(phone.screen).toEqual(['prompt /greet Ada', 'reply Hello, Ada.'])
  },
)
