// The door: every pipe comes through here, and comes out as an admission or with a plain sentence why not.

import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { Clock } from '../../shared/clock.ts'
import { helloSchema, proofBodySchema, proofSchema } from '../../shared/frame-schemas.ts'
import { deviceProofText, hostProofText, nonceBytes } from '../../shared/handshake.ts'
import { type DeviceId, type RoomId, terminalDevice } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import { type ByeCode, type Challenge, type ChallengeBody, type Hello, protocolVersion } from '../../shared/protocol.ts'
import { reaches, type Scope } from '../../shared/roles.ts'
import { SealedPipe } from '../../shared/sealed-pipe.ts'
import type { Admission } from './admission.ts'
import { AdmittedPipe, sayBye } from './admitted-pipe.ts'
import { Credentials, type CredentialsOptions } from './credentials.ts'
import { Closed, FrameReader } from './frame-reader.ts'
import type { Grant } from './grants.ts'
import type { LocalJoins } from './local-joins.ts'
import { PrivateFileFailed } from './private-file.ts'
import { proofOf, proves } from './proofs.ts'
import { readable } from './readable.ts'
import { Refused } from './refusals.ts'
import { KeyShare } from './seal.ts'

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
}

export class Door {
  readonly #options: DoorOptions
  readonly #credentials: Credentials
  readonly #pending = new Map<string, number>()
  readonly #admitted = new Map<DeviceId, Set<AdmittedPipe>>()
  readonly #callOff: () => void
  /** A connected device is called something else, or may do something else, from now on. */
  onRevised: (device: DeviceId, now: Pick<Grant, 'name' | 'role' | 'scope'>) => void = () => {}

  constructor(options: DoorOptions) {
    this.#options = options
    this.#credentials = new Credentials(options)
    this.#callOff = options.grants.onChange((device) => this.#decided(device))
  }

  /** Runs the host's side of the handshake; undefined where the pipe was refused, or closed. */
  async admit(pipe: Pipe, peer: Peer): Promise<Admission | undefined> {
    const { clock, limits } = this.#options
    const frames = new FrameReader(pipe)
    const here = this.#pending.get(peer.address) ?? 0
    const everywhere = [...this.#pending.values()].reduce((sum, count) => sum + count, 0)
    const full = !peer.trusted && (here >= limits.pendingPerAddress || everywhere >= limits.pendingSockets)
    this.#count(peer.address, +1)
    const callOff = clock.after(limits.handshake, () => frames.refuse('handshake_late'))
    try {
      if (full) throw new Refused('busy')
      return await this.#handshake(pipe, frames, peer)
    } catch (cause) {
      frames.release()
      if (cause instanceof Refused) sayBye(pipe, cause.code)
      else if (cause instanceof PrivateFileFailed) sayBye(pipe, 'storage_failed')
      else if (!(cause instanceof Closed)) {
        pipe.terminate()
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

  async #handshake(pipe: Pipe, frames: FrameReader, peer: Peer): Promise<Admission> {
    const first = await frames.next()
    const hello = readHello(first)
    if ((hello.who.kind === 'local') !== (peer.local !== undefined)) throw new Refused('unknown_device')
    if (hello.who.kind === 'local') return this.#local(pipe, frames, peer.local)
    if (hello.who.kind === 'terminal') {
      if (!peer.trusted) throw new Refused('unknown_device')
      frames.release()
      return {
        pipe,
        device: terminalDevice,
        name: 'Terminal',
        role: 'owner',
        scope: { kind: 'host' },
        room: this.#room(hello.room, { kind: 'host' }),
        from: undefined,
        ticket: undefined,
      }
    }
    // What leaves this process is sealed: there is no other way to be let in from there.
    if (pipe.wire && hello.share === undefined) throw new Refused('bad_frame')
    const keyShare = pipe.wire && new KeyShare()
    const claim = this.#credentials.claim(hello.who)
    // An empty key would prove itself to everybody.
    if (claim.secret.length < nonceBytes) throw new Refused('proof_failed')
    const challenge: ChallengeBody = {
      v: protocolVersion,
      nonce: randomBytes(nonceBytes).toString('base64url'),
      seed: claim.hostSeed,
      share: keyShare?.share,
    }
    const body = JSON.stringify(challenge)
    const ours: Challenge = { t: 'challenge', body, proof: proofOf(claim.secret, hostProofText(first, body)) }
    pipe.send(JSON.stringify(ours))

    const proof = v.safeParse(proofSchema, parse(await frames.next()))
    if (!proof.success) throw new Refused('bad_frame')
    if (!proves(proof.output.proof, claim.secret, deviceProofText(first, body, proof.output.body))) {
      throw new Refused('proof_failed')
    }
    const proofBody = v.safeParse(proofBodySchema, parse(proof.output.body))
    if (!proofBody.success) throw new Refused('bad_frame')
    const texts = { hello: first, body, proofBody: proof.output.body }
    const seal = hello.share !== undefined ? keyShare?.channel(hello.share, claim.secret, texts) : undefined
    const fits = (reach: Scope) => void this.#room(hello.room, reach)
    const { device, name, role, scope } = await claim.earn(
      { name: readable(proofBody.output.name), address: peer.address },
      fits,
    )
    frames.check()
    frames.release()
    return {
      pipe: this.#let(device, seal && pipe.wire ? new SealedPipe(pipe, pipe.wire, seal) : pipe),
      device,
      name,
      role,
      scope,
      room: this.#room(hello.room, scope),
      from: proofBody.output.from,
      ticket: claim.ticket,
    }
  }

  #local(pipe: Pipe, frames: FrameReader, room: RoomId | undefined): Admission {
    if (room === undefined || !this.#options.hasRoom(room)) throw new Refused('unknown_room')
    frames.release()
    const { join, pipe: admitted } = this.#options.local.let(pipe, room)
    const { device, name, role, scope } = join
    return { pipe: admitted, device, name, role, scope, room, from: undefined, ticket: undefined }
  }

  #room(asked: RoomId | undefined, scope: Scope): RoomId | undefined {
    const room = asked ?? (scope.kind === 'room' ? scope.room : undefined)
    if (room !== undefined && !(reaches(scope, room) && this.#options.hasRoom(room))) throw new Refused('unknown_room')
    return room
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

// The version is looked at first: what else a later one says may be unreadable here.
function readHello(text: string): Hello {
  const value = parse(text)
  const version = v.safeParse(v.object({ t: v.literal('hello'), v: v.number() }), value)
  if (!version.success) throw new Refused('bad_frame')
  if (version.output.v !== protocolVersion) throw new Refused('version')
  const hello = v.safeParse(helloSchema, value)
  if (!hello.success) throw new Refused('bad_frame')
  return hello.output
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
