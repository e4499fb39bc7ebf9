// An agent that says 100 MB in small pieces: memory stays flat, and nobody has to wait for it.

import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultLimits } from '../../shared/limits.ts'
import { type Pipe, pipePair } from '../../shared/pipe.ts'
import { agentMachine, agentRoom } from '../agents/real/agent-room.ts'
import { held } from '../harness/memory.ts'
import { newCallId } from '../harness/room-device.ts'

const MiB = 1024 * 1024

test('WD7 100 MB in small pieces: memory stays flat, and the session answers all the while', async () => {
  const machine = { ...agentMachine([]), limits: defaultLimits }
  const room = await agentRoom(
    machine,
    `${process.execPath} ${join(import.meta.dirname, '../agents/misbehaving-agent.mjs')} says-100-mb`,
  )
  const [mine, hosts] = pipePair()
  const phone = new Counting(mine)
  const scope = { kind: 'host' as const }
  room.room.join({
    pipe: hosts,
    device: 'phone' as never,
    name: 'phone',
    role: 'owner',
    scope,
    from: undefined,
    ticket: undefined,
  })
  await expect.poll(() => phone.live).toBe(true)
  const before = held()
  let most = 0
  let slowest = 0
  const watching = setInterval(() => {
    const { heapUsed, external } = process.memoryUsage()
    most = Math.max(most, heapUsed + external - before)
    const asked = performance.now()
    void phone.ping().then(() => {
      slowest = Math.max(slowest, performance.now() - asked)
    })
  }, 50)
  phone.call('prompt', { text: 'go' })
  await expect.poll(() => phone.ended, { timeout: 60_000, interval: 50 }).toBe(true)
  clearInterval(watching)
  expect(slowest).toBeLessThan(500)
  expect(most).toBeLessThan(128 * MiB)
  expect(held() - before).toBeLessThan(24 * MiB)
})

/** A device that looks at what comes and keeps nothing. */
class Counting {
  live = false
  ended = false
  frames = 0
  units = 0
  readonly #pipe: Pipe
  #room = ''
  #pongs: (() => void)[] = []

  constructor(pipe: Pipe) {
    this.#pipe = pipe
    pipe.onFrame = (text) => {
      this.frames++
      this.units += text.length
      if (text.startsWith('{"t":"welcome"')) this.#room = JSON.parse(text).room
      if (text.startsWith('{"t":"live"')) this.live = true
      if (text.startsWith('{"t":"pong"')) this.#pongs.shift()?.()
      if (text.startsWith('{"t":"state"') && text.includes('"idle"')) this.ended = this.frames > 20
    }
  }

  ping(): Promise<void> {
    return new Promise((resolve) => {
      this.#pongs.push(resolve)
      this.#pipe.send('{"t":"ping"}')
    })
  }

  call(method: string, params: object): void {
    this.#pipe.send(JSON.stringify({ t: 'call', id: newCallId(), room: this.#room, method, params }))
  }
}
