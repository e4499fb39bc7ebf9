// Agents that misbehave: each ends in a clear state on every device, with a way on, and leaves no process behind.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import { held } from '../harness/memory.ts'
import { isAlive } from '../harness/processes.ts'
import { newCallId, type RoomDevice } from '../harness/room-device.ts'
import { agentMachine, agentRoom } from './real/agent-room.ts'

const program = join(import.meta.dirname, 'misbehaving-agent.mjs')
const quick = { cancelGrace: 300, stalled: 300 }

let directory = ''
/** The agent's processes, and those that it started. */
const processes = (): number[] => {
  const path = join(directory, 'ids')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').map(Number) : []
}
const leftBehind = (): number[] => processes().filter(isAlive)

interface Tried {
  readonly phone: RoomDevice
  readonly laptop: RoomDevice
  /** Sends a prompt and resolves with how its turn ended. */
  ask(text?: string): Promise<{ outcome: string; reason?: string }>
  until(condition: () => boolean): Promise<void>
}

/** A session with an agent that misbehaves so, and two devices in it. */
async function trying(way: string, limits: Partial<Limits> = {}): Promise<Tried> {
  const machine = { ...agentMachine([]), limits: { ...defaultLimits, ...quick, ...limits } }
  directory = machine.directory
  // Asked last, once the room has closed.
  onTestFinished(() => expect.poll(leftBehind, { timeout: 5000 }).toEqual([]))
  const room = await agentRoom(machine, `${process.execPath} ${program} ${way}`)
  const [phone, laptop] = [room.join('phone'), room.join('laptop')]
  const until = (condition: () => boolean): Promise<void> =>
    expect.poll(condition, { timeout: 12_000, interval: 10 }).toBe(true)
  return {
    phone,
    laptop,
    until,
    async ask(text = 'go') {
      const id = newCallId()
      await phone.ok('prompt', { text }, id)
      const ended = (): boolean => {
        const mark = phone.view.marks.get(id)?.outcome
        return mark !== undefined || (isIdle(phone) && phone.screen.some((line) => line.startsWith('reply')))
      }
      await until(ended)
      const { outcome = 'done', reason } = phone.view.marks.get(id) ?? {}
      return { outcome, reason }
    },
  }
}

const isIdle = (device: RoomDevice): boolean =>
  device.view.state?.activity.is === 'idle' && Object.keys(device.view.state.queue).length === 0
const gone = (device: RoomDevice): string => {
  const activity = device.view.state?.activity
  return activity?.is === 'gone' ? activity.reason : ''
}
const replies = (device: RoomDevice): string =>
  device.screen.flatMap((line) => (line.startsWith('reply ') ? [line.slice(6)] : [])).join('')
const notices = (device: RoomDevice): string[] =>
  Object.values(device.view.state?.notices ?? {}).map(({ text }) => text)

/** Every device says the same, and a restart gives the next agent. */
async function offersAWayOn({ phone, laptop, until }: Tried, reason: RegExp): Promise<void> {
  await until(() => gone(phone) !== '' && gone(laptop) !== '')
  expect(gone(phone)).toMatch(reason)
  expect(gone(laptop)).toBe(gone(phone))
  const before = processes().length
  await laptop.ok('restart', {})
  await until(() => processes().length > before || gone(phone) === '')
}

test.each(['never-starts', 'never-opens'])('WD4 one that %s is ended after its time', async (way) => {
  const it = await trying(way, { agentStart: 400 })
  await offersAWayOn(it, /^node did not answer within 0 seconds of being started, so it was ended\.$/)
})

test('WD4 one that is another program is ended, and what it printed is told', async () => {
  const it = await trying('is-no-agent', { agentStart: 2000 })
  await offersAWayOn(it, /did not answer within/)
  expect(notices(it.phone)).toEqual([
    expect.stringContaining('no ACP and were left out: Welcome to the wrong program.'),
  ])
})

test('WD5 one that hangs is shown as stalled, and Stop ends the turn with its agent', async () => {
  const it = await trying('hangs')
  const asked = it.ask()
  const stalled = (): boolean => {
    const activity = it.laptop.view.state?.activity
    return activity?.is === 'running' && activity.stalled !== undefined
  }
  await it.until(stalled)
  await it.laptop.ok('cancel', {})
  expect(await asked).toMatchObject({ outcome: 'cancelled', reason: expect.stringContaining('did not stop') })
  await offersAWayOn(it, /It did not stop when it was asked to/)
})

