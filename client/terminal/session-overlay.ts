// `/session` while it is open: keeps a fresh ticket on the screen, counts it down, and knows when to say what is wrong.

import type { TicketIssued } from '../../shared/access.ts'
import type { Clock } from '../../shared/clock.ts'
import type { LinkId, TicketId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { RemoteInfo } from './options.ts'
import type { Overlay } from './overlay.ts'
import { type Component, isTyped, matchesKey } from './screen.ts'
import type { SessionNow } from './session-now.ts'
import { type ScreenLink, sessionRows, type Way } from './session-screen.ts'
import type { Theme } from './theme.ts'

export interface SessionOverlayOptions {
  readonly theme: Theme
  readonly clock: Clock
  readonly limits: Limits
  readonly overlay: Overlay
  readonly remote: RemoteInfo | undefined
  /** Another process runs the session. */
  readonly joined: boolean
  /** Rows of the window. */
  readonly rows: () => number
  readonly session: SessionNow
  /** A fresh ticket, an own device's or this link's; the one before stops working. */
  readonly ticket: (link: LinkId | undefined) => Promise<TicketIssued>
  readonly redraw: () => void
  /** It has gone; `typed` is what should reach the editor. */
  readonly onClose: (typed: string | undefined) => void
}

const usual = [
  'No phone yet? Usually one of these is in the way: a firewall on this computer, guest Wi-Fi that keeps devices apart, a VPN on either side, or carryon inside WSL or a container.',
]
const second = 1000
/** After a ticket could not be had. */
const retry = 5 * second

export class SessionOverlay implements Component {
  readonly #options: SessionOverlayOptions
  #ticket: TicketIssued | undefined
  #link: ScreenLink | undefined
  #failed: string | undefined
  /** What is waited for: whatever was asked for before this belongs to another code, or to an address that is no more. */
  #asked: Promise<TicketIssued> | undefined
  #since = 0
  #stopTicking: (() => void) | undefined

  constructor(options: SessionOverlayOptions) {
    this.#options = options
  }

  /** Begins with the ticket that was issued already where there is one, or with the code of a link. */
  open(first?: TicketIssued, link?: ScreenLink): void {
    if (!this.#options.overlay.show(this)) return
    this.#link = link
    this.#since = this.#options.clock.now()
    this.#ticket = first
    this.#asked = undefined
    this.#failed = undefined
    this.#tick()
  }

  close(typed?: string): void {
    const { overlay, onClose } = this.#options
    if (!overlay.shows(this)) return
    overlay.hide()
    this.stop()
    onClose(typed)
  }

  /** Counts no longer, whatever is shown. */
  stop(): void {
    this.#stopTicking?.()
    this.#stopTicking = undefined
  }

  /** The code that is shown leads nowhere any more. */
  renew(): void {
    if (!this.#stopTicking) return
    this.stop()
    this.#ticket = undefined
    this.#asked = undefined
    this.#tick()
  }

  shows(ticket: TicketId | undefined): boolean {
    return ticket !== undefined && ticket === this.#ticket?.ticket
  }

  render(width: number): string[] {
    const options = this.#options
    const rows = options.rows()
    const screen = {
      session: options.session.info,
      link: this.#link,
      way: this.#way(),
      devices: options.session.devices,
      advice: this.#advice(),
    }
    const drawn = sessionRows(screen, { columns: width, rows }, options.theme)
    return [...drawn, ...Array.from({ length: Math.max(0, rows - drawn.length) }, () => '')]
  }

  handleInput(data: string): void {
    const closes = matchesKey(data, 'escape') || matchesKey(data, 'enter') || matchesKey(data, 'ctrl+c')
    if (closes) this.close()
    else if (isTyped(data)) this.close(data)
  }

  invalidate(): void {}

  #way(): Way {
    if (this.#options.joined) return { is: 'elsewhere' }
    if (!this.#options.remote) return { is: 'closed' }
    const left = this.#left()
    if (this.#ticket && left > 0) {
      const { url, warning } = this.#ticket
      return { is: 'open', url, left, warning }
    }
    return this.#failed === undefined ? { is: 'making' } : { is: 'failed', reason: this.#failed }
  }

  #advice(): readonly string[] | undefined {
    const { remote, clock, limits, session } = this.#options
    if (!remote || session.devices.length > 0) return undefined
    return clock.now() - this.#since >= limits.noPhoneHint ? usual : undefined
  }

  #left(): number {
    return this.#ticket ? Date.parse(this.#ticket.expires) - this.#options.clock.now() : 0
  }

  #tick(): void {
    const { clock, remote, redraw } = this.#options
    redraw()
    if (!remote) return
    if (this.#left() <= 0 && !this.#asked) {
      this.#failed = undefined
      this.#ask()
    }
    this.#stopTicking = clock.after(second, () => this.#tick())
  }

  #ask(): void {
    const asked = this.#options.ticket(this.#link?.id)
    this.#asked = asked
    asked
      .then(
        (ticket) => {
          if (this.#asked === asked) this.#ticket = ticket
        },
        (problem: unknown) => {
          if (this.#asked === asked) this.#failed = problem instanceof Error ? problem.message : 'The host gave none.'
        },
      )
      .finally(() => {
        if (this.#asked !== asked) return
        this.#asked = undefined
        // Closed meanwhile: nothing to count.
        if (!this.#stopTicking) return
        this.stop()
        const wait = this.#failed === undefined ? second : retry
        this.#stopTicking = this.#options.clock.after(wait, () => this.#tick())
        this.#options.redraw()
      })
  }
}
