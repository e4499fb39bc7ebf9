// Runs one line in the user's shell: output as it comes, the exit code, and an end for the whole process group.

import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { Clock } from '../../../shared/clock.ts'
import { endGroup, type SpawnGroup, signalGroup } from '../process-group.ts'

export interface CommandOptions {
  readonly shell: string
  readonly line: string
  readonly directory: string
  readonly environment: Record<string, string>
  readonly clock: Clock
  readonly spawn: SpawnGroup
  readonly stop: AbortSignal
  readonly onOutput: (text: string) => void
}

export type CommandEnd =
  | { readonly is: 'exited'; readonly code: number }
  | { readonly is: 'ended'; readonly signal: string }
  | { readonly is: 'not-started'; readonly reason: string }

/** Output taken within one `breath` before the command has to wait, so that a flood cannot starve the session. */
const mostPerBreath = 256 * 1024
const breath = 25
/** A background process may hold the output open after the shell has gone; it is not waited for longer than this. */
const lingering = 250

/** Commands whose background processes still run; ended with the agent. */
export type Leftovers = Set<() => void>

export function runCommand(options: CommandOptions, leftovers: Leftovers): Promise<CommandEnd> {
  const { shell, line, directory, environment, clock, stop } = options
  return new Promise((resolve) => {
    const child = options.spawn(shell, ['-c', line], {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const flow = new Flow(options.onOutput, clock)
    if (child.stdout) flow.take(child.stdout)
    if (child.stderr) flow.take(child.stderr)

    let callOffKill = (): void => {}
    const onStop = (): void => {
      callOffKill = endGroup(child.pid, clock)
    }
    const endLeftover = (): void => signalGroup(child.pid, 'SIGKILL')
    stop.addEventListener('abort', onStop)

    let callOffLingering = (): void => {}
    const finish = (end: CommandEnd): void => {
      callOffLingering()
      stop.removeEventListener('abort', onStop)
      flow.end()
      resolve(end)
    }
    child.on('error', (error) => finish({ is: 'not-started', reason: error.message }))
    child.on('exit', (code, signal) => {
      const end: CommandEnd = code === null ? { is: 'ended', signal: signal ?? 'unknown' } : { is: 'exited', code }
      leftovers.add(endLeftover)
      // After a stop the group gets its grace to the end; else what lingers goes on by itself.
      const patience = stop.aborted ? 4 * breath + 2000 : lingering
      callOffLingering = clock.after(patience, () => finish(end))
      child.once('close', () => {
        leftovers.delete(endLeftover)
        callOffKill()
        finish(end)
      })
    })
    if (stop.aborted) onStop()
  })
}

/** Takes text from both outputs in the order it comes, no faster than the session can show it. */
class Flow {
  readonly #onOutput: (text: string) => void
  readonly #clock: Clock
  readonly #streams: Readable[] = []
  readonly #decoders: StringDecoder[] = []
  #taken = 0
  #callOff: (() => void) | undefined
  #ended = false

  constructor(onOutput: (text: string) => void, clock: Clock) {
    this.#onOutput = onOutput
    this.#clock = clock
  }

  take(stream: Readable): void {
    const decoder = new StringDecoder('utf8')
    this.#streams.push(stream)
    this.#decoders.push(decoder)
    stream.on('data', (bytes: Buffer) => {
      if (this.#ended) return
      const text = decoder.write(bytes)
      if (text !== '') this.#onOutput(text)
      this.#taken += bytes.length
      if (this.#taken > mostPerBreath) for (const one of this.#streams) one.pause()
      this.#callOff ??= this.#clock.after(breath, () => {
        this.#callOff = undefined
        this.#taken = 0
        for (const one of this.#streams) one.resume()
      })
    })
    stream.on('error', () => {})
  }

  /** What still comes from background processes is read, so that they do not block, and dropped. */
  end(): void {
    if (this.#ended) return
    const rest = this.#decoders.map((decoder) => decoder.end()).join('')
    if (rest !== '') this.#onOutput(rest)
    this.#ended = true
  }
}
