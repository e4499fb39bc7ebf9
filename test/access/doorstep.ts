// A door with everything behind it in a temporary home, and devices that knock with the real client's handshake.

import { randomBytes } from 'node:crypto'
import type { Credential } from '../../client/connection.ts'
import { Handshake } from '../../client/handshake.ts'
import type { Admission } from '../../server/access/admission.ts'
import { Door, type Peer } from '../../server/access/door.ts'
import { Grants } from '../../server/access/grants.ts'
import { openKeys } from '../../server/access/keys.ts'
import { Links } from '../../server/access/links.ts'
import { LocalJoins } from '../../server/access/local-joins.ts'
import type { LoggedTry } from '../../server/access/refusal-log.ts'
import type { RefusedTry } from '../../server/access/refused-news.ts'
import { Tickets } from '../../server/access/tickets.ts'
import { Tries } from '../../server/access/tries.ts'
import type { Clock } from '../../shared/clock.ts'
import type { RoomId } from '../../shared/ids.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import { type Pipe, pipePair } from '../../shared/pipe.ts'
import type { Position } from '../../shared/protocol.ts'
import { FakeClock, settled } from '../harness/clock.ts'
import { temporaryFolder } from '../harness/temp.ts'

export const room = 'room-of-the-test' as RoomId
export const stranger: Peer = { trusted: false, address: '192.0.2.7' }
export const self: Peer = { trusted: true, address: 'in-process' }

export const random = (length: number): Uint8Array => randomBytes(length)

export function doorstep(options?: { home?: string; clock?: FakeClock; limits?: Partial<Limits> }): Doorstep<FakeClock>
export function doorstep(options: { home?: string; clock: Clock; limits?: Partial<Limits> }): Doorstep<Clock>
export function doorstep(
  options: { home?: string; clock?: Clock; limits?: Partial<Limits> } = {},
): Doorstep<Clock> | Doorstep<FakeClock> {
  return options.clock ? behind(options.clock, options) : behind(new FakeClock(), options)
}

function behind<C extends Clock>(clock: C, options: { home?: string; limits?: Partial<Limits> }) {
  const home = options.home ?? temporaryFolder()
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const keys = openKeys(home)
  const grants = new Grants({ home, clock, limits })
  const tickets = new Tickets({ clock, limits, random, install: () => keys.link.install })
  const links = new Links({ home, key: keys.link, clock, limits })
  const rooms = new Set([room])
  const local = new LocalJoins({ clock, limits })
  const tries = new Tries({ clock, limits })
  const refused: (LoggedTry & RefusedTry)[] = []
  const door = new Door({
    local,
    tries,
    onRefused: (tried) => refused.push(tried),
    clock,
    limits,
    grants,
    tickets,
    links,
    seedKey: keys.seeds,
    hasRoom: (asked) => rooms.has(asked),
  })
  return { home, clock, limits, keys, grants, tickets, links, local, refused, rooms, door }
}

export type Doorstep<C extends Clock = Clock> = ReturnType<typeof behind<C>>

export interface Knock {
  readonly credential: Credential
  readonly peer?: Peer
  readonly room?: RoomId
  readonly from?: Position
  readonly name?: string
  /** Changes what the device sends, as somebody in between would. */
  readonly tamper?: (frame: string) => string
}

export interface Outcome {
  readonly admission: Admission | undefined
  /** What the device makes of it: let in with this to come again, or told why not. */
  readonly credential: Credential | undefined
  readonly refusal: { readonly code: string; readonly reason: string } | undefined
  readonly pipe: Pipe
  /** Every frame in both directions, in order. */
  readonly frames: readonly string[]
  readonly closed: { readonly code: number; readonly reason: string } | undefined
}

/** One device at the door, from hello to the answer. */
export async function knock(step: { readonly door: Pick<Door, 'admit'> }, how: Knock): Promise<Outcome> {
  const [ours, theirs] = pipePair()
  const frames: string[] = []
  let refusal: Outcome['refusal']
  let closed: Outcome['closed']
  const handshake = new Handshake({
    credential: how.credential,
    room: how.room,
    name: how.name ?? 'Phone',
    from: how.from,
    random,
  })
  const send = (frame: string) => {
    const sent = how.tamper?.(frame) ?? frame
    frames.push(sent)
    ours.send(sent)
  }
  ours.onFrame = (text) => {
    frames.push(text)
    const frame = JSON.parse(text)
    if (frame.t === 'bye') refusal = { code: frame.code, reason: frame.reason }
    if (frame.t !== 'challenge') return
    const answer = handshake.answer(frame)
    if ('proof' in answer) send(answer.proof)
    else {
      refusal = answer
      ours.close()
    }
  }
  ours.onClose = (code, reason) => {
    closed = { code, reason }
  }
  const admitting = step.door.admit(theirs, how.peer ?? stranger)
  if (handshake.hello === undefined) {
    refusal = handshake.refusal
    ours.close()
  } else send(handshake.hello)
  const admission = await admitting
  await settled()
  const credential = admission && handshake.credentialOf(admission.device)
  return {
    admission,
    credential,
    get refusal() {
      return refusal
    },
    pipe: ours,
    frames,
    get closed() {
      return closed
    },
  }
}

export const seed = (): string => randomBytes(16).toString('base64url')

export const byTicket = (secret: string, deviceSeed = seed()): Credential => ({
  kind: 'ticket',
  secret,
  seed: deviceSeed,
})

export const byLink = (token: string, deviceSeed = seed()): Credential => ({ kind: 'link', token, seed: deviceSeed })

/** Lets a device in by a fresh ticket. */
export async function pair(step: Doorstep, name = 'Phone') {
  const outcome = await knock(step, { credential: byTicket(step.tickets.issue().secret), name })
  const { admission, credential, pipe } = outcome
  if (!admission || credential?.kind !== 'device') throw new Error('A fresh ticket did not let a device in.')
  return { admission, credential, pipe, device: admission.device, closed: () => outcome.closed, outcome }
}
