// Tickets: what a QR code holds. For one device, for minutes, one at a time for each thing they give; only in memory.

import type { Clock } from '../../shared/clock.ts'
import { nonceBytes } from '../../shared/handshake.ts'
import type { DeviceId, LinkId, TicketId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { LinkClaims } from './links.ts'
import { ticketIdOf } from './proofs.ts'

export interface Ticket {
  readonly id: TicketId
  /** 22 base64url characters: the QR code's fragment. */
  readonly secret: string
  /** Milliseconds since 1970. */
  readonly expires: number
  /** It gives what this link gives, and takes one of its uses; without one it pairs an own device. */
  readonly link?: LinkClaims
  readonly install: string
}

/** `used` by the device with that seed, which may ask again; `expired` also when a fresh one took its place. */
export type TicketStanding =
  | { readonly is: 'good'; readonly ticket: Ticket }
  | { readonly is: 'expired' }
  | { readonly is: 'used'; readonly by: DeviceId }
  | { readonly is: 'unknown' }

export interface TicketsOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'ticket'>
  readonly random: (length: number) => Uint8Array
  /** Names the keys of this install: with new ones no ticket works that was made before. */
  readonly install: () => string
}

// Enough to tell a person with an old photo of a code what became of it.
const remembered = 1000

export class Tickets {
  readonly #options: TicketsOptions
  readonly #current = new Map<LinkId | 'own', Ticket>()
  readonly #past = new Map<TicketId, DeviceId | 'expired'>()

  constructor(options: TicketsOptions) {
    this.#options = options
  }

  /** A fresh one; the one before it that gave the same stops working. */
  issue(link?: LinkClaims): Ticket {
    const { clock, limits, random, install } = this.#options
    for (const [gives, ticket] of this.#current) {
      if (gives === (link?.id ?? 'own') || ticket.expires <= clock.now()) this.#retire(ticket, 'expired')
    }
    const bytes = random(nonceBytes)
    const secret = Buffer.from(bytes).toString('base64url')
    const ticket = { id: ticketIdOf(bytes), secret, expires: clock.now() + limits.ticket, link, install: install() }
    this.#current.set(link?.id ?? 'own', ticket)
    return ticket
  }

  standing(id: TicketId): TicketStanding {
    const ticket = this.#find(id)
    if (!ticket) return this.#pastStanding(id)
    const { clock, install } = this.#options
    return ticket.expires > clock.now() && ticket.install === install() ? { is: 'good', ticket } : { is: 'expired' }
  }

  /** It was exchanged for this device's grant. */
  use(id: TicketId, by: DeviceId): void {
    const ticket = this.#find(id)
    if (ticket) this.#retire(ticket, by)
  }

  #pastStanding(id: TicketId): TicketStanding {
    const past = this.#past.get(id)
    if (past === undefined) return { is: 'unknown' }
    return past === 'expired' ? { is: 'expired' } : { is: 'used', by: past }
  }

  #find(id: TicketId): Ticket | undefined {
    return [...this.#current.values()].find((ticket) => ticket.id === id)
  }

  #retire({ id, link }: Ticket, as: DeviceId | 'expired'): void {
    this.#current.delete(link?.id ?? 'own')
    this.#past.set(id, as)
    const oldest = this.#past.keys().next()
    if (this.#past.size > remembered && !oldest.done) this.#past.delete(oldest.value)
  }
}
