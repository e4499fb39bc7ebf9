// Where prompts are written: pi-tui's editor behind the agent's sign, and a leading space that means "as it is".

import { Editor, type Screen, selectListTheme } from './screen.ts'
import type { Theme } from './theme.ts'

/** Marks the editor's own rules among its rows; it never reaches the terminal. */
const ruleMark = '\u0001'

export class PromptEditor extends Editor {
  /** Called with the prompt, trimmed; `literal` where it was begun with a space. */
  onLine: (text: string, literal: boolean) => void = () => {}
  sign = '>'
  readonly #theme: Theme
  #before = ''

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

  override handleInput(data: string): void {
    this.#before = this.getExpandedText()
    super.handleInput(data)
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