test('WD5 where the user has set so, one that hangs is ended by itself, with the reason', async () => {
  const it = await trying('hangs', { endStalled: 400 })
  expect(await it.ask()).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('endStalledAfter') })
  await offersAWayOn(it, /Nothing was heard of it/)
})

test('TU6 one that ignores the cancel and SIGTERM is ended all the same', async () => {
  const it = await trying('will-not-stop')
  const asked = it.ask()
  await it.until(() => replies(it.phone) !== '' || it.phone.screen.some((line) => line.startsWith('writing')))
  await it.phone.ok('cancel', {})
  expect(await asked).toMatchObject({ outcome: 'cancelled' })
  await offersAWayOn(it, /It did not stop/)
})

test('WD6 lines that are no ACP are left out, counted and told, and the turn goes on', async () => {
  const it = await trying('talks-rubbish')
  expect(await it.ask()).toEqual({ outcome: 'done' })
  expect(replies(it.laptop)).toBe('after the rubbish')
  expect(notices(it.laptop)).toEqual([
    expect.stringMatching(/^A line that node printed .* left out: Debugger listening on port 0/),
    expect.stringMatching(/^10 lines .*: Debugger listening on port 9/),
  ])
})

test('WD6 one that prints nothing but rubbish is ended', async () => {
  const it = await trying('only-rubbish', { agentRubbish: 32 * 1024 })
  expect(await it.ask()).toMatchObject({ outcome: 'failed' })
  await offersAWayOn(it, /prints what is no ACP, for example: what is this protocol\?, so it was ended\.$/)
})

test('WD7 a message of 100 MB is not taken in: memory stays flat and the agent is ended', async () => {
  const it = await trying('says-100-mb-at-once', { agentMessage: 4 * 1024 * 1024 })
  const before = held()
  let most = 0
  const watching = setInterval(() => {
    const { heapUsed, external } = process.memoryUsage()
    most = Math.max(most, heapUsed + external - before)
  }, 20)
  expect(await it.ask()).toMatchObject({ outcome: 'failed' })
  clearInterval(watching)
  expect(most).toBeLessThan(32 * 1024 * 1024)
  await offersAWayOn(it, /sent a message of more than 4 MiB, so it was ended\.$/)
})

test('WD8 methods that nobody knows are answered as such, and the turn goes on', async () => {
  const it = await trying('asks-what-nobody-knows')
  expect(await it.ask()).toEqual({ outcome: 'done' })
  expect(replies(it.phone)).toBe('-32601 -32601')
})

test('WD8 one that is not signed in says how to, and the session goes on', async () => {
  const it = await trying('is-not-signed-in')
  expect(await it.ask()).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('not signed in') })
  await it.until(() => isIdle(it.laptop))
})

test('WD8 one that loses its API says so, and the session goes on', async () => {
  const it = await trying('loses-its-api')
  expect(await it.ask()).toMatchObject({ outcome: 'failed', reason: 'Internal error: API Error: 529 overloaded_error' })
  await it.until(() => isIdle(it.laptop))
})

test('WD8 one that dies in mid-turn is gone with its last words; what it had said stays', async () => {
  const it = await trying('dies')
  expect(await it.ask()).toMatchObject({ outcome: 'failed' })
  expect(replies(it.phone)).toBe('I was about to')
  await offersAWayOn(it, /ended with code 7\. out of luck$/)
})

test('WD8 one that closes its output and lives on is ended', async () => {
  const it = await trying('closes-its-mouth')
  expect(await it.ask()).toMatchObject({ outcome: 'failed' })
  await offersAWayOn(it, /closed its connection\.$/)
})

test.each(['has-children', 'has-strays'])(
  'WD9 one that %s is ended with them, though they ignore SIGTERM or left its group',
  async (way) => {
    const it = await trying(way)
    const asked = it.ask()
    await it.until(() => processes().length === 3 && it.phone.screen.length > 1)
    await it.phone.ok('cancel', {})
    await asked
    await it.until(() => leftBehind().length === 0)
  },
)

test('WD9 children that outlive it are ended', async () => {
  const it = await trying('leaves-children')
  expect(await it.ask()).toMatchObject({ outcome: 'failed' })
  await it.until(() => processes().length === 3 && leftBehind().length === 0)
})
