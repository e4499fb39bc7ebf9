// The list of the computer's sessions over the running one: whoever may enter all of them comes along to what is chosen.

import type { Clock } from '../../shared/clock.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Connection } from '../connection.ts'
import type { Say } from './access-actions.ts'
import type { Overlay } from './overlay.ts'
import { type Picked, SessionPicker, type SessionSource } from './session-picker.ts'
import type { Theme } from './theme.ts'

export interface SessionChooserOptions {
  readonly connection: Connection
  readonly theme: Theme
  readonly clock: Clock
  readonly overlay: Overlay
  /** Rows of the window. */
  readonly rows: () => number
  readonly redraw: () => void
  readonly say: Say
  readonly failed: (what: string, problem: unknown) => void
  /** The list has gone: the keys are somebody else's again. */
  readonly onClose: () => void
}

export class SessionChooser {
  readonly #options: SessionChooserOptions

  constructor(options: SessionChooserOptions) {
    this.#options = options
  }

  /** `filter` is typed already; `all` begins with those of all directories. */
  open(filter: string, all: boolean): void {
    const { connection, theme, clock, overlay, rows, redraw, onClose } = this.#options
    if (overlay.open) return
    const picker = new SessionPicker({
      source: sourceOf(connection),
      theme,
      rows,
      now: () => clock.now(),
      redraw,
      filter,
      all,
      here: connection.view.state?.transcript,
      onPicked: (picked) => {
        overlay.hide()
        onClose()
        if (picked) this.#goOn(picked)
      },
    })
    overlay.show(picker)
  }

  #goOn({ session, fork }: Picked): void {
    const { connection, say, failed } = this.#options
    const told = (what: string) => (problem: unknown) => failed(what, problem)
    if (fork) connection.call('fork', { session }).catch(told('Not forked'))
    else if (session === connection.view.state?.transcript) say('That is the session you are in.', 'info')
    else connection.call('open', { session }).catch(told('Not resumed'))
  }
}

/** The host's calls, as the list asks for them. */
const sourceOf = (connection: Connection): SessionSource => ({
  sessions: (query) => connection.call('sessions', query),
  glance: async (session: TranscriptId) => (await connection.call('glance', { session })).entries,
  rename: (session, title) => connection.call('rename', { session, title }),
  tag: (session, tag) => connection.call('tag', { session, tag }),
})
