// The terminal under test: a virtual screen, a scripted connection and a clock that the test moves.

import { onTestFinished } from 'vitest'
import { runTerminal, type TerminalOptions } from '../../client/terminal/index.ts'
import type { TicketIssued } from '../../shared/access.ts'
import type { TicketId } from '../../shared/ids.ts'
import { defaultLimits } from '../../shared/limits.ts'
import { FakeClock } from '../harness/clock.ts'
import { ScriptedConnection, transcript } from './scripted-connection.ts'
import { keys, VirtualTerminal } from './virtual-terminal.ts'

export const session = {
  id: transcript,
  transcriptPath: '/home/someone/.claude/projects/-home-someone-project/t.jsonl',
  directory: '/home/someone/project',
  agent: 'shell, no AI',
}

/** As long as an https address with a 21-character host and port: the longest that takes 33 × 17 cells. */
export const address = 'https://192.168.100.200:47170/#AbCdEfGhIjKlMnOpQrStUv'

export const issued = (ticket: string, expires: number, change: Partial<TicketIssued> = {}): TicketIssued => ({
  ticket: ticket as TicketId,
  url: address,
  expires: new Date(expires).toISOString(),
  ...change,
})

export interface Opened {
  readonly terminal: VirtualTerminal
  readonly connection: ScriptedConnection
  readonly clock: FakeClock
  /** Writes a line and enters it. */
  readonly line: (text: string) => void
  readonly end: ReturnType<typeof runTerminal>
}

export async function openTerminal(
  change: Partial<TerminalOptions> & {
    readonly size?: readonly [columns: number, rows: number]
    readonly terminal?: VirtualTerminal
  } = {},
): Promise<Opened> {
  const terminal = change.terminal ?? new VirtualTerminal(...(change.size ?? [80, 24]))
  const connection = new ScriptedConnection()
  const clock = new FakeClock(Date.parse('2026-11-23T09:00:00.000Z'))
  const end = runTerminal({
    connection,
    session,
    remote: undefined,
    startWithSession: false,
    clock,
    limits: defaultLimits,
    environment: { TERM: 'xterm-256color' },
    ...change,
    terminal,
  })
  onTestFinished(async () => {
    connection.become({ is: 'ended', code: 'closed', reason: 'The test is over.' })
    await end
  })
  await terminal.screen.waitFor(() => terminal.started)
  const line = (text: string): void => terminal.press(...text, keys.enter)
  return { terminal, connection, clock, line, end }
}

/** The same, with an address and a ticket of three minutes. */
export function openRemote(change: Parameters<typeof openTerminal>[0] = {}, ticket: Partial<TicketIssued> = {}) {
  const expires = Date.parse('2026-11-23T09:00:00.000Z') + defaultLimits.ticket
  return openTerminal({ remote: { ticket: issued('first', expires, ticket) }, ...change })
}
