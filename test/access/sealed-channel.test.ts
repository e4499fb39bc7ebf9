// The door over a wire that somebody sits on: what can be read there, and what comes of changing it.

import { expect, test } from 'vitest'
import type { Credential } from '../../client/connection.ts'
import { until } from '../../client/until.ts'
import { device } from '../client/device.ts'
import { ScriptedRoom } from '../client/scripted-room.ts'
import { settled } from '../harness/clock.ts'
import { type Between, type Message, wirePair } from '../harness/wire-pair.ts'
import { byLink, byTicket, doorstep, random, room, stranger } from './doorstep.ts'

/** A device on a wire to a door; `between` may be changed from try to try. */
function overWire(how: { credential: (step: ReturnType<typeof doorstep>) => Credential | Promise<Credential> }) {
  const step = doorstep()
  const scripted = new ScriptedRoom()
  const passed: Message[] = []
  const wire: { between: Between } = { between: (message) => [message] }
  const start = async () => {
    const lasting: Credential[] = []
    const phone = device(
      () => {
        const [left, right] = wirePair((message, from) => {
          const after = wire.between(message, from)
          passed.push(...after)
          return after
        })
        void step.door.admit(right, stranger).then((admission) => admission && scripted.join(admission))
        return left
      },
      {
        credential: await how.credential(step),
        onCredential: (credential) => lasting.push(credential),
        name: 'Aunt Agatha’s phone',
        random,
        clock: step.clock,
      },
    )
    return { ...phone, connection: phone.connection, lasting }
  }
  return { step, room: scripted, passed, wire, start }
}

const byCode = { credential: (step: ReturnType<typeof doorstep>) => byTicket(step.tickets.issue().secret) }
const texts = (messages: readonly Message[]) => messages.filter((message) => typeof message === 'string')

test('SC1 after three texts everything is sealed, and nothing that was said can be read', async () => {
  const it = overWire(byCode)
  it.room.add('the transcript from before')
  const { connection } = await it.start()
  await until(connection, () => connection.status.is === 'live')
  await connection.prompt('a secret plan').answered
  expect(connection.view.entries).toHaveLength(2)
  expect(texts(it.passed).map((text) => JSON.parse(String(text)).t)).toEqual(['hello', 'challenge', 'proof'])
  const all = Buffer.concat(it.passed.map((message) => Buffer.from(message))).toString('latin1')
  for (const word of ['transcript from before', 'secret plan', 'welcome', 'prompt', 'owner']) {
    expect([word, all.includes(word)]).toEqual([word, false])
  }
})

test('SC1 no secret is in what is sent: not the code’s, not the link’s signature, not the device’s own', async () => {
  const signed = { token: '' }
  for (const how of [
    byCode,
    {
      credential: async (step: ReturnType<typeof doorstep>) => {
        signed.token = (await step.links.issue(room, 'drive')).token
        return byLink(signed.token)
      },
    },
  ]) {
    const it = overWire(how)
    const { connection, lasting } = await it.start()
    await until(connection, () => connection.status.is === 'live')
    const [own] = lasting
    if (own?.kind !== 'device') throw new Error('no lasting credential')
    const all = Buffer.concat(it.passed.map((message) => Buffer.from(message))).toString('latin1')
    expect(all).not.toContain(own.secret)
    const signature = signed.token.split('.').at(-1)
    if (signature) expect(all).not.toContain(signature)
    connection.close()
  }
})

test('SC1 each connection has keys of its own: a recording is of no use in the next', async () => {
  const it = overWire(byCode)
  const { connection } = await it.start()
  await until(connection, () => connection.status.is === 'live')
  await connection.prompt('only once').answered
  const recorded = it.passed.filter((message) => typeof message !== 'string')
  it.wire.between = (message, from) => (from === 'left' && typeof message !== 'string' ? recorded : [message])
  it.room.drop()
  await settled()
  it.step.clock.advance(1000)
  await settled()
  it.step.clock.advance(10_000)
  await settled()
  expect(it.room.calls).toHaveLength(1)
})

