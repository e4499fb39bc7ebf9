// A connection that comes back: what it shows, when it tries again, and when it does not.

import { expect, test } from 'vitest'
import { byeCodes, passingByes } from '../../shared/codes.ts'
import { type Pipe, pipePair } from '../../shared/pipe.ts'
import { settled } from '../harness/clock.ts'
import { device, texts } from './device.ts'
import { ScriptedRoom } from './scripted-room.ts'

async function joined(options: Parameters<typeof device>[1] = {}) {
  const room = new ScriptedRoom()
  const pipes: Pipe[] = []
  const test = device(() => {
    const pipe = room.seat()
    pipes.push(pipe)
    return pipe
  }, options)
  await settled()
  return { room, pipes, ...test, test }
}

const welcomeTo = (room: string): string =>
  JSON.stringify({
    ...{ t: 'welcome', device: 'terminal', name: 'Terminal', role: 'owner' },
    ...{ scope: { kind: 'host' }, room, resume: 'reset' },
  })

const unreachable = (): Promise<Pipe> => Promise.reject(new Error('refused'))

test('connecting, catching up, live; listeners are told once for a burst', async () => {
  const { connection, test } = await joined()
  expect(test.statuses).toEqual(['connecting', 'live'])
  expect(test.told).toBeLessThan(5)
  expect(connection.self).toEqual({ device: 'terminal', role: 'owner', scope: { kind: 'host' }, room: 'scripted-room' })
  expect(connection.view.state?.title).toBe('scripted')
})

test('what the room adds is shown, and nothing twice', async () => {
  const { connection, room } = await joined()
  for (let line = 0; line < 20; line++) room.add()
  await settled()
  expect(texts(connection)).toEqual(room.entries.map(({ text }) => text))
})

test('older pages come in front, until there are none', async () => {
  const room = new ScriptedRoom()
  for (let line = 0; line < 120; line++) room.add()
  const { connection } = device(() => room.seat(), { limits: { page: 50 } })
  await settled()
  expect(texts(connection)).toHaveLength(50)
  await Promise.all([connection.older(), connection.older()])
  expect(texts(connection)).toHaveLength(100)
  await connection.older()
  expect(texts(connection)).toEqual(room.entries.map(({ text }) => text))
  expect(connection.view.before).toBeUndefined()
  await connection.older()
  expect(room.calls).toHaveLength(2)
})

test('an older page that comes after the view began anew is not put in front of it', async () => {
  const room = new ScriptedRoom()
  for (let line = 0; line < 120; line++) room.add()
  const { connection, clock } = device(() => room.seat())
  await settled()
  room.mute = true
  const older = connection.older().catch((cause: unknown) => cause)
  await settled()
  room.drop()
  await settled()
  expect(await older).toMatchObject({ code: 'unavailable' })
  room.firstPage = 10
  await clock.pass(1000)
  expect(texts(connection)).toHaveLength(10)
})

test('CL3 lost without a word it comes again; what was missed is there once', async () => {
  const { connection, room, clock } = await joined()
  room.add()
  await settled()
  room.drop()
  await settled()
  expect(connection.status.is).toBe('reconnecting')
  room.add()
  room.resumeInProcess(connection.view.position)
  await clock.pass(1000)
  expect(connection.status.is).toBe('live')
  expect(texts(connection)).toEqual(['0', '1'])
})

test.each(passingByes)('CL3 after %s it comes again', async (code) => {
  const { connection, room, clock } = await joined()
  room.bye(code, 'For a while.')
  await settled()
  expect(connection.status.is).toBe('reconnecting')
  await clock.pass(1000)
  expect(connection.status.is).toBe('live')
})

test.each(byeCodes.filter((code) => !passingByes.includes(code)))(
  'CL3 after %s it shows the sentence and stays away',
  async (code) => {
    const { connection, room, clock, pipes } = await joined()
    room.bye(code, 'Because the host says so.')
    await settled()
    expect(connection.status).toEqual({ is: 'ended', code, reason: 'Because the host says so.' })
    connection.wake()
    await clock.pass(600_000)
    expect(pipes).toHaveLength(1)
    expect(clock.pending).toBe(0)
  },
)

test('CL4 waits grow to the most there is, differ, and never stop', async () => {
  const waits: number[] = []
  const { connection, clock } = device(unreachable)
  for (let failure = 0; failure < 200; failure++) {
    await settled()
    const { status } = connection
    if (status.is !== 'reconnecting') throw new Error(`It is ${status.is}.`)
    const wait = status.again - clock.now()
    waits.push(wait)
    await clock.pass(wait)
  }
  expect(waits[0]).toBeLessThanOrEqual(300)
  expect(Math.max(...waits)).toBeLessThanOrEqual(5000)
  expect(Math.min(...waits.slice(10))).toBeGreaterThanOrEqual(2500)
  expect(new Set(waits.slice(10)).size).toBeGreaterThan(50)
})

