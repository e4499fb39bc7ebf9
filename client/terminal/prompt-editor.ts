// Where prompts are written: pi-tui's editor behind the agent's sign, and a leading space that means "as it is".

import { Editor, type Screen, selectListTheme } from './screen.ts'
import type { Theme } from './theme.ts'

/** Marks the editor's own rules among its rows; it never reaches the terminal. */
const ruleMark = '\u0001'

/** A terminal puts these around what is pasted, and around the paths of files that are dropped on it. */
const pasteBegins = '\x1b[200~'
const pasteEnds = '\x1b[201~'
/** What is offered again is at most so many prompts. */
const remembered = 1000
const pasted = /\x1b\[200~([\s\S]*?)\x1b\[201~/g

export class PromptEditor extends Editor {
  /** Called with the prompt, trimmed; `literal` where it was begun with a space. */
  onLine: (text: string, literal: boolean) => void = () => {}
  /** What is put in for what was pasted. */
  onPaste: (text: string) => string = (text) => text
  sign = '>'
  readonly #theme: Theme
  #before = ''
  #earlier: readonly string[] = []

  constructor(screen: Screen, theme: Theme) {
    super(screen, { borderColor: (text) => ruleMark + text, selectList: selectListTheme(theme) }, { paddingX: 0 })
    this.#theme = theme
    this.onSubmit = (text) => {
      const before = this.#before
      if (text !== '') this.onLine(text, before.startsWith(' ') && before.trim() === text)
    }
  }

  get empty(): boolean {
    return this.getText() === ''
  }

  /** What was entered here and what was said before, the newest first. */
  get earlier(): readonly string[] {
    return this.#earlier
  }

  override addToHistory(text: string): void {
    super.addToHistory(text)
    const words = text.trim()
    if (words !== '' && words !== this.#earlier[0]) this.#earlier = [words, ...this.#earlier].slice(0, remembered)
  }

  /** Puts what was said still earlier behind all that ↑ goes through, the newest first; `most` in all. */
  addBefore(texts: readonly string[], most: number): void {
    const known = new Set(this.#earlier)
    const older = [...new Set(texts.map((text) => text.trim()))].filter((text) => text !== '' && !known.has(text))
    this.#earlier = [...this.#earlier, ...older].slice(0, remembered)
    // pi-tui's own list, private to TypeScript only.
    const history = this['history']
    history.push(...older.slice(0, Math.max(most - history.length, 0)))
  }

  override handleInput(data: string): void {
    this.#before = this.getExpandedText()
    super.handleInput(data.replace(pasted, (_, text: string) => pasteBegins + this.onPaste(text) + pasteEnds))
  }

  override render(width: number): string[] {
    const sign = `${this.sign} `
    const rows: string[] = []
    let first = true
    for (const row of super.render(width - sign.length)) {
      if (row.startsWith(ruleMark)) {
        const text = row.replaceAll(ruleMark, '')
        const scrolled = /[↑↓]/.test(text)
        if (rows.length === 0)
          rows.push(this.#theme.quiet(scrolled ? text + '─'.repeat(sign.length) : '─'.repeat(width)))
        else if (scrolled) rows.push(this.#theme.quiet(text))
        continue
      }
      rows.push((first ? this.#theme.accent(this.#theme.strong(sign)) : ' '.repeat(sign.length)) + row)
      first = false
    }
    return rows
  }
}
