// So many at a time: whoever comes when all places are taken waits, and goes in the order in which they came.

export class Turnstile {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(places: number) {
    this.#free = places
  }

  async through<T>(act: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((go) => this.#waiting.push(go))
    try {
      return await act()
    } finally {
      // Handed on rather than freed: who comes at this very moment is not first.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#free++
    }
  }
}
