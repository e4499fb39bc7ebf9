// The frames of a handshake one at a time: never more than one ahead, and an end that whoever waits is told of.

import type { Pipe } from '../../shared/pipe.ts'
import type { ByeCode } from '../../shared/protocol.ts'
import { Refused } from './refusals.ts'

export class FrameReader {
  #waiting: { resolve: (frame: string) => void; reject: (reason: Refused | Closed) => void } | undefined
  #ahead: string | undefined
  #ended: Refused | Closed | undefined
  readonly #pipe: Pipe

  constructor(pipe: Pipe) {
    this.#pipe = pipe
    pipe.onFrame = (frame) => this.#take(frame)
    pipe.onClose = () => this.#end(new Closed())
  }

  next(): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#ended) reject(this.#ended)
      else if (this.#ahead === undefined) this.#waiting = { resolve, reject }
      else {
        resolve(this.#ahead)
        this.#ahead = undefined
      }
    })
  }

  /** Throws where it has ended meanwhile. */
  check(): void {
    if (this.#ended) throw this.#ended
  }

  refuse(code: ByeCode): void {
    this.#end(new Refused(code))
  }

  /** The pipe is somebody else's from here on. */
  release(): void {
    this.#pipe.onFrame = () => {}
    this.#pipe.onClose = () => {}
  }

  #take(frame: string): void {
    if (this.#waiting) {
      const { resolve } = this.#waiting
      this.#waiting = undefined
      resolve(frame)
    } else if (this.#ahead === undefined) this.#ahead = frame
    else this.refuse('bad_frame')
  }

  #end(reason: Refused | Closed): void {
    this.#ended ??= reason
    this.#ahead = undefined
    this.#waiting?.reject(this.#ended)
    this.#waiting = undefined
  }
}

/** The other side went away before it was let in. */
export class Closed extends Error {}
