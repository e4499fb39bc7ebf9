// Terminals of this machine that take part over the local socket: they watch until an owner says otherwise.

import { randomBytes } from 'node:crypto'
import type { Clock } from '../../shared/clock.ts'
import type { DeviceId, RoomId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import { AdmittedPipe } from './admitted-pipe.ts'
import { iso } from './grants.ts'
import { Refused } from './refusals.ts'

export interface LocalJoin {
  readonly device: DeviceId
  readonly name: string
  readonly role: Role
  readonly scope: Scope
  /** ISO 8601. */
  readonly since: string
}

interface Here {
  readonly join: LocalJoin
  readonly pipe: AdmittedPipe
  readonly left: Promise<void>
}

export interface LocalJoinsOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'localJoins' | 'localRest'>
}

export class LocalJoins {
  /** One of them is called something else, or may do something else, from now on. */
  onRevised: (join: LocalJoin) => void = () => {}
  readonly #options: LocalJoinsOptions
  readonly #here = new Map<DeviceId, Here>()
  #restsUntil = 0

  constructor(options: LocalJoinsOptions) {
    this.#options = options
  }

  /** Throws `Refused` where there are too many, or one was sent away a moment ago: a loop must not ask for ever. */
  let(pipe: Pipe, room: RoomId): Pick<Here, 'join' | 'pipe'> {
    const { clock, limits } = this.#options
    if (clock.now() < this.#restsUntil) throw new Refused('turned_away')
    if (this.#here.size >= limits.localJoins) throw new Refused('busy')
    const device = `local-${randomBytes(12).toString('base64url')}` as DeviceId
    const scope: Scope = { kind: 'room', room }
    const join: LocalJoin = { device, name: this.#name(), role: 'view', scope, since: iso(clock.now()) }
    const admitted = new AdmittedPipe(pipe)
    const left = new Promise<void>((resolve) => {
      admitted.onEnd = () => {
        this.#here.delete(device)
        resolve()
      }
    })
    const here = { join, pipe: admitted, left }
    this.#here.set(device, here)
    return here
  }

  find(device: DeviceId): LocalJoin | undefined {
    return this.#here.get(device)?.join
  }

  /** Resolves once its connection has ended. */
  async left(device: DeviceId): Promise<void> {
    await this.#here.get(device)?.left
  }

  list(): LocalJoin[] {
    return [...this.#here.values()].map(({ join }) => join)
  }

  /** What it may do, or is called, from now on; only an owner reaches beyond its room. */
  change(device: DeviceId, change: { readonly role?: Role; readonly name?: string }): LocalJoin | undefined {
    const here = this.#here.get(device)
    if (!here) return undefined
    const role = change.role ?? here.join.role
    const scope: Scope = role === 'owner' ? { kind: 'host' } : here.join.scope
    const join = { ...here.join, ...change, role, scope }
    this.#here.set(device, { ...here, join })
    this.onRevised(join)
    return join
  }

  sendAway(device: DeviceId): boolean {
    const here = this.#here.get(device)
    if (!here) return false
    this.#restsUntil = this.#options.clock.now() + this.#options.limits.localRest
    this.#here.delete(device)
    here.pipe.end('turned_away')
    return true
  }

  /** The host's choice, so that nobody comes under another's name. */
  #name(): string {
    const taken = new Set(this.list().map(({ name }) => name))
    let number = 2
    while (taken.has(`Terminal ${number}`)) number++
    return `Terminal ${number}`
  }
}
