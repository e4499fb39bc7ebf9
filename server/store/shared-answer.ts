// One answer for all who ask at the same time: while one is being made, whoever asks waits with the others for the next.

/** At most one is made at a time, and each is begun after it was asked for: whoever has changed something sees it. */
export class SharedAnswer<T> {
  readonly #make: () => Promise<T>
  #running: Promise<void> | undefined
  #next: Promise<T> | undefined

  constructor(make: () => Promise<T>) {
    this.#make = make
  }

  ask(): Promise<T> {
    if (!this.#running) return this.#begin()
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      return this.#begin()
    })
    return this.#next
  }

  #begin(): Promise<T> {
    const answer = this.#make()
    const over = (): void => {
      if (!this.#next) this.#running = undefined
    }
    this.#running = answer.then(over, over)
    return answer
  }
}
