// A device's pipe for as long as its grant holds: it looks like any other, and can be ended from here with a word.

import { type ByeCode, closeCodes } from '../../shared/codes.ts'
import type { Pipe } from '../../shared/pipe.ts'
import { refusalReasons } from './refusals.ts'

export class AdmittedPipe implements Pipe {
  /** For whoever counts it. */
  onEnd: () => void = () => {}
  onFrame: (frame: string) => void = () => {}
  readonly #inner: Pipe
  #onClose: ((code: number, reason: string) => void) | undefined
  #closed: { code: number; reason: string } | undefined

  constructor(inner: Pipe) {
    this.#inner = inner
    inner.onFrame = (frame) => this.onFrame(frame)
    inner.onClose = (code, reason) => {
      if (this.#closed) return
      this.#closed = { code, reason }
      this.onEnd()
      this.#onClose?.(code, reason)
    }
  }

  get buffered(): number {
    return this.#inner.buffered
  }

  /** Tells a listener that comes too late, too. */
  set onClose(listener: (code: number, reason: string) => void) {
    this.#onClose = listener
    if (this.#closed) listener(this.#closed.code, this.#closed.reason)
  }

  send(frame: string): void {
    this.#inner.send(frame)
  }

  close(code?: number, reason?: string): void {
    this.#inner.close(code, reason)
  }

  terminate(): void {
    this.#inner.terminate()
  }

  end(code: ByeCode): void {
    // Nothing the device still says may have an effect, even before the close has gone through.
    this.#inner.onFrame = () => {}
    sayBye(this.#inner, code)
  }
}

export function sayBye(pipe: Pipe, code: ByeCode): void {
  pipe.send(JSON.stringify({ t: 'bye', code, reason: refusalReasons[code] }))
  pipe.close(closeCodes.refused, code)
}
