// ↑ past what was said here: the first one brings the newest of what was said in the directory before.

import type { Connection } from '../connection.ts'
import { plainText } from '../plain-text.ts'
import { EarlierPrompts } from './earlier-prompts.ts'
import type { PromptEditor } from './prompt-editor.ts'

/** As many as ↑ goes through. */
const most = 100
/** Of a conversation with few prompts not all is read for one key. */
const mostBrought = 20

export interface RecallOptions {
  readonly connection: Connection
  readonly editor: PromptEditor
  readonly redraw: () => void
}

export class Recall {
  readonly #options: RecallOptions
  #begun = false

  constructor(options: RecallOptions) {
    this.#options = options
  }

  /** ↑ in an empty editor: true where it waits for what is brought, and is pressed then. */
  begin(up: string): boolean {
    if (this.#begun) return false
    this.#begun = true
    const { editor, redraw } = this.#options
    const waits = editor.earlier.length === 0
    void this.#bring().then(() => {
      if (!waits || !editor.empty) return
      editor.handleInput(up)
      redraw()
    })
    return waits
  }

  async #bring(): Promise<void> {
    const { connection, editor } = this.#options
    const prompts = new EarlierPrompts(connection)
    try {
      for (let brought = 0; brought < mostBrought && prompts.more && prompts.here.length < most; brought++) {
        await prompts.bring()
      }
    } catch {
      // What is here is enough for now; the next ↑ tries again.
      this.#begun = false
    }
    editor.addBefore(
      prompts.here.filter(({ cut }) => !cut).map(({ text }) => plainText(text)),
      most,
    )
  }
}
