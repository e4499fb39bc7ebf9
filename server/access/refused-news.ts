// What owners hear of tries that were refused: the first at once, then one summary after ever longer waits, and no flood.

import type { Clock } from '../../shared/clock.ts'
import type { ByeCode } from '../../shared/codes.ts'
import type { DeviceId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { RefusedTries } from '../../shared/visitors.ts'

export interface RefusedTry {
  readonly code: ByeCode
  readonly address: string
  /** Who has used the code that was tried again. */
  readonly usedBy?: { readonly device: DeviceId; readonly name: string }
}

export interface RefusedNewsOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'refusedNews' | 'refusedNewsMost'>
}

export class RefusedNews {
  /** There is something to tell. */
  onNews: () => void = () => {}
  /** What was told last. */
  told: RefusedTries | undefined
  readonly #options: RefusedNewsOptions
  #count = 0
  #last: RefusedTry | undefined
  #wait = 0
  #waiting = false

  constructor(options: RefusedNewsOptions) {
    this.#options = options
  }

  add(tried: RefusedTry): void {
    this.#count += 1
    this.#last = tried
    if (!this.#waiting) this.#tell()
  }

  #tell(): void {
    const { clock, limits } = this.#options
    if (!this.#last) return
    this.told = { text: sentence(this.#last, this.#count), number: (this.told?.number ?? 0) + 1, of: this.#last.usedBy }
    this.#count = 0
    this.#last = undefined
    this.#wait = this.#wait === 0 ? limits.refusedNews : Math.min(2 * this.#wait, limits.refusedNewsMost)
    this.#waiting = true
    clock.after(this.#wait, () => {
      this.#waiting = false
      // Quiet for all of that time: the next try is news again.
      if (this.#count === 0) this.#wait = 0
      else this.#tell()
    })
    this.onNews()
  }
}

function sentence({ code, address, usedBy }: RefusedTry, count: number): string {
  const who =
    count === 1 ? `A device at ${address} was refused` : `${count} tries were refused, the last from ${address}`
  if (usedBy) return `${who}: it brought the code that ${usedBy.name} has used. Is ${usedBy.name} yours?`
  return `${who}: ${because[code] ?? `${code}.`}`
}

const because: { readonly [code in ByeCode]?: string } = {
  unknown_ticket: 'it brought a code that was not made here.',
  ticket_expired: 'it brought a code that is too old.',
  ticket_used: 'it brought a code that was used before.',
  link_malformed: 'it brought a link that was not made here.',
  link_foreign: 'it brought a link of another computer.',
  link_expired: 'it brought a link that has expired.',
  link_used: 'it brought a link that is used up.',
  link_revoked: 'it brought a link that was taken back.',
  unknown_device: 'it is not known here.',
  unknown_room: 'it wanted a session that is not open here.',
  not_confirmed: 'its number was not confirmed.',
  proof_failed: 'it could not show that it was let in.',
  grant_expired: 'its time is over.',
  revoked: 'its access was taken back.',
  bad_frame: 'it said nothing that carryon understands.',
  handshake_late: 'it did not say who it is.',
  version: 'its page is of another version.',
}
