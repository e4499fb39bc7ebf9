// The list of sessions on a screen of its own, before any session is open.

import type { Clock } from '../../shared/clock.ts'
import { onLeaving } from './leaving.ts'
import type { Environment } from './options.ts'
import { processTerminal, Screen, type Terminal } from './screen.ts'
import { type Picked, SessionPicker, type SessionSource } from './session-picker.ts'
import { themeFor } from './theme.ts'

export interface PickSessionOptions {
  readonly source: SessionSource
  readonly filter: string
  readonly all: boolean
  readonly clock: Clock
  readonly environment: Environment
  /** The real one where absent. */
  readonly terminal?: Terminal
}

/** Resolves with the choice once the terminal has been given back; undefined where nothing was chosen. */
export async function pickSession(options: PickSessionOptions): Promise<Picked | undefined> {
  const { source, filter, all, clock, environment } = options
  const screen = new Screen(options.terminal ?? processTerminal())
  const around = { process, input: process.stdin, output: process.stdout }
  let stay = (): void => {}
  const picked = await new Promise<Picked | undefined>((resolve) => {
    const picker = new SessionPicker({
      source,
      filter,
      all,
      theme: themeFor(environment),
      // Not the whole window: what stands above stays in sight.
      rows: () => Math.min(screen.terminal.rows, 22),
      now: () => clock.now(),
      redraw: () => screen.requestRender(),
      onPicked: resolve,
    })
    screen.panel = picker
    screen.setFocus(picker)
    if (!options.terminal) {
      const restore = (): void => screen.stop()
      stay = onLeaving(around, restore, () => resolve(undefined))
    }
    screen.start()
  })
  screen.finish([''])
  stay()
  return picked
}
