// Notices that a file grew: the system's own word where it comes, and a cheap look now and then where it does not.

import fs from 'node:fs'
import type { Clock } from '../../shared/clock.ts'

export class FileWatch {
  readonly #path: string
  readonly #clock: Clock
  readonly #every: number
  readonly #look: () => void
  #watcher: fs.FSWatcher | undefined
  #calledOff: () => void = () => {}
  #closed = false

  /** Calls `look` when the file may have changed, and every `every` milliseconds. */
  constructor(path: string, every: number, clock: Clock, look: () => void) {
    this.#path = path
    this.#every = every
    this.#clock = clock
    this.#look = look
    this.#watch()
    this.#wait()
  }

  /** Watches the file that is there now; before it exists there is only the look now and then. */
  renew(): void {
    this.#watcher?.close()
    this.#watcher = undefined
    this.#watch()
  }

  #watch(): void {
    try {
      const watcher = fs.watch(this.#path, { persistent: false }, () => {
        if (!this.#closed) this.#look()
      })
      watcher.on('error', () => watcher.close())
      this.#watcher = watcher
    } catch {
      // Not there yet, or no watches left: looking now and then is enough.
    }
  }

  #wait(): void {
    this.#calledOff = this.#clock.after(this.#every, () => {
      if (this.#closed) return
      if (!this.#watcher) this.#watch()
      this.#look()
      this.#wait()
    })
  }

  close(): void {
    this.#closed = true
    this.#watcher?.close()
    this.#calledOff()
  }
}
