// Links: signed session URLs. The signature is the secret; the claims are true only once it has been proved.

import { createHmac, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import type { Clock } from '../../shared/clock.ts'
import type { DeviceId, LinkId, RoomId } from '../../shared/ids.ts'
import { parsedJson } from '../../shared/json.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Role } from '../../shared/roles.ts'
import type { LinkKey } from './keys.ts'
import { LinkFolder, type LinkOut } from './link-folder.ts'

/** What a link gives; never `owner`. */
export type LinkRole = Exclude<Role, 'owner'>
const linkRoles = ['view', 'approve', 'drive'] as const satisfies readonly LinkRole[]

export interface LinkClaims {
  readonly id: LinkId
  readonly room: RoomId
  readonly role: LinkRole
  /** How many devices may come by it. */
  readonly uses: number
  /** Milliseconds since 1970. */
  readonly expires: number
}

export type LinkRefusal = 'link_malformed' | 'link_foreign' | 'link_expired' | 'link_revoked'

export interface LinksOptions {
  /** `CARRYON_HOME`. */
  readonly home: string
  readonly key: LinkKey
  readonly clock: Clock
  readonly limits: Pick<Limits, 'link' | 'linkMost' | 'clockSkew'>
}

const algorithm = 'HS256'
const audience = 'carryon'
const slug = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/))
const payloadSchema = v.object({
  iss: v.string(),
  jti: v.pipe(
    slug,
    v.transform((text) => text as LinkId),
  ),
  room: v.pipe(
    slug,
    v.transform((text) => text as RoomId),
  ),
  role: v.picklist(linkRoles),
  uses: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(1000)),
  exp: v.pipe(v.number(), v.safeInteger()),
})

export class Links {
  readonly #options: LinksOptions
  readonly #folder: LinkFolder

  constructor(options: LinksOptions) {
    this.#options = options
    this.#folder = new LinkFolder(options.home)
  }

  /** How long one may work, in milliseconds. */
  get longest(): number {
    return this.#options.limits.linkMost
  }

  /** A token for `uses` devices, good for `lasts` milliseconds. */
  async issue(
    room: RoomId,
    role: LinkRole,
    uses = 1,
    lasts: number = this.#options.limits.link,
  ): Promise<LinkClaims & { readonly token: string }> {
    const { key, clock } = this.#options
    const { SignJWT } = await import('jose')
    const id = randomBytes(12).toString('base64url') as LinkId
    const now = Math.floor(clock.now() / 1000)
    const exp = now + Math.floor(lasts / 1000)
    const token = await new SignJWT({ room, role, uses })
      .setProtectedHeader({ alg: algorithm })
      .setIssuer(key.install)
      .setAudience(audience)
      .setJti(id)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(exp)
      .sign(key.key)
    const claims = { id, room, role, uses, expires: exp * 1000 }
    this.#folder.keep({ ...claims, created: now * 1000 })
    return { ...claims, token }
  }

  /** The signature these claims would have from us: what both sides prove. `claims` is header and payload as received. */
  secretOf(claims: string): Buffer {
    return createHmac('sha256', this.#options.key.key).update(claims).digest()
  }

  /** What is plainly wrong before anything was proved: good for refusing, never for believing. */
  outwardly(claims: string): LinkRefusal | undefined {
    const [header, payload, ...more] = claims.split('.')
    const parsed = v.safeParse(v.object({ iss: v.string() }), decode(payload))
    if (more.length > 0 || !parsed.success || decode(header) === undefined) return 'link_malformed'
    return parsed.output.iss === this.#options.key.install ? undefined : 'link_foreign'
  }

  /** The claims, once their signature has been proved. */
  async read(claims: string): Promise<LinkClaims | LinkRefusal> {
    const { key, clock, limits } = this.#options
    const { errors, jwtVerify } = await import('jose')
    try {
      const token = `${claims}.${this.secretOf(claims).toString('base64url')}`
      const { payload } = await jwtVerify(token, key.key, {
        algorithms: [algorithm],
        issuer: key.install,
        audience,
        requiredClaims: ['iat', 'nbf', 'exp', 'jti'],
        currentDate: new Date(clock.now()),
        clockTolerance: limits.clockSkew / 1000,
      })
      const { jti, room, role, uses, exp } = v.parse(payloadSchema, payload)
      if (!this.#folder.isOut(jti)) return 'link_revoked'
      return { id: jti, room, role, uses, expires: exp * 1000 }
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) return 'link_expired'
      return 'link_malformed'
    }
  }

  /** Why nobody comes by a link any more that was proved to be ours; undefined where devices still may. */
  over(link: LinkClaims): 'link_expired' | 'link_revoked' | undefined {
    if (!this.#folder.isOut(link.id)) return 'link_revoked'
    return link.expires <= this.#options.clock.now() ? 'link_expired' : undefined
  }

  /** Takes one of its uses for a device; false where none is left. */
  use(link: LinkClaims, device: DeviceId): boolean {
    return this.#folder.use(link, device)
  }

  /** Those by which devices may still come or have come, in the order in which they were made. */
  out(): LinkOut[] {
    return this.#folder.list().filter((link) => this.over(link) === undefined)
  }

  /** Nobody comes by it any more; the grants it gave are revoked by `Grants.revokeLink`. */
  revoke(id: LinkId): void {
    this.#folder.revoke(id)
  }
}

const decode = (part = ''): unknown => parsedJson(Buffer.from(part, 'base64url').toString())
