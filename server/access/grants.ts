// Grants: who may come, as what and until when; one file each, so that any host of this install knows them.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { Clock } from '../../shared/clock.ts'
import type { DeviceId, LinkId, RoomId } from '../../shared/ids.ts'
import { parsedJson } from '../../shared/json.ts'
import type { Limits } from '../../shared/limits.ts'
import { type Role, roles } from '../../shared/roles.ts'
import { Decisions } from './decisions.ts'
import { privateFolder, readPrivate, writePrivate } from './private-file.ts'

const id = <T extends string>() =>
  v.pipe(
    v.string(),
    v.regex(/^[A-Za-z0-9_-]{1,64}$/),
    v.transform((text) => text as T),
  )
const time = v.pipe(v.string(), v.isoTimestamp())

const grantSchema = v.object({
  device: id<DeviceId>(),
  name: v.string(),
  role: v.picklist(roles),
  scope: v.variant('kind', [
    v.object({ kind: v.literal('host') }),
    v.object({ kind: v.literal('room'), room: id<RoomId>() }),
  ]),
  /** What the device proves, base64url; gone once revoked. */
  secret: v.optional(v.string()),
  created: time,
  expires: time,
  /** Slides with every visit: an own device, which came by a ticket. */
  slides: v.boolean(),
  lastSeen: time,
  /** From where, the last time; an IP address. */
  address: v.optional(v.string()),
  revoked: v.optional(time),
  link: v.optional(id<LinkId>()),
  /** There until the device has come by its own secret; meanwhile it may ask again for an answer that was lost. */
  pairing: v.optional(v.object({ secret: v.optional(v.string()) })),
})
export type Grant = v.InferOutput<typeof grantSchema>

export interface GrantsOptions {
  /** `CARRYON_HOME`. */
  readonly home: string
  readonly clock: Clock
  readonly limits: Pick<Limits, 'ownGrant' | 'grantCheck'>
}

export class Grants {
  readonly #folder: string
  readonly #options: GrantsOptions
  readonly #decisions: Decisions
  readonly #listeners = new Set<(device: DeviceId) => void>()

  constructor(options: GrantsOptions) {
    this.#options = options
    this.#folder = privateFolder(join(privateFolder(options.home), 'grants'))
    this.#decisions = new Decisions(options.home)
  }

  /** As it is on the disk now, with what an owner decided about it; a file that is not a grant is none. */
  find(device: DeviceId): Grant | undefined {
    const content = readPrivate(this.#path(device))
    const parsed = content && v.safeParse(grantSchema, parsedJson(content.toString()))
    // A file system that ignores case may find another's.
    if (!parsed?.success || parsed.output.device !== device) return undefined
    const decision = this.#decisions.about(device)
    if (!decision) return undefined
    const { secret, pairing, ...rest } = { ...parsed.output, ...decision }
    return rest.revoked === undefined ? { ...rest, secret, pairing } : rest
  }

  list(): Grant[] {
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
      .map((name) => this.find(name.slice(0, -'.json'.length) as DeviceId))
      .filter((grant) => grant !== undefined)
  }

  /** Those that let somebody in now. */
  current(): Grant[] {
    return this.list().filter((grant) => grant.revoked === undefined && !this.expired(grant))
  }

  keep(grant: Grant): Grant {
    writePrivate(this.#path(grant.device), `${JSON.stringify(grant, null, 2)}\n`)
    return grant
  }

  /** The device came; an own device's time begins anew. One that comes and goes all the time does not keep the disk busy. */
  seen(grant: Grant, name: string, address = grant.address): Grant {
    const now = this.#options.clock.now()
    const known = this.find(grant.device)
    const soon = known && now - Date.parse(known.lastSeen) < this.#options.limits.grantCheck
    if (soon && known.name === name && known.address === address && known.pairing === undefined) return known
    const expires = grant.slides ? iso(now + this.#options.limits.ownGrant) : grant.expires
    this.keep({ ...grant, name, expires, lastSeen: iso(now), address })
    return this.find(grant.device) ?? grant
  }

  expired(grant: Grant): boolean {
    return Date.parse(grant.expires) <= this.#options.clock.now()
  }

  /** Names it, or gives it another role, from now on; false where there is no such grant. */
  change(device: DeviceId, change: { readonly name?: string; readonly role?: Role }): boolean {
    const grant = this.find(device)
    if (!grant || grant.revoked !== undefined) return false
    this.#decisions.decide(device, change)
    this.#tell(device)
    return true
  }

  /** Its connections here close at once; false where there is no such grant, or no longer. */
  revoke(device: DeviceId): boolean {
    const grant = this.find(device)
    if (!grant || grant.revoked !== undefined) return false
    const revoked = iso(this.#options.clock.now())
    // Decided first: a visit that is being written down at this moment cannot bring it back.
    this.#decisions.decide(device, { revoked })
    const { secret: _, pairing: __, ...rest } = grant
    this.keep({ ...rest, revoked })
    this.#tell(device)
    return true
  }

  /** Revokes every grant that came by a link; returns how many. */
  revokeLink(link: LinkId): number {
    return this.list().filter((grant) => grant.link === link && this.revoke(grant.device)).length
  }

  /** A grant's role, name or end was decided here. */
  onChange(listener: (device: DeviceId) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** From now on decisions of other processes of this install are told, too. */
  follow(): () => void {
    return this.#decisions.follow((device) => this.#tell(device))
  }

  #tell(device: DeviceId): void {
    for (const listener of [...this.#listeners]) listener(device)
  }

  #path(device: DeviceId): string {
    return join(this.#folder, `${device}.json`)
  }
}

export const iso = (time: number): string => new Date(time).toISOString()
