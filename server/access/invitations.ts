// How others are let in: codes and links, what of them is out, and taking it back.

import type { KnownLink, TicketIssued } from '../../shared/access.ts'
import type { LinkId, RoomId } from '../../shared/ids.ts'
import type { Params, Results } from '../../shared/protocol.ts'
import { CallRefused } from '../room/call-refused.ts'
import type { Handlers } from '../room/calls.ts'
import { type Guest, personOf } from '../room/seat.ts'
import type { AccessRecord } from '../store/journal.ts'
import { drawnCode } from './drawn-code.ts'
import { type Grants, iso } from './grants.ts'
import type { LinkOut } from './link-folder.ts'
import type { Links } from './links.ts'
import type { Tickets } from './tickets.ts'

/** How others reach this host; set once it listens. */
export interface Reach {
  /** A URL of this host for other devices; `path` begins with a slash. */
  urlFor(path: string): string
  /** What is known to stand in the way; undefined where nothing is. */
  warning(): Promise<string | undefined>
}

/** Writes down what was decided; nothing of it holds where that throws. */
export type Note = (record: AccessRecord) => void

export interface InvitationsParts {
  readonly tickets: Tickets
  readonly links: Links
  readonly grants: Grants
}

export class Invitations {
  readonly #parts: InvitationsParts
  #reach: Reach | undefined

  constructor(parts: InvitationsParts) {
    this.#parts = parts
  }

  listening(reach: Reach): void {
    this.#reach = reach
  }

  /** A fresh ticket as the QR code holds it; the one before it stops working. Throws `CallRefused`. */
  async ticket({ link, drawn = false }: Params<'ticket'> = {}): Promise<TicketIssued> {
    const reach = this.#listening()
    const gives = link === undefined ? undefined : this.#find(link)
    const warning = await reach.warning()
    const ticket = this.#parts.tickets.issue(gives)
    const url = reach.urlFor(`/#${ticket.secret}`)
    const code = drawn ? await drawnCode(url) : undefined
    return { ticket: ticket.id, url, expires: iso(ticket.expires), warning, code }
  }

  callsFor(room: RoomId, note: Note): Pick<Handlers, 'ticket' | 'share' | 'links' | 'unlink'> {
    return {
      ticket: (what) => this.ticket(what),
      share: (what, guest) => this.#share(room, note, what, guest),
      links: () => ({ links: this.#parts.links.out().map((link) => this.#known(link)) }),
      unlink: ({ link }, guest) => {
        const { id } = this.#find(link)
        note({ t: 'unlinked', link: id, by: personOf(guest) })
        this.#parts.links.revoke(id)
        return { devices: this.#parts.grants.revokeLink(id) }
      },
    }
  }

  async #share(room: RoomId, note: Note, what: Params<'share'>, guest: Guest): Promise<Results['share']> {
    const { links } = this.#parts
    const reach = this.#listening()
    if (what.lasts !== undefined && what.lasts > links.longest) {
      const days = Math.floor(links.longest / 86_400_000)
      throw new CallRefused('bad_request', `A link works for ${days} days at most. Give a shorter time.`)
    }
    const { id, role, uses, expires, token } = await links.issue(room, what.role, what.uses, what.lasts)
    try {
      note({ t: 'shared', link: id, role, uses, expires: iso(expires), by: personOf(guest) })
    } catch (cause) {
      links.revoke(id)
      throw cause
    }
    const url = reach.urlFor(`/s/${room}#${token}`)
    return { link: id, url, expires: iso(expires), role, uses, code: await drawnCode(url) }
  }

  #find(id: LinkId): LinkOut {
    const link = this.#parts.links.out().find((known) => known.id === id)
    if (link) return link
    throw new CallRefused('not_found', 'That link works no longer. Look at the list of links again.')
  }

  #known({ id, room, role, uses, expires, created, usedBy }: LinkOut): KnownLink {
    const used = usedBy.map((device) => ({ device, name: this.#parts.grants.find(device)?.name ?? 'A device' }))
    return { link: id, room, role, uses, used, created: iso(created), expires: iso(expires) }
  }

  #listening(): Reach {
    if (this.#reach) return this.#reach
    throw new CallRefused('unavailable', 'Nothing listens here. Start with --remote for a link and a QR code.')
  }
}