test('CL4 after a connection that went live the waits begin anew', async () => {
  const room = new ScriptedRoom()
  let reachable = false
  const { connection, clock } = device(() => (reachable ? room.seat() : unreachable()))
  await clock.pass(60_000)
  reachable = true
  await clock.pass(5000)
  expect(connection.status.is).toBe('live')
  room.drop()
  await settled()
  const { status } = connection
  expect(status.is === 'reconnecting' && status.again - clock.now()).toBeLessThanOrEqual(300)
})

test('CL4 after one that was welcomed and never went live the waits go on growing', async () => {
  let tries = 0
  const { connection, clock } = device(() => {
    tries++
    const [near, far] = pipePair()
    far.onFrame = () => {
      far.send(welcomeTo('half a room'))
      far.terminate()
    }
    return near
  })
  await clock.pass(60_000)
  expect(connection.self?.room).toBe('half a room')
  expect(tries).toBeLessThan(30)
})

test('CL5 woken while it waits it tries at once', async () => {
  let tries = 0
  const { connection, clock } = device(() => {
    tries++
    return unreachable()
  })
  await clock.pass(60_000)
  const before = tries
  connection.wake()
  expect(tries).toBe(before + 1)
  expect(connection.status.is).toBe('connecting')
  await settled()
  expect(connection.status.is).toBe('reconnecting')
})

test('CL5 woken while an old try hangs it begins another; a fresh one is left alone', async () => {
  let tries = 0
  const { connection, clock } = device(() => {
    tries++
    return new Promise<Pipe>(() => {})
  })
  connection.wake()
  expect(tries).toBe(1)
  clock.advance(4000)
  connection.wake()
  expect(tries).toBe(2)
})

test('CL6 a try that does not open is given up, and closed should it open after all', async () => {
  const room = new ScriptedRoom()
  const [late, far] = pipePair()
  let opened: (pipe: Pipe) => void = () => {}
  let first = true
  const { connection, clock } = device(() => {
    if (!first) return room.seat()
    first = false
    return new Promise<Pipe>((resolve) => {
      opened = resolve
    })
  })
  await clock.pass(7999)
  expect(connection.status.is).toBe('connecting')
  await clock.pass(1)
  expect(connection.status.is).toBe('reconnecting')
  let closed = false
  far.onClose = () => {
    closed = true
  }
  opened(late)
  await clock.pass(1000)
  expect(closed).toBe(true)
  expect(connection.status.is).toBe('live')
})

test('CL6 a try that is given up, or not needed any more, is called off', async () => {
  const signals: AbortSignal[] = []
  const { connection, clock } = device((abandoned) => {
    signals.push(abandoned)
    return new Promise<Pipe>(() => {})
  })
  await clock.pass(9000)
  connection.close()
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
})

test('CL6 a host that opens and says nothing is given up; what it says later is ignored', async () => {
  const room = new ScriptedRoom()
  const [near, far] = pipePair()
  let first = true
  const { connection, clock } = device(() => {
    if (!first) return room.seat()
    first = false
    return near
  })
  await clock.pass(8000)
  await clock.pass(1000)
  expect(connection.status.is).toBe('live')
  near.onFrame(welcomeTo('another room'))
  near.onFrame('{"t":"bye","code":"revoked","reason":"Too late to say so."}')
  far.send('{"t":"bye","code":"revoked","reason":"Too late to say so."}')
  await settled()
  expect(connection.status.is).toBe('live')
  expect(connection.self?.room).toBe(room.id)
})

test('CL7 a device that leaves says so and is quiet', async () => {
  const { connection, clock, pipes, room } = await joined()
  expect(room.connected).toBe(1)
  const codes: number[] = []
  for (const { pipe } of room.joined) pipe.onClose = (code) => codes.push(code)
  connection.close()
  await settled()
  expect(codes).toEqual([1000])
  expect(connection.status).toMatchObject({ is: 'ended', code: 'closed' })
  connection.wake()
  await clock.pass(600_000)
  expect(pipes).toHaveLength(1)
  expect(clock.pending).toBe(0)
})

test('CL7 one that leaves while it waits for the next try tries no more', async () => {
  const { connection, clock, pipes, room } = await joined()
  room.drop()
  await settled()
  expect(connection.status.is).toBe('reconnecting')
  connection.close()
  await clock.pass(600_000)
  expect(connection.status.is).toBe('ended')
  expect(pipes).toHaveLength(1)
})

