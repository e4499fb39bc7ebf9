// Standard output for programs: in order, waited for, and with a reader that may go away.

export class StandardOutput {
  readonly #output: NodeJS.WriteStream
  #written: Promise<void> = Promise.resolve()
  #gone = false

  /** `onGone` is called once, when nobody reads any more. */
  constructor(output: NodeJS.WriteStream, onGone: () => void) {
    this.#output = output
    output.on('error', () => {
      if (this.#gone) return
      this.#gone = true
      onGone()
    })
  }

  write(text: string): void {
    if (this.#gone || text === '') return
    const written = new Promise<void>((resolve) => this.#output.write(text, () => resolve()))
    this.#written = Promise.all([this.#written, written]).then(() => {})
  }

  /** Resolves when all of it has left this process, or nobody wants it. */
  flushed(): Promise<void> {
    return this.#written
  }
}
