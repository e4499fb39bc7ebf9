// A two-way stream of text frames: all that a device and a host need of each other, whatever carries it.

export interface Pipe {
  /** What leaves this process, as messages of bytes: such a pipe is sealed. Undefined where nothing leaves it. */
  readonly wire?: Wire
  /** Sends one frame; never throws, frames after the end are dropped. */
  send(frame: string): void
  /** Ends it for both sides; `code` is one of `closeCodes`. */
  close(code?: number, reason?: string): void
  /** Ends it without trying to deliver what is buffered. */
  terminate(): void
  /** Bytes accepted by `send` that have not left yet. */
  readonly buffered: number
  /** Set once, before the first frame can come. */
  onFrame: (frame: string) => void
  onClose: (code: number, reason: string) => void
}

/** The same connection for sealed frames; what text and bytes are sent share one order. */
export interface Wire {
  send(message: Uint8Array): void
  /** Until somebody sets it, messages of bytes end the connection. */
  onMessage: (message: Uint8Array) => void
}

// Browsers and Node both have it; this folder is compiled without the types of either.
declare function queueMicrotask(run: () => void): void

/** Two ends in one process; frames arrive in order on the microtask queue, as they would from a socket. */
export function pipePair(): [Pipe, Pipe] {
  const left = new PipeEnd()
  const right = new PipeEnd()
  left.other = right
  right.other = left
  return [left, right]
}

class PipeEnd implements Pipe {
  other: PipeEnd | undefined
  readonly buffered = 0
  onFrame: (frame: string) => void = () => {}
  onClose: (code: number, reason: string) => void = () => {}
  #open = true

  send(frame: string): void {
    const other = this.other
    if (!this.#open || !other) return
    queueMicrotask(() => {
      if (other.#open) other.onFrame(frame)
    })
  }

  close(code = 1000, reason = ''): void {
    const other = this.other
    if (!this.#open) return
    this.#open = false
    queueMicrotask(() => {
      this.onClose(code, reason)
      other?.close(code, reason)
    })
  }

  terminate(): void {
    this.close(1006, '')
  }
}
