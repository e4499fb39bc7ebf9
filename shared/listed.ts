// What a host lists for devices to choose from: the sessions and the agents of its computer.

import type { TranscriptId } from './ids.ts'

/** One of the computer's sessions, as a list shows it. */
export interface ListedSession {
  readonly session: TranscriptId
  readonly title: string
  /** When it was written to last; ISO 8601. */
  readonly modified: string
  /** Of its transcript, in bytes. */
  readonly size: number
  readonly directory?: string
  /** The git branch it was last on. */
  readonly branch?: string
  readonly tag?: string
}

/** An agent that carryon knows, or that the host lists. */
export interface FoundAgent {
  /** As `agent` takes it. */
  readonly name: string
  readonly label: string
  /** It is on this computer. */
  readonly found: boolean
  readonly current: boolean
  /** How to get it. */
  readonly install?: string
}
