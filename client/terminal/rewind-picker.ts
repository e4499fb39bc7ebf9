// The prompts of the conversation, one of which is to be written anew; older ones are brought as one goes up to them.

import type { Prompt } from '../../shared/entries.ts'
import { rewindRows } from './rewind-rows.ts'
import type { SaidPrompts } from './said-prompts.ts'
import { type Component, matchesKey } from './screen.ts'
import type { Theme } from './theme.ts'

export interface RewindPickerOptions {
  readonly said: SaidPrompts
  readonly theme: Theme
  /** Rows of the window. */
  readonly rows: () => number
  readonly clock: { now(): number }
  readonly redraw: () => void
  readonly failed: (what: string, problem: unknown) => void
  /** Called once; undefined where it was left without a choice. `first`: nothing was said before it. */
  readonly onPicked: (picked: { readonly prompt: Prompt; readonly first: boolean } | undefined) => void
}

export class RewindPicker implements Component {
  readonly #options: RewindPickerOptions
  /** By its id: others may be said meanwhile. */
  #selected: string | undefined
  #over = false

  constructor(options: RewindPickerOptions) {
    this.#options = options
    this.#selected = options.said.here[0]?.id
    void this.#bring()
  }

  render(width: number): string[] {
    const { said, rows, clock, theme } = this.#options
    const screen = { prompts: said.here, selected: this.#place, more: said.more, now: clock.now() }
    return rewindRows(screen, { columns: width, rows: rows() }, theme)
  }

  invalidate(): void {}

  handleInput(data: string): void {
    if (this.#over) return
    const page = Math.max(1, Math.floor(this.#options.rows() / 2))
    if (matchesKey(data, 'escape') || matchesKey(data, 'ctrl+c')) this.#end(undefined)
    else if (matchesKey(data, 'enter')) this.#end(this.#options.said.here[this.#place])
    else if (matchesKey(data, 'up') || matchesKey(data, 'ctrl+p')) this.#select(this.#place - 1)
    else if (matchesKey(data, 'down') || matchesKey(data, 'ctrl+n')) this.#select(this.#place + 1)
    else if (matchesKey(data, 'pageUp')) this.#select(this.#place - page)
    else if (matchesKey(data, 'pageDown')) this.#select(this.#place + page)
    this.#options.redraw()
  }

  get #place(): number {
    return Math.max(
      0,
      this.#options.said.here.findIndex(({ id }) => id === this.#selected),
    )
  }

  #select(place: number): void {
    const { here } = this.#options.said
    this.#selected = here[Math.min(Math.max(place, 0), here.length - 1)]?.id
    void this.#bring()
  }

  /** As many as the window may show below what is selected: the last one is only known to be the first once nothing is left. */
  async #bring(): Promise<void> {
    const { said, rows, redraw, failed } = this.#options
    while (!this.#over && said.more && said.here.length <= this.#place + rows()) {
      await said.bring().catch((problem: unknown) => failed('Not all are listed', problem))
      if (!this.#over) redraw()
    }
  }

  #end(prompt: Prompt | undefined): void {
    const { said, onPicked } = this.#options
    this.#over = true
    onPicked(prompt && { prompt, first: !said.more && said.here.at(-1)?.id === prompt.id })
  }
}
