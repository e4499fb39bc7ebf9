// Real agents whose model cannot be reached for a while, offline: it is seen on every device, and the conversation goes on.

import { expect, test } from 'vitest'
import { realAgents } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { fileScreen, idle, settledTurn, until } from './device-turns.ts'

for (const { agent, folder, machine: machineFor } of realAgents) {
  test.skipIf(!isInstalled(folder))(
    `WD5 WD8 ${agent} that loses its API fails or is shown as stalled, can be stopped, and answers once it is back`,
    async () => {
      const { machine, api } = await machineFor(() => [{ text: 'Here I am.' }])
      const room = await agentRoom({ ...machine, limits: { ...machine.limits, stalled: 1500 } }, agent)
      const [phone, laptop] = [room.join('phone'), room.join('laptop')]
      await settledTurn(room, phone, 'hello')
      api.down = true
      const lost = crypto.randomUUID()
      await phone.ok('prompt', { text: 'are you there?' }, lost)
      const outcome = () => laptop.view.marks.get(lost)?.outcome
      const stalled = () => {
        const activity = laptop.view.state?.activity
        return activity?.is === 'running' && activity.stalled !== undefined
      }
      await until(laptop, () => stalled() || outcome() === 'failed')
      if (outcome() === undefined) await laptop.ok('cancel', {})
      await until(phone, () => phone.view.state?.activity.is !== 'running')
      expect(['failed', 'cancelled']).toContain(outcome())
      api.down = false
      // One that did not stop when it was asked to was ended.
      if (phone.view.state?.activity.is === 'gone') await phone.ok('restart', {})
      await idle(phone)
      await settledTurn(room, phone, 'and now?')
      expect(phone.screen.at(-1)).toBe('reply Here I am.')
      expect(laptop.screen).toEqual(phone.screen)
      expect(fileScreen(room.path)).toEqual(phone.screen)
      expect(phone.faults).toEqual([])
    },
    120_000,
  )
}
