// A tool's output as far as it is worth keeping: all of it, or its head and its tail with the gap told.

export class KeptOutput {
  readonly #most: number
  #head = ''
  #tail = ''
  #omitted = 0

  /** Keeps up to `most` UTF-16 units at each end. */
  constructor(most: number) {
    this.#most = most
  }

  get empty(): boolean {
    return this.#head === ''
  }

  append(text: string): void {
    const room = this.#most - this.#head.length
    this.#head += text.slice(0, room)
    this.#tail += text.slice(room)
    // Cut only at twice the length, so that a long output is copied now and then and not at every piece.
    if (this.#tail.length > 2 * this.#most) this.#cutTail()
  }

  replace(text: string): void {
    this.#head = ''
    this.#tail = ''
    this.#omitted = 0
    this.append(text)
  }

  /** What is added to what was kept to come to `whole`; undefined where `whole` does not continue it. */
  growthTo(whole: string): string | undefined {
    if (this.#omitted > 0) return undefined
    const kept = this.#head + this.#tail
    return whole.startsWith(kept) ? whole.slice(kept.length) : undefined
  }

  get text(): string {
    if (this.#tail.length > this.#most) this.#cutTail()
    if (this.#omitted === 0) return this.#head + this.#tail
    return `${this.#head}\n… ${this.#omitted.toLocaleString('en-US')} characters left out …\n${this.#tail}`
  }

  #cutTail(): void {
    const excess = this.#tail.length - this.#most
    this.#omitted += excess
    this.#tail = this.#tail.slice(excess)
  }
}
