// Many devices, a door and a room, and a network that breaks by a seed: in the end everything is there once, in order.

import { expect, test } from 'vitest'
import type { Connection } from '../../client/connection.ts'
import { pipePair } from '../../shared/pipe.ts'
import { byTicket, doorstep, stranger } from '../access/doorstep.ts'
import { FakeClock, settled } from '../harness/clock.ts'
import { seededBytes, seededNumbers } from '../harness/random.ts'
import { device, texts } from './device.ts'
import { roomId, ScriptedRoom } from './scripted-room.ts'

const seededSeed = (number: number) => Buffer.from(seededBytes(number)(16)).toString('base64url')

const seeds = Array.from({ length: 25 }, (_, seed) => seed + 1)

test.each(seeds)('OB2 HS6 after any breaks every prompt is there once on every device (seed %i)', async (seed) => {
  const chance = seededNumbers(seed)
  const clock = new FakeClock()
  // Long enough that no prompt asks before it goes, whatever the breaks.
  const limits = { outboxAge: 1e9, ticket: 1e9 }
  const step = doorstep({ clock, limits })
  step.rooms.add(roomId)
  const room = new ScriptedRoom()
  // Who begins anew gets nothing of what was: only resuming brings everything.
  room.firstPage = 0
  let reachable = true
  const open = () => {
    if (!reachable) throw new Error('unreachable')
    const [near, far] = pipePair()
    void step.door.admit(far, stranger).then((admission) => admission && room.join(admission))
    return near
  }
  const devices: Connection[] = []
  for (const number of [1, 2, 3]) {
    const credential = byTicket(step.tickets.issue().secret, seededSeed(number))
    devices.push(device(open, { clock, limits, credential, random: seededBytes(seed * 10 + number) }).connection)
    // One ticket at a time: it has to be used before the next takes its place.
    await settled()
  }

  const sent = new Map<Connection, string[]>(devices.map((connection) => [connection, []]))
  for (let act = 0; act < 60; act++) {
    const connection = devices[Math.floor(chance() * devices.length)]
    if (!connection) throw new Error('no device')
    const what = chance()
    if (what < 0.4) {
      const text = `prompt ${act}`
      connection.prompt(text)
      sent.get(connection)?.push(text)
    } else if (what < 0.55) room.drop()
    else if (what < 0.65) reachable = !reachable
    else if (what < 0.75) room.mute = !room.mute
    else if (what < 0.85) connection.wake()
    else await clock.pass(Math.floor(chance() * 8000))
    if (chance() < 0.7) await settled()
  }

  reachable = true
  // Answers get lost with their connection only; a host that swallowed some has to lose it, too.
  room.mute = false
  room.drop()
  await clock.pass(60_000)
  const said = room.entries.map(({ text }) => text)
  for (const connection of devices) {
    expect(connection.status.is).toBe('live')
    expect(connection.outbox).toEqual([])
    expect(texts(connection)).toEqual(said)
    expect(said.filter((text) => sent.get(connection)?.includes(text))).toEqual(sent.get(connection))
  }
  expect(said).toHaveLength([...sent.values()].flat().length)
  expect(new Set(said).size).toBe(said.length)
  expect(step.grants.list()).toHaveLength(3)
})
