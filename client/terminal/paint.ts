// The session's screen painted at once, before pi-tui, the agent and the connection are there.

import type { Environment, Painted, RemoteInfo, SessionInfo } from './options.ts'
import { sessionRows } from './session-screen.ts'
import { themeFor } from './theme.ts'

export interface Paint {
  readonly session: SessionInfo
  readonly remote: RemoteInfo
  readonly environment: Environment
  /** Milliseconds since 1970. */
  readonly now: number
  readonly output: { readonly columns?: number; readonly rows?: number; write(text: string): unknown }
}

/** Draws the code and its address from the cursor down; give what it returns to `runTerminal`. */
export function paintSession({ session, remote, environment, now, output }: Paint): Painted {
  const size = { columns: Math.max(output.columns ?? 80, 12), rows: output.rows ?? 24 }
  const { ticket } = remote
  const screen = {
    session,
    way: { is: 'open', url: ticket.url, left: Date.parse(ticket.expires) - now, warning: ticket.warning },
    devices: [],
  } as const
  const rows = sessionRows(screen, size, themeFor(environment))
  while (rows.length < size.rows) rows.push('')
  const hideCursor = '\x1b[?25l'
  output.write(`${hideCursor}${rows.map((row) => `${row}\x1b[K`).join('\r\n')}`)
  return { rows: rows.length }
}
