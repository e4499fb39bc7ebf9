// The door: every pipe comes through here, and comes out as an admission or with a plain sentence why not.

import { randomInt } from 'node:crypto'
import type { Clock } from '../../shared/clock.ts'
import type { ByeCode } from '../../shared/codes.ts'
import type { Who } from '../../shared/handshake-frames.ts'
import { type DeviceId, type RoomId, terminalDevice } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import type { ServerFrame } from '../../shared/protocol.ts'
import { type Role, reaches, type Scope } from '../../shared/roles.ts'
import type { Admission } from './admission.ts'
import { AdmittedPipe } from './admitted-pipe.ts'
import { Credentials, type CredentialsOptions } from './credentials.ts'
import type { Grant } from './grants.ts'
import { proved, readHello } from './handshake.ts'
import type { LocalJoins } from './local-joins.ts'
import { PrivateFileFailed } from './private-file.ts'
import type { LoggedTry } from './refusal-log.ts'
import { Refused } from './refusals.ts'
import type { RefusedTry } from './refused-news.ts'
import { Closed, Talk } from './talk.ts'
import type { Tries } from './tries.ts'

/** Where a pipe comes from. */
export interface Peer {
  /** It was made in this process. */
  readonly trusted: boolean
  /** It came over a socket that only this user can open, for this room. */
  readonly local?: RoomId
  /** IP address, for counting. */
  readonly address: string
}

export interface DoorOptions extends CredentialsOptions {
  readonly clock: Clock
  readonly limits: Limits
  /** Whether this host runs that room now. */
  readonly hasRoom: (room: RoomId) => boolean
  readonly local: LocalJoins
  readonly tries: Tries
  /** Told of every try that was refused. */
  readonly onRefused?: (tried: LoggedTry & RefusedTry) => void
}

/** A device that came by a code and shows a number, for somebody to compare. */
export interface Comparing {
  readonly device: DeviceId
  readonly name: string
  readonly address: string
  readonly number: string
  readonly role: Role
}

/** Asks the owners whether that number is on their device; `withdraw` takes the question back. */
export type Compare = (comparing: Comparing) => { readonly answered: Promise<boolean>; readonly withdraw: () => void }

export class Door {
  readonly #options: DoorOptions
  readonly #credentials: Credentials
  readonly #pending = new Map<string, number>()
  readonly #admitted = new Map<DeviceId, Set<AdmittedPipe>>()
  readonly #comparing = new Set<string>()
  readonly #callOff: () => void
  /** A connected device is called something else, or may do something else, from now on. */
  onRevised: (device: DeviceId, now: Pick<Grant, 'name' | 'role' | 'scope'>) => void = () => {}
  /** Where it is set, no code pairs a device before somebody said yes to its number. */
  compare: Compare | undefined

  constructor(options: DoorOptions) {
    this.#options = options
    this.#credentials = new Credentials(options)
    this.#callOff = options.grants.onChange((device) => this.#decided(device))
  }

