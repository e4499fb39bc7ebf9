// A pipe whose frames nobody between the two ends can read, change, repeat, reorder or leave out unnoticed.

import { closeCodes } from './codes.ts'
import type { Pipe, Wire } from './pipe.ts'

/** One end's two keys and how far it has counted. Each side has its own cryptography. */
export interface Seal {
  /** The next frame of this end. */
  seal(frame: string): Uint8Array
  /** The next frame of the other end; undefined for anything else, whatever is wrong with it. */
  open(message: Uint8Array): string | undefined
}

export class SealedPipe implements Pipe {
  onFrame: (frame: string) => void = () => {}
  onClose: (code: number, reason: string) => void = () => {}
  readonly #inner: Pipe
  readonly #wire: Wire
  readonly #seal: Seal
  #broken = false

  /** `refused` gets a text that comes in place of the first sealed frame: all that a host which says no can send. */
  constructor(inner: Pipe, wire: Wire, seal: Seal, refused?: (frame: string) => void) {
    this.#inner = inner
    this.#wire = wire
    this.#seal = seal
    inner.onFrame = (frame) => (refused ? refused(frame) : this.#break())
    inner.onClose = (code, reason) => this.onClose(code, reason)
    wire.onMessage = (message) => {
      if (this.#broken) return
      inner.onFrame = () => this.#break()
      const frame = seal.open(message)
      if (frame === undefined) this.#break()
      else this.onFrame(frame)
    }
  }

  get buffered(): number {
    return this.#inner.buffered
  }

  send(frame: string): void {
    if (!this.#broken) this.#wire.send(this.#seal.seal(frame))
  }

  close(code?: number, reason?: string): void {
    this.#inner.close(code, reason)
  }

  terminate(): void {
    this.#inner.terminate()
  }

  /** Nothing that comes after is looked at: what was lost or put in between cannot be known. */
  #break(): void {
    if (this.#broken) return
    this.#broken = true
    this.#inner.close(closeCodes.bad, 'not sealed')
  }
}
