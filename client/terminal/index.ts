// The terminal, light until it is needed: the code can be on the screen before pi-tui is loaded.

import { onLeaving } from './leaving.ts'
import type { TerminalEnd, TerminalOptions } from './options.ts'

export type { Painted, RemoteInfo, SessionInfo, TerminalEnd, TerminalOptions } from './options.ts'
export { paintSession } from './paint.ts'

/** Resolves when the terminal has been given back; the caller then closes what it has open, and ends. */
export async function runTerminal(options: TerminalOptions): Promise<TerminalEnd> {
  const { Repl } = await import('./repl.ts')
  const repl = new Repl(options)
  const around = { process, input: process.stdin, output: process.stdout }
  const stay = options.terminal
    ? () => {}
    : onLeaving(
        around,
        () => repl.restore(),
        () => repl.finish({ reason: 'ended' }, []),
      )
  repl.start()
  const end = await repl.ended
  stay()
  return end
}
