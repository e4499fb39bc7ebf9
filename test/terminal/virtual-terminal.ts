// The terminal that pi-tui draws on, in memory: what was written is on its screen, and keys are pressed by calling.

import type { Terminal } from '../../client/terminal/screen.ts'
import { Screen } from '../harness/screen.ts'

export class VirtualTerminal implements Terminal {
  readonly kittyProtocolActive = false
  readonly screen: Screen
  /** Everything that was written, as it was. */
  written = ''
  started = false
  #input: (data: string) => void = () => {}
  #resized: () => void = () => {}

  constructor(columns = 80, rows = 24) {
    this.screen = new Screen(columns, rows)
  }

  get columns(): number {
    return this.screen.columns
  }
  get rows(): number {
    return this.screen.height
  }
  start(onInput: (data: string) => void, onResize: () => void): void {
    this.started = true
    this.#input = onInput
    this.#resized = onResize
  }
  stop(): void {
    this.started = false
    this.#input = () => {}
  }
  async drainInput(): Promise<void> {}
  write(data: string): void {
    this.written += data
    void this.screen.write(data)
  }
  moveBy(lines: number): void {
    if (lines !== 0) this.write(lines > 0 ? `\x1b[${lines}B` : `\x1b[${-lines}A`)
  }
  hideCursor(): void {
    this.write('\x1b[?25l')
  }
  showCursor(): void {
    this.write('\x1b[?25h')
  }
  clearLine(): void {
    this.write('\x1b[K')
  }
  clearFromCursor(): void {
    this.write('\x1b[J')
  }
  clearScreen(): void {
    this.write('\x1b[2J\x1b[H')
  }
  setTitle(title: string): void {
    this.write(`\x1b]0;${title}\x07`)
  }
  setProgress(): void {}

  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows)
    this.#resized()
  }

  /** The same; resolves once the window has been drawn anew. */
  async resized(columns: number, rows: number): Promise<void> {
    const drawn = this.drawn()
    this.resize(columns, rows)
    await drawn
  }

  /** Resolves once another frame has been written. */
  async drawn(): Promise<void> {
    const before = this.written.length
    await this.screen.waitFor(() => this.written.includes('\x1b[?2026l', before))
  }

  /** Keys and pastes, each as a terminal sends it. */
  press(...pressed: string[]): void {
    for (const key of pressed) this.#input(key)
  }
  type(text: string): void {
    this.press(...text)
  }

  get cursorHidden(): boolean {
    return this.written.lastIndexOf('\x1b[?25l') > this.written.lastIndexOf('\x1b[?25h')
  }

  /** Resolves with the window's text as soon as it contains, matches or satisfies what is wanted. */
  until(wanted: string | RegExp | ((text: string) => boolean), timeout = 5000): Promise<string> {
    const holds = (text: string): boolean =>
      typeof wanted === 'string' ? text.includes(wanted) : wanted instanceof RegExp ? wanted.test(text) : wanted(text)
    return this.screen.waitFor((text) => (holds(text) ? text || ' ' : undefined), { timeout })
  }
}

export const keys = {
  enter: '\r',
  escape: '\x1b',
  tab: '\t',
  up: '\x1b[A',
  down: '\x1b[B',
  ctrlC: '\x03',
  ctrlD: '\x04',
  ctrlX: '\x18',
  shiftEnter: '\x1b[13;2u',
  backspace: '\x7f',
} as const
