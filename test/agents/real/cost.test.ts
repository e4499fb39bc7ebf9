// What real agents tell of their cost: live, in the transcript, after a restart, and as other tools read it.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { realAgents } from './agent-machines.ts'
import { agentRoom, isInstalled } from './agent-room.ts'
import { settledTurn } from './device-turns.ts'

for (const { agent, folder, machine: machineFor } of realAgents) {
  test.skipIf(!isInstalled(folder))(
    `CV8 CV9 CV10 ${agent}: its tokens are counted by model, the same live and after a restart`,
    async () => {
      const { machine } = await machineFor(() => [{ text: 'Hello.' }])
      const room = await agentRoom(machine, agent)
      const phone = room.join()
      await settledTurn(room, phone, 'hello')
      const first = await phone.ok('cost', {})
      await settledTurn(room, phone, 'hello again')
      const second = await phone.ok('cost', {})
      const used = (cost: typeof first) =>
        cost.models.map(({ model, tokens }) => [
          model,
          tokens.input + tokens.cacheRead + tokens.cacheWrite > 0,
          tokens.output,
        ])
      expect(used(first)).toHaveLength(1)
      const [[model, input, output]] = used(first) as [[string, boolean, number]]
      expect([input, output > 0, model === 'unknown model']).toEqual([true, true, false])
      expect(used(second)).toEqual([[model, true, 2 * output]])
      expect(second.time.turns).toBeGreaterThan(first.time.turns)
      if (agent === 'claude')
        expect(second.told?.amount).toBeGreaterThan(first.told?.amount ?? Number.POSITIVE_INFINITY)
      await room.close()
      const again = await agentRoom(machine, agent, { kind: 'continue' })
      const late = await again.join().ok('cost', {})
      expect(late.models).toEqual(second.models)
      expect(late.told?.amount).toBe(second.told?.amount)
      const written = readFileSync(room.path, 'utf8')
        .split('\n')
        .filter((line) => line.includes('"output_tokens"'))
      expect(written.some((line) => Number(/"output_tokens":(\d+)/.exec(line)?.[1]) > 0)).toBe(true)
    },
    180_000,
  )
}