test('WP5 frames of a kind it does not know are passed over; what is no frame makes it come again', async () => {
  const { connection, room, pipes, clock } = await joined()
  room.tell({ t: 'hologram', of: 'later' } as never)
  room.add()
  await settled()
  expect(connection.status.is).toBe('live')
  expect(texts(connection)).toEqual(['0'])
  for (const noFrame of ['{"t":', 'null', '7', '"entries"', '[]', '{"t":1}']) {
    pipes.at(-1)?.onFrame(noFrame)
    expect(connection.status.is).toBe('reconnecting')
    room.resumeInProcess(connection.view.position)
    await clock.pass(1000)
    expect(connection.status.is).toBe('live')
  }
})

test('a bye that is not one of the wire is no reason to stay away', async () => {
  const { connection, pipes } = await joined()
  pipes[0]?.onFrame('{"t":"bye","code":"because","reason":"x"}')
  expect(connection.status.is).toBe('reconnecting')
})

test('HB1 from the welcome on it pings on its clock', async () => {
  const { room, clock } = await joined()
  await clock.pass(30_000)
  expect(room.heard.filter((text) => text === '{"t":"ping"}')).toHaveLength(3)
})

test('HB1 before the welcome there are no pings', async () => {
  const [near, far] = pipePair()
  const heard: string[] = []
  far.onFrame = (text) => heard.push(JSON.parse(text).t)
  const { clock } = device(() => near, { limits: { connect: 60_000 } })
  await clock.pass(50_000)
  expect(heard).toEqual(['hello'])
})

test('HB2 silence with a ping unanswered ends it, between 20 and 25 seconds', async () => {
  const { connection, room, clock } = await joined()
  room.mute = true
  await clock.pass(20_000)
  expect(connection.status.is).toBe('live')
  expect(room.joined).toHaveLength(1)
  await clock.pass(5000)
  expect(room.joined).toHaveLength(2)
})

test('HB2 any frame will do, as long as one comes', async () => {
  const { connection, room, clock } = await joined()
  room.mute = true
  for (let line = 0; line < 20; line++) {
    await clock.pass(15_000)
    room.add()
  }
  await settled()
  expect(connection.status.is).toBe('live')
  expect(connection.view.entries).toHaveLength(20)
})

test('HB3 woken it asks at once, and believes an answer', async () => {
  const { connection, room, clock } = await joined()
  connection.wake()
  connection.wake()
  await clock.pass(3000)
  expect(room.heard.filter((text) => text === '{"t":"ping"}').length).toBeGreaterThanOrEqual(1)
  await clock.pass(60_000)
  expect(connection.status.is).toBe('live')
})

test('HB3 woken without an answer it begins anew after a moment', async () => {
  const { connection, room, clock, test } = await joined()
  room.mute = true
  connection.wake()
  await clock.pass(2999)
  expect(connection.status.is).toBe('live')
  room.resumeInProcess(connection.view.position)
  await clock.pass(1)
  room.mute = false
  await clock.pass(1000)
  expect(test.statuses).toEqual(['connecting', 'live', 'reconnecting', 'connecting', 'live'])
})

test('HB4 a page that slept asks before it gives up', async () => {
  const { connection, room, clock } = await joined()
  clock.sleep(3_600_000)
  expect(connection.status.is).toBe('live')
  await settled()
  await clock.pass(60_000)
  expect(connection.status.is).toBe('live')

  room.mute = true
  clock.sleep(3_600_000)
  await settled()
  expect(connection.status.is).toBe('live')
  await clock.pass(3000)
  expect(connection.status.is).not.toBe('live')
})

test('HS1 the terminal says hello and nothing else', async () => {
  const { room } = await joined()
  expect(room.heard).toHaveLength(1)
  expect(JSON.parse(room.heard[0] ?? '')).toMatchObject({ t: 'hello', v: 1, who: { kind: 'terminal' } })
})

test('HS2 a welcome from a host that has proved nothing is not believed', async () => {
  const room = new ScriptedRoom()
  const credential = { kind: 'ticket', secret: 'A'.repeat(22), seed: 'B'.repeat(22) } as const
  const { connection } = device(() => room.seat(), { credential })
  await settled()
  expect(connection.status).toMatchObject({ is: 'ended', code: 'host_unproved' })
  expect(connection.self).toBeUndefined()
  expect(connection.view.entries).toEqual([])
})

test('a host that cannot be reached at first is tried until it can', async () => {
  const room = new ScriptedRoom()
  let reachable = false
  const { connection, clock } = device(() => (reachable ? room.seat() : unreachable()))
  await clock.pass(30_000)
  expect(connection.status.is).toBe('reconnecting')
  reachable = true
  await clock.pass(5000)
  expect(connection.status.is).toBe('live')
})
