// A program in a real pseudo-terminal, with a screen that a test reads and a keyboard that it types on.

import pty from '@lydell/node-pty'
import { Screen } from './screen.ts'

export interface TerminalOptions {
  readonly program: string
  readonly args?: readonly string[]
  /** The whole environment: nothing of this process's own is passed on. */
  readonly environment: Readonly<Record<string, string>>
  readonly directory: string
  readonly columns?: number
  readonly rows?: number
}

export interface Ended {
  readonly code: number
  readonly signal: number | undefined
}

const keys = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  backspace: '\x7f',
  up: '\x1b[A',
  down: '\x1b[B',
  'ctrl-c': '\x03',
  'ctrl-d': '\x04',
} as const

export class PseudoTerminal {
  readonly screen: Screen
  readonly exit: Promise<Ended>
  readonly #pty: pty.IPty
  #ended: Ended | undefined

  constructor(options: TerminalOptions) {
    const { program, args = [], environment, directory, columns = 80, rows = 24 } = options
    this.screen = new Screen(columns, rows)
    const env = { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...environment }
    this.#pty = pty.spawn(program, [...args], { cwd: directory, env, cols: columns, rows, name: env.TERM })
    this.screen.onAnswer = (data) => this.#pty.write(data)
    let drawn: Promise<void> = Promise.resolve()
    this.#pty.onData((data) => {
      drawn = this.screen.write(data)
    })
    this.exit = new Promise((resolve) => {
      this.#pty.onExit(({ exitCode, signal }) => {
        const ended = { code: exitCode, signal: signal || undefined }
        this.#ended = ended
        void drawn.then(() => resolve(ended))
      })
    })
  }

  get processId(): number {
    return this.#pty.pid
  }

  /** Types the text as it is; line ends are the Enter key's. */
  type(text: string): void {
    this.#pty.write(text.replaceAll('\n', '\r'))
  }

  press(...names: readonly (keyof typeof keys)[]): void {
    for (const name of names) this.#pty.write(keys[name])
  }

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows)
    this.#pty.resize(columns, rows)
  }

  /** Closes the window: the terminal goes away and the program is hung up on. */
  hangUp(): Promise<Ended> {
    if (!this.#ended && 'destroy' in this.#pty && typeof this.#pty.destroy === 'function') this.#pty.destroy()
    return this.exit
  }

  /** Ends the program at once, without a chance to tidy up. */
  kill(): Promise<Ended> {
    if (!this.#ended) this.#pty.kill('SIGKILL')
    return this.exit
  }
}