  /** Runs the host's side of the handshake; undefined where the pipe was refused, or closed. */
  async admit(pipe: Pipe, peer: Peer): Promise<Admission | undefined> {
    const { clock, limits, tries } = this.#options
    const talk = new Talk(pipe)
    const here = this.#pending.get(peer.address) ?? 0
    const everywhere = [...this.#pending.values()].reduce((sum, count) => sum + count, 0)
    const full = !peer.trusted && (here >= limits.pendingPerAddress || everywhere >= limits.pendingSockets)
    this.#count(peer.address, +1)
    const callOff = clock.after(limits.handshake, () => talk.refuse('handshake_late'))
    const visit: Visit = { talk, peer, inTime: callOff, by: 'nothing', proved: false }
    try {
      if (full || (isFar(peer) && tries.exhausted(peer.address))) throw new Refused('busy')
      const admission = await this.#handshake(visit)
      if (isFar(peer)) tries.succeeded(peer.address)
      return admission
    } catch (cause) {
      if (cause instanceof Refused) {
        talk.bye(cause.code)
        this.#refused(visit, cause)
      } else if (cause instanceof PrivateFileFailed) talk.bye('storage_failed')
      else if (cause instanceof Closed) {
        if (isFar(peer) && !visit.proved) tries.failed(peer.address)
      } else {
        talk.release().terminate()
        throw cause
      }
      return undefined
    } finally {
      callOff()
      this.#count(peer.address, -1)
    }
  }

  isHere(device: DeviceId): boolean {
    return this.#admitted.has(device)
  }

  /** Says good-bye to every device but the terminal. */
  close(): void {
    this.#callOff()
    for (const device of [...this.#admitted.keys()]) this.#endAll(device, 'closing')
  }

  async #handshake(visit: Visit): Promise<Admission> {
    const { talk, peer } = visit
    const first = await talk.next()
    const hello = readHello(first)
    const { who } = hello
    visit.by = who.kind
    if ((who.kind === 'local') !== (peer.local !== undefined)) throw new Refused('unknown_device')
    if (who.kind === 'local') return this.#local(talk, peer.local)
    if (who.kind === 'terminal') return this.#terminal(talk, hello.room, peer)
    const { claim, seal, name, from } = await proved(talk, first, { ...hello, who }, this.#credentials)
    visit.proved = true
    if (claim.fresh !== undefined && this.compare) {
      // It may take a person's time now, and everything is said in the sealed channel.
      visit.inTime()
      if (seal) talk.seal(seal)
      await this.#compared(talk, { ...claim.fresh, name, address: peer.address }, this.compare)
    }
    const fits = (reach: Scope) => void this.#room(hello.room, reach)
    const grant = await claim.earn({ name, address: peer.address }, fits)
    talk.check()
    if (seal && talk.pipe.wire) talk.seal(seal)
    const { device, role, scope } = grant
    const pipe = this.#let(device, talk.release())
    return {
      pipe,
      device,
      name: grant.name,
      role,
      scope,
      room: this.#room(hello.room, scope),
      from,
      ticket: claim.ticket,
    }
  }

  #terminal(talk: Talk, asked: RoomId | undefined, peer: Peer): Admission {
    if (!peer.trusted) throw new Refused('unknown_device')
    const scope: Scope = { kind: 'host' }
    const room = this.#room(asked, scope)
    const pipe = talk.release()
    return {
      pipe,
      device: terminalDevice,
      name: 'Terminal',
      role: 'owner',
      scope,
      room,
      from: undefined,
      ticket: undefined,
    }
  }

  #local(talk: Talk, room: RoomId | undefined): Admission {
    if (room === undefined || !this.#options.hasRoom(room)) throw new Refused('unknown_room')
    const { join, pipe } = this.#options.local.let(talk.release(), room)
    const { device, name, role, scope } = join
    return { pipe, device, name, role, scope, room, from: undefined, ticket: undefined }
  }

  /** The device shows a number until somebody who sees both says yes. Throws `Refused`. */
  async #compared(talk: Talk, who: Omit<Comparing, 'number'>, compare: Compare): Promise<void> {
    const { clock, limits } = this.#options
    const number = this.#freeNumber()
    const { answered, withdraw } = compare({ ...who, number })
    this.#comparing.add(number)
    talk.pipe.send(JSON.stringify({ t: 'confirm', number, within: limits.confirm } satisfies ServerFrame))
    const callOff = clock.after(limits.confirm, () => talk.refuse('not_confirmed'))
    try {
      if (!(await talk.unlessEnded(answered))) throw new Refused('not_confirmed')
    } finally {
      callOff()
      withdraw()
      this.#comparing.delete(number)
    }
  }

  #freeNumber(): string {
    for (;;) {
      const number = `${randomInt(1000, 10_000)}`
      if (!this.#comparing.has(number)) return number
    }
  }

  #room(asked: RoomId | undefined, scope: Scope): RoomId | undefined {
    const room = asked ?? (scope.kind === 'room' ? scope.room : undefined)
    if (room !== undefined && !(reaches(scope, room) && this.#options.hasRoom(room))) throw new Refused('unknown_room')
    return room
  }

  /** To come too often, or while the host is full, is no failure of its own: it would never end. */
  #refused({ peer, by }: Visit, { code, usedBy }: Refused): void {
    if (!isFar(peer) || code === 'busy') return
    const { tries, grants, onRefused } = this.#options
    tries.failed(peer.address)
    const name = usedBy && grants.find(usedBy)?.name
    const user = usedBy && name !== undefined ? { device: usedBy, name } : undefined
    onRefused?.({ code, address: peer.address, by, usedBy: user })
  }

  /** From here on the grant is watched: the pipe ends when it does. */
  #let(device: DeviceId, pipe: Pipe): AdmittedPipe {
    const { limits } = this.#options
    const pipes = this.#admitted.get(device) ?? new Set()
    if (pipes.size >= limits.socketsPerDevice) throw new Refused('busy')
    const admitted = new AdmittedPipe(pipe)
    let callOff = () => {}
    const watch = () => {
      callOff = this.#options.clock.after(limits.grantCheck, () => {
        const code = this.#over(device)
        if (code === undefined) watch()
        else admitted.end(code)
      })
    }
    watch()
    admitted.onEnd = () => {
      callOff()
      pipes.delete(admitted)
      if (pipes.size === 0) this.#admitted.delete(device)
    }
    pipes.add(admitted)
    this.#admitted.set(device, pipes)
    return admitted
  }

  #decided(device: DeviceId): void {
    if (!this.#admitted.has(device)) return
    const code = this.#over(device)
    const grant = code === undefined ? this.#options.grants.find(device) : undefined
    if (code !== undefined) this.#endAll(device, code)
    else if (grant) this.onRevised(device, grant)
  }

  /** Why a connected device has to go; another host of this install may have revoked it. */
  #over(device: DeviceId): ByeCode | undefined {
    const { grants } = this.#options
    try {
      const grant = grants.find(device)
      if (!grant || grant.revoked !== undefined) return 'revoked'
      if (!grants.expired(grant)) return undefined
      if (!grant.slides) return 'grant_expired'
      grants.seen(grant, grant.name)
    } catch (cause) {
      // A disk in trouble is no reason to shut anybody out; the next look will tell.
      if (!(cause instanceof PrivateFileFailed)) throw cause
    }
    return undefined
  }

  #endAll(device: DeviceId, code: ByeCode): void {
    for (const pipe of [...(this.#admitted.get(device) ?? [])]) pipe.end(code)
  }

  #count(address: string, by: number): void {
    const count = (this.#pending.get(address) ?? 0) + by
    if (count > 0) this.#pending.set(address, count)
    else this.#pending.delete(address)
  }
}

/** One try, as far as it has come. */
interface Visit {
  readonly talk: Talk
  readonly peer: Peer
  /** It has proved itself: the time for that is no longer counted. */
  readonly inTime: () => void
  /** What it comes with. */
  by: Who['kind'] | 'nothing'
  proved: boolean
}

/** From beyond this machine's own terminals. */
const isFar = ({ trusted, local }: Peer): boolean => !trusted && local === undefined
