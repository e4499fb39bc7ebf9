// A fresh conversation with real agents: they know nothing of the old one, which is gone on with by its own id.

import { describe, expect, test } from 'vitest'
import { realAgents } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'

for (const { agent, folder, machine: machineFor } of realAgents) {
  describe.skipIf(!isInstalled(folder))(agent, () => {
    test('CV3 CV4 CV5 cleared, it knows nothing of what was said; the room goes on with what comes, and the old goes on by its id', async () => {
      const { machine, api } = await machineFor(() => [{ text: 'Noted.' }])
      const room = await agentRoom(machine, agent)
      const [phone, laptop] = [room.join('phone'), room.join('laptop')]
      await settledTurn(room, phone, 'the word is heron')
      const old = { transcript: room.room.state.transcript, path: room.path, screen: phone.screen }
      expect(await phone.ok('clear', {})).toEqual({ before: old.transcript })
      await idle(laptop)
      expect([phone.screen, laptop.screen]).toEqual([[], []])
      await settledTurn(room, phone, 'what was the word?')
      expect(api.asked.at(-1)?.conversation).not.toContain('heron')
      expect(phone.screen).toEqual(['prompt what was the word?', 'reply Noted.'])
      expect(laptop.screen).toEqual(phone.screen)
      expect(room.path).not.toBe(old.path)
      expect(fileScreen(room.path)).toEqual(phone.screen)
      expect(fileScreen(old.path)).toEqual(old.screen)
      const fresh = room.room.state.transcript
      await room.close()

      const again = await agentRoom(machine, agent, { kind: 'continue' })
      expect(again.room.id).toBe(room.room.id)
      expect(again.room.state.transcript).toBe(fresh)
      await again.close()

      const before = await agentRoom(machine, agent, { kind: 'resume', id: old.transcript })
      const reader = before.join()
      await until(reader, () => reader.view.state?.activity.is === 'idle')
      expect(reader.screen).toEqual(old.screen)
      await settledTurn(before, reader, 'and now?')
      expect(api.asked.at(-1)?.conversation).toContain('heron')
    }, 180_000)
  })
}
