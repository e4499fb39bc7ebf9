// The only file that knows pi-tui: its parts, and the guards without which it wipes, overflows or leaks escape codes.

import {
  type Component,
  Editor,
  Input,
  isKeyRelease,
  Markdown,
  type MarkdownTheme,
  matchesKey,
  type OverlayHandle,
  ProcessTerminal,
  SelectList,
  type SelectListTheme,
  setCapabilities,
  type Terminal,
  TUI,
  truncateToWidth,
  visibleWidth,
  wrapTextWithAnsi,
} from '@mariozechner/pi-tui'
import type { Theme } from './theme.ts'

export type { AutocompleteItem, AutocompleteProvider, AutocompleteSuggestions } from '@mariozechner/pi-tui'
export {
  type Component,
  Editor,
  Input,
  matchesKey,
  type OverlayHandle,
  SelectList,
  type SelectListTheme,
  type Terminal,
}

/** Narrower than this pi-tui's own arithmetic fails; such a terminal shows the left part. */
const leastColumns = 12
/** pi-tui's own switches, some of which write the whole screen to files. */
const switches = ['PI_TUI_WRITE_LOG', 'PI_TUI_DEBUG', 'PI_DEBUG_REDRAW', 'PI_CLEAR_ON_SHRINK', 'PI_HARDWARE_CURSOR']

/** The terminal this process runs in. */
export function processTerminal(): Terminal {
  for (const name of switches) delete process.env[name]
  return new ProcessTerminal()
}

/** What stands above the panel: it grows at its end, and its first rows leave the screen for the scrollback. */
export interface Body {
  /** The window has room for `room` rows of it; those above leave for the scrollback. */
  render(width: number, room: number): string[]
  /** The first `rows` of what was rendered last have left the screen: they cannot be changed any more. */
  scrolledOff(rows: number): void
  /** The window has another size: show the last `rows` rows again. */
  reflow(width: number, rows: number): void
}

const emptyBody: Body = { render: () => [], scrolledOff() {}, reflow() {} }
const emptyPanel: Component = { render: () => [], invalidate() {} }

/**
 * pi-tui's inline screen, with rows that leave it forgotten at once: a frame costs what the window shows, however long
 * the conversation is, and a resize draws the window only.
 */
export class Screen extends TUI {
  body: Body = emptyBody
  panel: Component = emptyPanel
  #drawnWidth = 0
  #drawnRows = 0
  #open = false
  #ending = false

  constructor(terminal: Terminal) {
    super(new GuardedTerminal(terminal))
    // No pictures; and a link shows where it leads instead of hiding it behind its text.
    setCapabilities({ images: null, trueColor: false, hyperlinks: false })
  }

  override start(): void {
    this.#open = true
    super.start()
  }

