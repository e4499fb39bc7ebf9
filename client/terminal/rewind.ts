// Esc twice, or /rewind: back to before an earlier prompt, in a copy of the conversation, with that prompt to be changed.

import type { Clock } from '../../shared/clock.ts'
import type { Prompt } from '../../shared/entries.ts'
import { calls } from '../../shared/protocol.ts'
import { mayAct } from '../../shared/roles.ts'
import type { Connection } from '../connection.ts'
import type { Say } from './access-actions.ts'
import type { Overlay } from './overlay.ts'
import type { PromptEditor } from './prompt-editor.ts'
import { RewindPicker } from './rewind-picker.ts'
import { SaidPrompts, wordsOf } from './said-prompts.ts'
import type { Theme } from './theme.ts'

export interface RewindOptions {
  readonly connection: Connection
  readonly theme: Theme
  readonly clock: Clock
  readonly overlay: Overlay
  readonly editor: PromptEditor
  /** Rows of the window. */
  readonly rows: () => number
  readonly redraw: () => void
  readonly say: Say
  readonly failed: (what: string, problem: unknown) => void
  /** The list has gone: the keys are somebody else's again. */
  readonly onClose: () => void
}

export class Rewind {
  readonly #options: RewindOptions

  constructor(options: RewindOptions) {
    this.#options = options
  }

  /** There is something to go back to, for whoever may. */
  get offered(): boolean {
    return this.#may && new SaidPrompts(this.#options.connection).here.length > 0
  }

  open(): void {
    const { connection, overlay, say, onClose } = this.#options
    if (!this.#may) return say('Going back takes another session, and this terminal may open none.', 'warning')
    const said = new SaidPrompts(connection)
    if (said.here.length === 0) return say('Nothing has been said here yet.', 'info')
    const picker = new RewindPicker({
      ...this.#options,
      said,
      onPicked: (picked) => {
        overlay.hide()
        onClose()
        if (picked)
          this.#goBack(picked.prompt, picked.first).catch((problem) => this.#options.failed('Not gone back', problem))
      },
    })
    overlay.show(picker)
  }

  get #may(): boolean {
    const { self } = this.#options.connection
    return self !== undefined && self.scope.kind === calls.fork.scope && mayAct(self.role, calls.fork.role)
  }

  async #goBack(prompt: Prompt, first: boolean): Promise<void> {
    const { connection, editor, say } = this.#options
    const before = connection.view.state?.transcript.slice(0, 8)
    const words = await wordsOf(prompt, connection)
    if (first) await connection.call('clear', {})
    else {
      await connection.call('fork', { before: prompt.id })
      say(`A copy of what was said before that message goes on.\nAs it was: /resume ${before}`, 'info')
    }
    editor.setText([words, ...(editor.empty ? [] : [editor.getText()])].join('\n'))
    if (prompt.images) say('The pictures of that message are not in it any more: put them in again.', 'info')
  }
}
