// What a device may come by, ticket, link or grant: the secret to be proved, and the grant that the proof earns.

import type { Clock } from '../../shared/clock.ts'
import type { Who } from '../../shared/handshake-frames.ts'
import type { DeviceId, TicketId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Role, Scope } from '../../shared/roles.ts'
import { type Grant, type Grants, iso } from './grants.ts'
import type { LinkClaims, Links } from './links.ts'
import { deviceIdOf, deviceSecretOf, proofOf } from './proofs.ts'
import { Refused } from './refusals.ts'
import type { Tickets } from './tickets.ts'

/** Who comes, and from where. */
interface Visit {
  readonly name: string
  /** IP address. */
  readonly address: string
}

/** Before the proof: what is needed for it, and what it will earn. */
export interface Claim {
  readonly secret: Buffer
  /** The host's half of a new device's secret. */
  readonly hostSeed: string | undefined
  readonly ticket: TicketId | undefined
  /** Whom a code would pair that never was here. */
  readonly fresh?: { readonly device: DeviceId; readonly role: Role }
  /**
   * Called once the proof was right; throws `Refused` where something changed meanwhile. `fits` throws for a scope that
   * does not reach where the device wants to go, before anything is used up for it.
   */
  readonly earn: (visit: Visit, fits: (scope: Scope) => void) => Grant | Promise<Grant>
}

export interface CredentialsOptions {
  readonly grants: Grants
  readonly tickets: Tickets
  readonly links: Links
  readonly clock: Clock
  readonly limits: Pick<Limits, 'ownGrant' | 'ticket'>
  /** Makes the host's seeds: several tries of one device get the same, and nothing needs to be kept. */
  readonly seedKey: Uint8Array
}

interface Newcomer {
  readonly device: DeviceId
  readonly visit: Visit
  readonly secret: Buffer
  readonly link: LinkClaims | undefined
  readonly pairing: Grant['pairing']
}

const scopeOf = (link: LinkClaims | undefined): Scope => (link ? { kind: 'room', room: link.room } : { kind: 'host' })

export class Credentials {
  readonly #options: CredentialsOptions

  constructor(options: CredentialsOptions) {
    this.#options = options
  }

  /** Throws `Refused`. */
  claim(who: Extract<Who, { kind: 'device' | 'ticket' | 'link' }>): Claim {
    switch (who.kind) {
      case 'device':
        return this.#byGrant(who.device)
      case 'ticket':
        return this.#byTicket(who.ticket, who.seed)
      case 'link':
        return this.#byLink(who.claims, who.seed)
    }
  }

  #byGrant(device: DeviceId): Claim {
    const { secret } = this.#valid(this.#options.grants.find(device))
    const earn: Claim['earn'] = (visit, fits) => {
      // Its answer has plainly arrived: the way it came is closed for good.
      const { pairing: _, ...grant } = this.#valid(this.#options.grants.find(device))
      fits(grant.scope)
      return this.#options.grants.seen(grant, visit.name, visit.address)
    }
    return { secret: Buffer.from(secret, 'base64url'), hostSeed: undefined, ticket: undefined, earn }
  }

  #byTicket(id: TicketId, seed: string): Claim {
    const { tickets, grants, links } = this.#options
    const device = deviceIdOf(id, seed)
    const hostSeed = this.#hostSeed(id, seed)
    const before = grants.find(device)
    if (before) {
      const kept = this.#pairingOf(before, 'ticket_used').secret
      if (kept === undefined) throw new Refused('ticket_used')
      const earn: Claim['earn'] = ({ name, address }) => grants.seen(this.#valid(grants.find(device)), name, address)
      return { secret: Buffer.from(kept, 'base64url'), hostSeed, ticket: id, earn }
    }
    const good = () => {
      const standing = tickets.standing(id)
      switch (standing.is) {
        case 'good':
          return standing.ticket
        case 'expired':
          throw new Refused('ticket_expired')
        case 'used':
          throw new Refused('ticket_used', standing.by)
        case 'unknown':
          throw new Refused('unknown_ticket')
      }
    }
    const { link, secret: shown } = good()
    const secret = Buffer.from(shown, 'base64url')
    const earn: Claim['earn'] = (visit, fits) => {
      fits(scopeOf(link))
      const twin = grants.find(device)
      if (twin) return grants.seen(this.#valid(twin), visit.name, visit.address)
      good()
      const over = link && links.over(link)
      if (over) throw new Refused(over)
      const own = deviceSecretOf(secret, seed, hostSeed)
      const grant = this.#grant({ device, visit, secret: own, link, pairing: { secret: shown } })
      tickets.use(id, device)
      return grant
    }
    return { secret, hostSeed, ticket: id, fresh: { device, role: link?.role ?? 'owner' }, earn }
  }

  #byLink(claims: string, seed: string): Claim {
    const { links, grants } = this.#options
    const wrong = links.outwardly(claims)
    if (wrong) throw new Refused(wrong)
    const secret = links.secretOf(claims)
    const hostSeed = this.#hostSeed(claims, seed)
    const earn: Claim['earn'] = async (visit, fits) => {
      const link = await links.read(claims)
      if (typeof link === 'string') throw new Refused(link)
      fits(scopeOf(link))
      const device = deviceIdOf(link.id, seed)
      const before = grants.find(device)
      if (before) {
        this.#pairingOf(before, 'link_used')
        return grants.seen(before, visit.name, visit.address)
      }
      const own = deviceSecretOf(secret, seed, hostSeed)
      return this.#grant({ device, visit, secret: own, link, pairing: {} })
    }
    return { secret, hostSeed, ticket: undefined, earn }
  }

  /** What a new device gets: a link's for as long as it lasts, or an own device's. Throws `Refused` where a link is used up. */
  #grant({ device, visit, secret, link, pairing }: Newcomer): Grant {
    const { grants, links, clock, limits } = this.#options
    if (link && !links.use(link, device)) throw new Refused('link_used')
    const now = clock.now()
    return grants.keep({
      device,
      ...visit,
      role: link?.role ?? 'owner',
      scope: scopeOf(link),
      secret: secret.toString('base64url'),
      created: iso(now),
      expires: iso(link?.expires ?? now + limits.ownGrant),
      slides: link === undefined,
      lastSeen: iso(now),
      link: link?.id,
      pairing,
    })
  }

  /** The way a device came, while the answer may have been lost; later a repeated ask is like anybody's. */
  #pairingOf(grant: Grant, otherwise: 'ticket_used' | 'link_used'): NonNullable<Grant['pairing']> {
    this.#valid(grant)
    const fresh = this.#options.clock.now() - Date.parse(grant.created) <= this.#options.limits.ticket
    if (!grant.pairing || !fresh) throw new Refused(otherwise)
    return grant.pairing
  }

  #valid(grant: Grant | undefined): Grant & { secret: string } {
    if (!grant) throw new Refused('unknown_device')
    const { secret } = grant
    if (grant.revoked !== undefined || secret === undefined) throw new Refused('revoked')
    if (this.#options.grants.expired(grant)) throw new Refused('grant_expired')
    return { ...grant, secret }
  }

  #hostSeed(credential: string, seed: string): string {
    return proofOf(this.#options.seedKey, JSON.stringify([credential, seed]))
  }
}