  /** Gives the terminal back, with the cursor; a second call does nothing. */
  override stop(): void {
    if (!this.#open) return
    this.#open = false
    super.stop()
  }

  /** Draws `rows` in place of the panel, now, and gives the terminal back. */
  finish(rows: readonly string[]): void {
    if (!this.#open) return
    while (this.hasOverlay()) this.hideOverlay()
    this.panel = { render: () => [...rows], invalidate() {} }
    this.#ending = true
    // Private to TypeScript only; the next frame would come too late.
    this['doRender']()
    this.stop()
  }

  /** Rows that were painted from here upwards are drawn over. */
  drawOver(rows: number): void {
    this.terminal.write(rows > 1 ? `\r\x1b[${rows - 1}A` : '\r')
  }

  override render(width: number): string[] {
    const { rows } = this.terminal
    const panel = this.panel.render(width).slice(-rows)
    // Termux changes its height with the keyboard, and pi-tui does not draw anew then.
    const redrawn = width !== this.#drawnWidth || (rows !== this.#drawnRows && !process.env.TERMUX_VERSION)
    // A window that shrinks drops what is below the cursor, the status row, before it scrolls: one row less has left it.
    const dropped = rows < this.#drawnRows ? 1 : 0
    if (redrawn && this.#drawnWidth > 0) this.body.reflow(width, rows - panel.length + dropped)
    this.#drawnWidth = width
    this.#drawnRows = rows
    queueMicrotask(() => this.#forget())
    // What is drawn last is drawn whole.
    const room = this.#ending ? Number.POSITIVE_INFINITY : rows - panel.length
    return [...this.body.render(width, room), ...panel].map((line) => fitted(line, width))
  }

  // biome-ignore-start lint/complexity/useLiteralKeys: pi-tui's own account of the screen, private to TypeScript only
  #forget(): void {
    const gone = this['previousViewportTop']
    if (gone <= 0) return
    this['previousLines'] = this['previousLines'].slice(gone)
    this['cursorRow'] -= gone
    this['hardwareCursorRow'] -= gone
    this['maxLinesRendered'] -= gone
    this['previousViewportTop'] = 0
    this.body.scrolledOff(gone)
  }
  // biome-ignore-end lint/complexity/useLiteralKeys: pi-tui's own account of the screen, private to TypeScript only
}

/** Never wipes the scrollback, is never too narrow, and tells of keys that go down only. */
class GuardedTerminal implements Terminal {
  readonly #inner: Terminal

  constructor(inner: Terminal) {
    this.#inner = inner
  }

  get columns(): number {
    return Math.max(this.#inner.columns, leastColumns)
  }
  get rows(): number {
    return Math.max(this.#inner.rows, 1)
  }
  get kittyProtocolActive(): boolean {
    return this.#inner.kittyProtocolActive
  }
  start(onInput: (data: string) => void, onResize: () => void): void {
    // pi-tui asks newer terminals for releases, too: each Esc and Ctrl-C would count twice.
    this.#inner.start((data) => {
      if (data === '\x1b\x1b') {
        // Esc twice, which came in one piece: nobody presses Alt with it.
        onInput('\x1b')
        onInput('\x1b')
      } else if (!isKeyRelease(data)) onInput(data)
    }, onResize)
  }
  stop(): void {
    this.#inner.stop()
  }
  drainInput(most?: number, idle?: number): Promise<void> {
    return this.#inner.drainInput(most, idle)
  }
  write(data: string): void {
    this.#inner.write(data.replaceAll('\x1b[3J', ''))
  }
  moveBy(lines: number): void {
    this.#inner.moveBy(lines)
  }
  hideCursor(): void {
    this.#inner.hideCursor()
  }
  showCursor(): void {
    this.#inner.showCursor()
  }
  clearLine(): void {
    this.#inner.clearLine()
  }
  clearFromCursor(): void {
    this.#inner.clearFromCursor()
  }
  clearScreen(): void {
    this.#inner.clearScreen()
  }
  setTitle(title: string): void {
    this.#inner.setTitle(title)
  }
  setProgress(active: boolean): void {
    this.#inner.setProgress(active)
  }
}

/** The codes that this program itself draws with: colours, and the mark where the cursor stands. */
const own = /\x1b\[[\d;]*m|\x1b_pi:c\x07/
const ownOrControl = new RegExp(`(${own.source})|[\\0-\\x1f\\x7f-\\x9f]`, 'g')

/** The last guard: whatever a part rendered, no line is too wide or moves the cursor. */
function fitted(line: string, width: number): string {
  const safe = line.replace(ownOrControl, (_code, kept: string | undefined) => kept ?? '')
  return visibleWidth(safe) > width ? truncateToWidth(safe, width, '') : safe
}

/** Text or a paste: what belongs into an editor, wherever the keys go. */
export const isTyped = (data: string): boolean => data.startsWith('\x1b[200~') || /^[^\0-\x1f\x7f]/.test(data)

/** The text of such a key or paste, on one line. */
export const typedText = (data: string): string =>
  data.replace(/\x1b\[20[01]~/g, '').replace(/[\0-\x1f\x7f-\x9f]+/g, ' ')

/** `text` wrapped at spaces; it may be styled. */
export const wrappedStyled = (text: string, width: number): string[] => wrapTextWithAnsi(text, width)

/** Markdown as rows; `text` must be plain. What the parser cannot take is shown as it is. */
export function markdownRows(text: string, width: number, theme: Theme): string[] {
  try {
    return new Markdown(text, 0, 0, markdownTheme(theme)).render(width).map((row) => row.trimEnd())
  } catch {
    return text.split('\n').flatMap((line) => wrapTextWithAnsi(line, width))
  }
}

const markdownTheme = (theme: Theme): MarkdownTheme => ({
  heading: theme.strong,
  link: theme.accent,
  linkUrl: theme.quiet,
  code: theme.code,
  codeBlock: (text) => text,
  codeBlockBorder: theme.quiet,
  quote: (text) => text,
  quoteBorder: theme.quiet,
  hr: theme.quiet,
  listBullet: theme.accent,
  bold: theme.strong,
  italic: theme.slanted,
  strikethrough: theme.struck,
  underline: theme.underlined,
})

export const selectListTheme = (theme: Theme): SelectListTheme => ({
  selectedPrefix: theme.accent,
  selectedText: (text) => theme.accent(theme.strong(text)),
  description: theme.quiet,
  scrollInfo: theme.quiet,
  noMatch: theme.quiet,
})
