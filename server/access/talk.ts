// The frames before a device is let in, one at a time: never more than one ahead, and an end that whoever waits is told of.

import type { ByeCode } from '../../shared/codes.ts'
import type { Pipe } from '../../shared/pipe.ts'
import { type Seal, SealedPipe } from '../../shared/sealed-pipe.ts'
import { sayBye } from './admitted-pipe.ts'
import { Refused } from './refusals.ts'

export class Talk {
  #waiting: { resolve: (frame: string) => void; reject: (reason: Refused | Closed) => void } | undefined
  #ahead: string | undefined
  #ended: Refused | Closed | undefined
  #pipe: Pipe
  #stopped: (reason: Refused | Closed) => void = () => {}

  constructor(pipe: Pipe) {
    this.#pipe = pipe
    this.#listen()
  }

  /** Sealed from `seal` on. */
  get pipe(): Pipe {
    return this.#pipe
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

  /** Throws where it has ended meanwhile, or more was said than was asked for. */
  check(): void {
    if (this.#ahead !== undefined) this.refuse('bad_frame')
    if (this.#ended) throw this.#ended
  }

  /** What `work` comes to, unless the talk ends first. */
  async unlessEnded<T>(work: Promise<T>): Promise<T> {
    this.check()
    const ended = new Promise<never>((_, reject) => {
      this.#stopped = reject
    })
    return Promise.race([work, ended])
  }

  refuse(code: ByeCode): void {
    this.#end(new Refused(code))
  }

  /** Whatever is said from here on is sealed, in both directions. Throws where it has ended meanwhile. */
  seal(seal: Seal): void {
    this.check()
    const { wire } = this.#pipe
    if (!wire) return
    this.#pipe = new SealedPipe(this.#pipe, wire, seal)
    this.#listen()
  }

  /** The pipe is somebody else's from here on. */
  release(): Pipe {
    this.#pipe.onFrame = () => {}
    this.#pipe.onClose = () => {}
    return this.#pipe
  }

  bye(code: ByeCode): void {
    sayBye(this.release(), code)
  }

  #listen(): void {
    this.#pipe.onFrame = (frame) => this.#take(frame)
    this.#pipe.onClose = () => this.#end(new Closed())
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
    this.#stopped(this.#ended)
  }
}

/** The other side went away before it was let in. */
export class Closed extends Error {}
