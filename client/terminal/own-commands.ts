// `!command`: runs here, by the user's own shell, and what it printed goes to the agent with the next message.

import type { Connection } from '../connection.ts'
import { plainLine, plainText } from '../plain-text.ts'
import type { Say } from './access-actions.ts'
import { clipped, columnsOf } from './columns.ts'
import type { Environment } from './options.ts'
import { OwnProcess } from './own-process.ts'
import { indent } from './rows.ts'
import type { SessionNow } from './session-now.ts'
import type { Theme } from './theme.ts'
import type { Transcript } from './transcript.ts'

/** Rows of what one prints while it runs. */
const shown = 3
/** More of them do not go with one message: the oldest are forgotten. */
const most = 10

export interface OwnCommandsOptions {
  readonly connection: Connection
  readonly session: SessionNow
  readonly transcript: Transcript
  readonly theme: Theme
  readonly environment: Environment
  readonly redraw: () => void
  readonly say: Say
}

/** One that is over. */
export interface Ran {
  readonly command: string
  /** As much as is kept, without controls; empty where it printed nothing. */
  readonly output: string
  /** How it ended, where that is worth a word. */
  readonly how: string | undefined
}

export class OwnCommands {
  readonly #options: OwnCommandsOptions
  #running: OwnProcess | undefined
  #ran: readonly Ran[] = []

  constructor(options: OwnCommandsOptions) {
    this.#options = options
  }

  /** True where the line is one. To a shell that answers `!` means something of its own. */
  take(line: string): boolean {
    const { connection, say } = this.#options
    const { state } = connection.view
    if (!line.startsWith('!') || state === undefined || state.agent.name === 'shell') return false
    const command = line.slice(1).trim()
    if (command === '' && this.#ran.length === 0)
      say('After ! stands a command to be run here, as in !git status.', 'info')
    else if (command === '') this.#forget()
    else if (this.#running) say('One command at a time: Esc stops the one that runs.', 'warning')
    else this.#run(command)
    return true
  }

  /** False where none runs. */
  stop(): boolean {
    this.#running?.stop()
    return this.#running !== undefined
  }

  /** What goes with the next message, once. */
  taken(): readonly Ran[] {
    const ran = this.#ran
    this.#ran = []
    return ran
  }

  /** That message did not go. */
  putBack(ran: readonly Ran[]): void {
    this.#ran = [...ran, ...this.#ran].slice(-most)
  }

  /** Under the conversation: what waits to be told, and what runs. */
  rows(width: number): string[] {
    const { theme } = this.#options
    const row = (command: string, why: string): string => {
      const room = Math.max(width - indent.length, 1)
      const head = clipped(`! ${plainLine(command)}`, Math.max(room - why.length - 2, 12))
      return `${indent}${head}  ${theme.quiet(clipped(why, Math.max(room - columnsOf(head) - 2, 0)))}`
    }
    const rows = this.#ran.map(({ command }) => row(command, 'with your next message'))
    if (this.#running) {
      rows.push(row(this.#running.command, 'runs here · Esc stops it'))
      const lines = plainText(this.#running.text).trimEnd().split('\n').slice(-shown)
      for (const line of lines) if (line !== '') rows.push(theme.quiet(clipped(`${indent}│ ${plainLine(line)}`, width)))
    }
    return rows.length > 0 ? ['', ...rows] : []
  }

  #run(command: string): void {
    const { environment, session, redraw } = this.#options
    const running = new OwnProcess({
      command,
      directory: session.info.directory,
      environment,
      onOutput: redraw,
      onEnd: (how) => this.#over(running, how),
    })
    this.#running = running
    redraw()
  }

  #over({ command, text }: OwnProcess, how: string | undefined): void {
    const { transcript, redraw } = this.#options
    const output = plainText(text).trimEnd()
    this.#running = undefined
    this.#ran = [...this.#ran, { command, output, how }].slice(-most)
    transcript.printed([`! ${command}`, output, how ?? ''].filter((part) => part !== '').join('\n'))
    redraw()
  }

  #forget(): void {
    this.#ran = []
    this.#options.say('What was run here does not go with your next message.', 'info')
  }
}
