// `carryon --print` as a real child process: what it is given on its streams, and what it says on them.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { build, command, type Install } from './install.ts'

/** A command line of an agent that does what the prompt's first word says. */
export const fakeAgent = `${process.execPath} ${fileURLToPath(new URL('../agents/fake-acp-agent.mjs', import.meta.url))}`

export interface Printing {
  readonly child: ChildProcess
  /** What it has printed so far. */
  readonly stdout: string
  readonly stderr: string
  /** Resolves once it has ended and all of its output is here. */
  readonly ended: Promise<Printed>
  /** Resolves once this has been printed. */
  printed(text: string): Promise<void>
}

export interface Printed {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface PrintingOptions {
  /** What is piped in; nothing where it is left out, and `open` leaves the pipe open without a word. */
  readonly input?: string | 'open'
  readonly environment?: Readonly<Record<string, string>>
}

export function startPrinting(where: Install, args: readonly string[], options: PrintingOptions = {}): Printing {
  build()
  const { input = '', environment } = options
  const child = spawn(process.execPath, [command, ...args], {
    cwd: where.project,
    env: { ...where.environment, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  // It may end without having read all.
  child.stdin.on('error', () => {})
  if (input !== 'open') child.stdin.end(input)
  const said = { stdout: '', stderr: '' }
  const looks = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text
      for (const look of looks) look()
    })
  }
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }))
  return {
    child,
    get stdout() {
      return said.stdout
    },
    get stderr() {
      return said.stderr
    },
    ended,
    printed: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.stdout.includes(text)) resolve()
        }
        looks.add(look)
        look()
        void ended.then((end) => reject(new Error(`it ended without ${text}: ${JSON.stringify(end)}`)))
      }),
  }
}

export const printed = (where: Install, args: readonly string[], options?: PrintingOptions): Promise<Printed> =>
  startPrinting(where, args, options).ended

/** The lines of `stream-json`. */
export const linesOf = (stdout: string): Record<string, unknown>[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
