// What a terminal shows: bytes go in, rows of text and cells with their colours come out.

import xterm from '@xterm/headless'

/** A palette index, `#rrggbb`, or the terminal's own fore- or background. */
export type Colour = number | `#${string}` | 'default'

export interface Cell {
  /** Empty for the second half of a wide character. */
  readonly text: string
  readonly width: number
  readonly foreground: Colour
  readonly background: Colour
  readonly bold: boolean
  readonly dim: boolean
  readonly italic: boolean
  readonly underline: boolean
  readonly inverse: boolean
}

export interface WaitOptions {
  /** Milliseconds; 30,000 where none is given: a program that starts on a busy machine takes its time. */
  readonly timeout?: number
  /** Looks at what has scrolled away, too. */
  readonly scrolledToo?: boolean
}

export class Screen {
  /** Called with what the terminal answers to queries (its kind, the cursor's place …). */
  onAnswer: (data: string) => void = () => {}
  readonly #terminal: xterm.Terminal
  readonly #waiting = new Set<() => void>()
  /** What the window was told to be called. */
  title = ''
  /** What was put onto the clipboard from within, as it came. */
  readonly clipboard: string[] = []

  constructor(columns = 80, rows = 24) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 20_000, allowProposedApi: true })
    this.#terminal.onData((data) => this.onAnswer(data))
    this.#terminal.onTitleChange((title) => {
      this.title = title
    })
    this.#terminal.parser.registerOscHandler(52, (data) => {
      this.clipboard.push(data)
      return true
    })
  }

  get columns(): number {
    return this.#terminal.cols
  }

  get height(): number {
    return this.#terminal.rows
  }

  /** Resolves once the data is on the screen. */
  write(data: string): Promise<void> {
    return new Promise((resolve) => {
      this.#terminal.write(data, () => {
        resolve()
        for (const look of [...this.#waiting]) look()
      })
    })
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows)
  }

  /** The visible rows, without blanks at their ends. */
  rows(): string[] {
    const buffer = this.#terminal.buffer.active
    return this.#texts(buffer.baseY, buffer.baseY + this.#terminal.rows)
  }

  /** Every row, those that have scrolled away first. */
  allRows(): string[] {
    return this.#texts(0, this.#terminal.buffer.active.length)
  }

  text(): string {
    return this.rows().join('\n')
  }

  /** The visible cells, row by row. */
  cells(): Cell[][] {
    const buffer = this.#terminal.buffer.active
    return Array.from({ length: this.#terminal.rows }, (_, row) => {
      const line = buffer.getLine(buffer.baseY + row)
      return Array.from({ length: this.#terminal.cols }, (_, column) => cellOf(line?.getCell(column)))
    })
  }

  /**
   * Resolves with the match, or with what the predicate returned that was true, as soon as the screen says so; looked
   * at after every write. Rejects with the screen's text when it takes too long.
   */
  waitFor(wanted: RegExp, options?: WaitOptions): Promise<RegExpExecArray>
  waitFor<T>(wanted: (text: string) => T, options?: WaitOptions): Promise<NonNullable<Exclude<T, false>>>
  waitFor(wanted: RegExp | ((text: string) => unknown), options: WaitOptions = {}): Promise<unknown> {
    const { timeout = 30_000, scrolledToo = false } = options
    const test = wanted instanceof RegExp ? (text: string) => wanted.exec(text) : wanted
    const found = () => test(scrolledToo ? this.allRows().join('\n') : this.text())
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        this.#waiting.delete(look)
      }
      const look = () => {
        try {
          const result = found()
          if (!result) return
          end()
          resolve(result)
        } catch (failure) {
          end()
          reject(failure)
        }
      }
      const late = new Error(`Nothing on the screen matched ${wanted} within ${timeout} ms.`)
      const timer = setTimeout(() => {
        end()
        late.message += ` It shows:\n${this.text()}`
        reject(late)
      }, timeout)
      this.#waiting.add(look)
      look()
    })
  }

  #texts(from: number, to: number): string[] {
    const buffer = this.#terminal.buffer.active
    return Array.from({ length: to - from }, (_, row) => buffer.getLine(from + row)?.translateToString(true) ?? '')
  }
}

function cellOf(cell: xterm.IBufferCell | undefined): Cell {
  return {
    text: cell?.getChars() ?? '',
    width: cell?.getWidth() ?? 1,
    foreground: !cell || cell.isFgDefault() ? 'default' : colourOf(cell.getFgColor(), cell.isFgRGB()),
    background: !cell || cell.isBgDefault() ? 'default' : colourOf(cell.getBgColor(), cell.isBgRGB()),
    bold: !!cell?.isBold(),
    dim: !!cell?.isDim(),
    italic: !!cell?.isItalic(),
    underline: !!cell?.isUnderline(),
    inverse: !!cell?.isInverse(),
  }
}

function colourOf(value: number, isRgb: boolean): Colour {
  return isRgb ? `#${value.toString(16).padStart(6, '0')}` : value
}
