// What the terminal is given: the connection, the session it shows, how others reach it, and the machine around it.

import type { TicketIssued } from '../../shared/access.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { StartingOptions } from '../../shared/starting-options.ts'
import type { Connection } from '../connection.ts'
import type { Terminal } from './screen.ts'

export interface TerminalOptions {
  /** Need not be live yet. */
  readonly connection: Connection
  readonly session: SessionInfo
  /** Undefined where nothing listens. */
  readonly remote: RemoteInfo | undefined
  /** Another process of this machine runs the session, and this terminal takes part in it. */
  readonly joined?: JoinedInfo
  /** Begin with the screen that `/session` shows. */
  readonly startWithSession: boolean
  /** What `paintSession` has drawn already; its rows are drawn over. */
  readonly painted?: Painted
  /** The agent is set to this before it has the first prompt. */
  readonly starting?: StartingOptions
  /** Sent as if it had been typed. */
  readonly firstPrompt?: string
  /** Called once, when a person asks to leave and before the screen is given back. */
  readonly onQuit?: () => void
  /** The real one where absent. */
  readonly terminal?: Terminal
  readonly clock: Clock
  readonly limits: Limits
  /** `NO_COLOR`, `TERM` and `COLORFGBG` are read. */
  readonly environment: Environment
}

export type Environment = { readonly [name: string]: string | undefined }

/** What is known of the session before the connection is live; the room's state overrules it then. */
export interface SessionInfo {
  /** The transcript's UUID, as `claude --resume` takes it. */
  readonly id: string
  readonly transcriptPath: string
  readonly directory: string
  /** The agent's label: "shell, no AI". */
  readonly agent: string
  readonly title?: string
}

/** How another device gets in. */
export interface RemoteInfo {
  /** Issued by the host before anything was drawn; the terminal calls `ticket` for every later one. */
  readonly ticket: TicketIssued
  /** Calls back when the host has another address: codes that are shown lead to the old one. */
  readonly onMoved?: (listener: () => void) => void
}

interface JoinedInfo {
  /** The id of the process that runs the session. */
  readonly process: number
}

/** Where a first screen has been painted, to be drawn over. */
export interface Painted {
  readonly rows: number
}

/** How it ended: `quit` by the person at the keyboard, `ended` by a signal, a lost terminal or the host. */
export interface TerminalEnd {
  readonly reason: 'quit' | 'ended'
}
