// Pictures with real agents, offline: each model gets them, and Claude Code gets those of a conversation that we recorded.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ImageId } from '../../../shared/ids.ts'
import { imageTypeOf } from '../../../shared/images.ts'
import type { RoomDevice } from '../../harness/room-device.ts'
import { claudeMachine, realAgents, withClaude } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'

/** One red pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=='

/** Sends it with a prompt and waits for the answer; returns the prompt's id. */
async function shows(phone: RoomDevice, text: string): Promise<string> {
  await until(phone, () => phone.view.state?.takesImages === true)
  const image = crypto.randomUUID() as ImageId
  await phone.ok('upload', { image, size: Buffer.from(pixel, 'base64').length, at: 0, data: pixel })
  const id = crypto.randomUUID()
  await phone.ok('prompt', { text, images: [image] }, id)
  await until(phone, () => phone.screen.includes('reply A red dot.'))
  await idle(phone)
  return id
}

for (const { agent, folder, machine: machineFor } of realAgents) {
  describe.skipIf(!isInstalled(folder))(agent, () => {
    test('IM1 IM5 a picture in a prompt reaches its model, and is read back from the transcript', async () => {
      const { machine, api } = await machineFor(() => [{ text: 'A red dot.' }])
      const room = await agentRoom(machine, agent)
      const phone = room.join()
      const id = await shows(phone, 'what is this?')
      expect(api.asked.at(-1)?.images).toBe(1)
      expect(phone.view.entries).toMatchObject([
        { kind: 'prompt', id, text: 'what is this?', images: 1 },
        { kind: 'reply' },
      ])
      expect(await phone.ok('picture', { of: id, index: 0, from: 0 })).toMatchObject({ type: 'image/png', data: pixel })
      expect(phone.screen).toEqual(fileScreen(room.path))
      await room.close()

      const again = await agentRoom(machine, agent, { kind: 'continue' })
      const late = again.join()
      await settledTurn(again, late, 'which colour was it?')
      expect(late.view.entries[0]).toMatchObject({ kind: 'prompt', images: 1 })
      // Gemini CLI now and then leaves pictures out of a conversation that it goes on with.
      if (agent !== 'gemini') expect(api.asked.at(-1)?.images).toBe(1)
    })

    test.skipIf(agent === 'claude' || !isInstalled('claude-agent-acp'))(
      'IM1 AG4 what we recorded of it is Claude Code’s own form, and Claude Code sends the picture to its model',
      async () => {
        const { machine } = await machineFor(() => [{ text: 'A red dot.' }])
        const room = await agentRoom(machine, agent)
        const id = await shows(room.join(), 'what is this?')
        await room.close()
        const written = readFileSync(room.path, 'utf8').split('\n')
        const line = written.map((text) => (text === '' ? {} : JSON.parse(text))).find(({ uuid }) => uuid === id)
        expect(line?.message.content).toEqual([
          { type: 'text', text: 'what is this?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } },
        ])
        const { both, messages } = await withClaude(machine, () => [{ text: 'Still red.' }])
        const next = await agentRoom(both, 'claude', { kind: 'continue' })
        const phone = next.join()
        await settledTurn(next, phone, 'and now?')
        expect(messages.asked.at(-1)).toMatchObject({ images: 1, conversation: expect.stringContaining('A red dot.') })
        expect(phone.view.entries[0]).toMatchObject({ kind: 'prompt', images: 1 })
        expect(phone.screen.at(-1)).toBe('reply Still red.')
      },
    )
  })
}

test.skipIf(!isInstalled('claude-agent-acp'))(
  'IM8 a picture that Claude Code reads from a file is counted in its result, and brought by the call',
  async () => {
    const { machine } = await claudeMachine(({ result, prompt }) =>
      result === undefined
        ? [{ tool: 'Read', input: { file_path: join(prompt.split(' ')[1] ?? '', 'dot.png') } }]
        : [{ text: 'A red dot.' }],
    )
    writeFileSync(join(machine.directory, 'dot.png'), Buffer.from(pixel, 'base64'))
    const room = await agentRoom(machine, 'claude')
    const phone = room.join()
    await settledTurn(room, phone, `read ${machine.directory}`)
    const result = [...phone.view.results.values()].find(({ images }) => images === 1)
    expect(result).toMatchObject({ text: '', failed: false })
    const brought = await phone.ok('picture', { of: result?.of ?? '', index: 0, from: 0 })
    expect(imageTypeOf(Buffer.from(brought.data, 'base64'))).toBe(brought.type)
    expect(phone.screen).toEqual(fileScreen(room.path))
  },
)