test('SC1 a device without a share is not let in from outside, and a host without one is not believed', async () => {
  const without = (message: Message, t: string) => {
    if (typeof message !== 'string' || JSON.parse(message).t !== t) return message
    const { share: _, ...rest } = JSON.parse(message)
    return JSON.stringify(rest)
  }
  const device = overWire(byCode)
  device.wire.between = (message) => [without(message, 'hello')]
  const first = await device.start()
  await until(first.connection, () => first.connection.status.is === 'ended')
  expect(first.connection.status).toMatchObject({ code: 'bad_frame' })
  expect(device.room.joined).toEqual([])

  // One that knows the secret but would talk in the clear: the same door, on a pipe that it takes for its own process's.
  const step = doorstep()
  const { connection } = await overWireWithoutSeal(step)
  await until(connection, () => connection.status.is === 'ended')
  expect(connection.status).toMatchObject({ code: 'host_unproved' })
})

async function overWireWithoutSeal(step: ReturnType<typeof doorstep>) {
  return device(
    () => {
      const [left, right] = wirePair()
      const { wire: _, ...plain } = right
      const pipe = { ...plain, onFrame: (_: string) => {}, onClose: () => {} }
      right.onFrame = (frame) => pipe.onFrame(frame)
      void step.door.admit(pipe, stranger)
      return left
    },
    { credential: byTicket(step.tickets.issue().secret), random },
  )
}

test('SC2 shares put in by somebody in between let nobody in', async () => {
  const { KeyShare } = await import('../../server/access/seal.ts')
  for (const t of ['hello', 'challenge']) {
    const it = overWire(byCode)
    it.wire.between = (message) => {
      if (typeof message !== 'string') return [message]
      const frame = JSON.parse(message)
      if (frame.t !== t) return [message]
      if (t === 'hello') return [JSON.stringify({ ...frame, share: new KeyShare().share })]
      const body = JSON.stringify({ ...JSON.parse(frame.body), share: new KeyShare().share })
      return [JSON.stringify({ ...frame, body })]
    }
    const { connection } = await it.start()
    await until(connection, () => connection.status.is === 'ended')
    expect(connection.status).toMatchObject({ code: 'host_unproved' })
    expect(it.room.joined).toEqual([])
  }
})

test('SC4 a frame changed on the way to the device makes it come again, and nothing of it is shown', async () => {
  const it = overWire(byCode)
  it.room.add('shown')
  let spoil = true
  it.wire.between = (message, from) => {
    if (from === 'left' || typeof message === 'string' || !spoil) return [message]
    spoil = false
    return [Buffer.from(message).fill(0, 3, 4)]
  }
  const { connection, statuses } = await it.start()
  await until(connection, () => connection.status.is === 'reconnecting')
  expect(connection.view.entries).toEqual([])
  it.step.clock.advance(1000)
  await until(connection, () => connection.status.is === 'live')
  expect(connection.view.entries).toHaveLength(1)
  expect(statuses).toContain('reconnecting')
})

test('SC5 a refusal after the proof is heard although it is not sealed; later one is not', async () => {
  const refused = overWire({ credential: (step) => byTicket(step.tickets.issue().secret) })
  refused.wire.between = (message) => {
    // The code is used up by another while this device proves itself.
    if (typeof message === 'string' && JSON.parse(message).t === 'proof') refused.step.tickets.issue()
    return [message]
  }
  const late = await refused.start()
  await until(late.connection, () => late.connection.status.is === 'ended')
  expect(late.connection.status).toMatchObject({ code: 'ticket_expired' })

  const it = overWire(byCode)
  const { connection } = await it.start()
  await until(connection, () => connection.status.is === 'live')
  it.wire.between = (message, from) =>
    from === 'left' ? [message] : ['{"t":"bye","code":"revoked","reason":"Go away."}', message]
  it.room.add('more')
  await until(connection, () => connection.status.is !== 'live')
  expect(connection.status.is).toBe('reconnecting')
})
