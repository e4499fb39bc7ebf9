// A command of the user's own, run on this machine by their shell: what it prints, as much as is kept, and how it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import type { Environment } from './options.ts'

/** Of what it prints, in UTF-16 units: as much of the beginning and of the end. */
const half = 8 * 1024

export interface OwnProcessOptions {
  readonly command: string
  readonly directory: string
  readonly environment: Environment
  /** It has printed something. */
  readonly onOutput: () => void
  /** Called once; how it ended where that is worth a word. */
  readonly onEnd: (how: string | undefined) => void
}

export class OwnProcess {
  readonly command: string
  readonly #process: ChildProcess
  #head = ''
  #tail = ''
  #omitted = 0
  #stopped = false
  readonly #over: (how: string | undefined) => void

  constructor({ command, directory, environment, onOutput, onEnd }: OwnProcessOptions) {
    this.command = command
    const child = spawn(command, {
      shell: environment['SHELL'] || true,
      cwd: directory,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that all of it can be ended.
      detached: process.platform !== 'win32',
    })
    this.#process = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => {
        this.#hear(piece)
        onOutput()
      })
    }
    let over = false
    this.#over = (how) => {
      if (!over) onEnd(how)
      over = true
    }
    child.on('error', (problem) => this.#over(problem.message))
    child.on('close', (code, signal) =>
      this.#over(this.#stopped ? 'stopped' : code === 0 ? undefined : `exit ${code ?? signal}`),
    )
  }

  get text(): string {
    const left = this.#omitted > 0 ? `\n… ${this.#omitted.toLocaleString('en')} characters left out …\n` : ''
    return this.#head + left + this.#tail
  }

  /** Asks all of it to end; the second time nobody is asked, and what has gone its own way is not waited for. */
  stop(): void {
    if (!this.#stopped) {
      this.#stopped = true
      return this.#signal('SIGTERM')
    }
    this.#signal('SIGKILL')
    this.#process.stdout?.destroy()
    this.#process.stderr?.destroy()
    this.#over('stopped')
  }

  #signal(signal: NodeJS.Signals): void {
    const { pid } = this.#process
    try {
      if (pid !== undefined && process.platform !== 'win32') process.kill(-pid, signal)
      else this.#process.kill(signal)
    } catch {
      // It has ended by itself.
    }
  }

  #hear(piece: string): void {
    const room = half - this.#head.length
    this.#head += piece.slice(0, room)
    const tail = this.#tail + piece.slice(room)
    this.#omitted += Math.max(tail.length - half, 0)
    this.#tail = tail.slice(-half)
  }
}
