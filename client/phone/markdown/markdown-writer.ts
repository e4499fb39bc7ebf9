// Keeps an element showing a Markdown text that grows: what is added costs its own length, not that of the whole.

import * as smd from 'streaming-markdown'
import { renderer } from './renderer.ts'

export class MarkdownWriter {
  readonly #root: HTMLElement
  #parser: smd.Parser | undefined
  #written = ''

  constructor(root: HTMLElement) {
    this.#root = root
  }

  /** With `finished`, what was held back because it might still have become a sign is shown as it stands. */
  show(text: string, finished: boolean): void {
    if (!this.#parser || !text.startsWith(this.#written)) this.#begin()
    const parser = this.#parser
    if (!parser) return
    try {
      if (text.length > this.#written.length) smd.parser_write(parser, text.slice(this.#written.length))
      this.#written = text
      if (!finished) return
      smd.parser_end(parser)
      this.#parser = undefined
    } catch {
      // Nested deeper than the parser can hold: as plain text nothing of it is lost.
      this.#root.textContent = text
      this.#written = text
      this.#parser = undefined
    }
  }

  #begin(): void {
    this.#root.replaceChildren()
    this.#written = ''
    this.#parser = smd.parser(renderer(this.#root))
  }
}
