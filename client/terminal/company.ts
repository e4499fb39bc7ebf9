// Who comes, goes and is refused, said as it happens; and the one whose access a single key takes back.

import type { Clock } from '../../shared/clock.ts'
import type { Person } from '../../shared/entries.ts'
import type { TicketId } from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { mayDo } from './access-actions.ts'
import { Presence } from './presence.ts'
import type { SessionNow } from './session-now.ts'

/** How long the key takes back the access of the one just named, in milliseconds. */
const counts = 20_000

export interface CompanyOptions {
  readonly connection: Connection
  readonly clock: Clock
  readonly session: SessionNow
  /** The process that runs the session, where it is another one. */
  readonly joined: number | undefined
  /** A remark that stands for so long, in milliseconds. */
  readonly remark: (text: string, stands?: number) => void
  /** A line that stays. */
  readonly note: (text: string, tone?: 'info' | 'warning') => void
  /** Somebody came by this code. */
  readonly onTicket: (ticket: TicketId) => void
}

export class Company {
  readonly #options: CompanyOptions
  #presence = new Presence()
  #role: Role | undefined
  #refused: number | undefined
  #named: (Person & { readonly until: number }) | undefined

  constructor(options: CompanyOptions) {
    this.#options = options
  }

  /** In another room nobody has been seen yet. */
  begin(): void {
    this.#presence = new Presence()
  }

  /** Looks at what the connection shows now. */
  look(): void {
    this.#meet()
    this.#hearOfRefusals()
    this.#learn()
  }

  /** Takes back the access of the one that was named a moment ago; false where nobody was. */
  takeBack(): boolean {
    const { connection, clock, note } = this.#options
    const named = this.#named
    if (!named || clock.now() >= named.until) return false
    this.#named = undefined
    const name = plainLine(named.name)
    connection.call('revoke', { device: named.device }).then(
      () => note(`${name} has no access any more.`),
      (problem: unknown) => note(`Not taken back: ${problem instanceof Error ? problem.message : problem}`, 'warning'),
    )
    return true
  }

  #meet(): void {
    const { connection, session, remark, note, onTicket } = this.#options
    const { state } = connection.view
    if (!state) return
    const { came, left, changed } = this.#presence.look(state, session.self)
    for (const { id, name, ticket, role } of came) {
      if (ticket) onTicket(ticket)
      if (ticket) note(`${plainLine(name)} is here: it came by the code.${this.#name({ device: id, name })}`)
      else remark(`${plainLine(name)} joined (${role}).${this.#name({ device: id, name })}`, counts)
    }
    for (const { name } of left) remark(`${plainLine(name)} left`)
    for (const { name, role } of changed) remark(`${plainLine(name)} may ${mayDo[role]} now`)
  }

  #hearOfRefusals(): void {
    const { connection, note } = this.#options
    const { refused } = connection.view.door
    const heard = this.#refused
    this.#refused = Math.max(heard ?? 0, refused?.number ?? 0)
    // What was told before this terminal came is no news.
    if (!refused || heard === undefined || refused.number <= heard) return
    note(`${plainLine(refused.text)}${refused.of ? this.#name(refused.of) : ''}`, 'warning')
  }

  /** What this terminal itself may do, where that is not everything. */
  #learn(): void {
    const { connection, joined, note } = this.#options
    const role = connection.self?.role
    if (role === undefined || role === this.#role) return
    const first = this.#role === undefined
    this.#role = role
    if (!first) note(`This terminal may ${mayDo[role]} now.`)
    else if (joined !== undefined) note(joinedNote(joined))
  }

  /** From now on the key means this one, on a terminal that may decide. Says so, to be put after its name. */
  #name({ device, name }: Person): string {
    const { connection, clock } = this.#options
    if (connection.self?.role !== 'owner') return ''
    this.#named = { device, name, until: clock.now() + counts }
    return ' Ctrl-X takes its access back.'
  }
}

const joinedNote = (process: number): string =>
  `Process ${process} runs this session, and this terminal takes part in it. Until somebody there, or on an owner’s phone, says what more it may do, it watches.`
