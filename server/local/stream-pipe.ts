// A pipe over a local stream, such as a Unix socket: one frame a line, which JSON never breaks.

import type { Duplex } from 'node:stream'
import type { Clock } from '../../shared/clock.ts'
import { closeCodes } from '../../shared/codes.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'

export interface StreamPipeOptions {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'closing'> & { readonly inboundFrame: number }
}

const newline = 10

export class StreamPipe implements Pipe {
  onFrame: (frame: string) => void = () => {}
  onClose: (code: number, reason: string) => void = () => {}
  readonly #stream: Duplex
  readonly #options: StreamPipeOptions
  /** The beginning of a line whose end has not come. */
  #begun: Buffer[] = []
  #length = 0
  #told: { readonly code: number; readonly reason: string } | undefined
  #callOff = () => {}

  constructor(stream: Duplex, options: StreamPipeOptions) {
    this.#stream = stream
    this.#options = options
    stream.on('data', (bytes: Buffer) => this.#take(bytes))
    stream.on('error', () => {})
    stream.on('end', () => stream.end())
    stream.on('close', () => {
      this.#callOff()
      const { code, reason } = this.#told ?? { code: 1006, reason: '' }
      this.onClose(code, reason)
    })
  }

  get buffered(): number {
    return this.#stream.writableLength
  }

  send(frame: string): void {
    if (!this.#told && this.#stream.writable) this.#stream.write(`${frame}\n`)
  }

  // Whoever is told to go and does not read has not long to do so.
  close(code: number = closeCodes.normal, reason = ''): void {
    if (this.#told) return
    this.#told = { code, reason }
    this.#stream.end(() => this.#stream.destroy())
    this.#callOff = this.#options.clock.after(this.#options.limits.closing, () => this.#stream.destroy())
  }

  terminate(): void {
    this.#stream.destroy()
  }

  #take(bytes: Buffer): void {
    let from = 0
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
      this.#begun.push(bytes.subarray(from, end))
      const line = Buffer.concat(this.#begun).toString()
      this.#begun = []
      this.#length = 0
      from = end + 1
      if (this.#told) return
      this.onFrame(line)
    }
    this.#begun.push(bytes.subarray(from))
    this.#length += bytes.length - from
    if (this.#length > this.#options.limits.inboundFrame) this.close(closeCodes.tooBig, 'too big')
  }
}
