// A waiting prompt that is being rewritten in the editor: the next line entered takes its place.

import type { CallId } from '../../shared/ids.ts'
import type { Connection } from '../connection.ts'
import type { Say } from './access-actions.ts'
import type { PromptEditor } from './prompt-editor.ts'
import type { Waiting } from './waiting.ts'

export interface AmendingOptions {
  readonly connection: Connection
  readonly editor: PromptEditor
  readonly waiting: () => readonly Waiting[]
  readonly say: Say
  /** A call of this device's was refused. */
  readonly failed: (what: string, problem: unknown) => void
}

export class Amending {
  readonly #options: AmendingOptions
  #prompt: CallId | undefined

  constructor(options: AmendingOptions) {
    this.#options = options
  }

  get underWay(): boolean {
    return this.#prompt !== undefined
  }

  /** Puts the `place`th waiting prompt into the editor, else the last. */
  begin(place: number | undefined): void {
    const { waiting, connection, editor, say } = this.#options
    const found = place === undefined ? waiting().findLast(mayChange) : waiting()[place - 1]
    if (!found) return say('No prompt is waiting that could be changed.', 'info')
    if (!mayChange(found)) {
      return say('That one may have run in part as it was. /drop it, and send the new words by themselves.', 'warning')
    }
    if (found.standing === 'unsent') connection.discard(found.id)
    else this.#prompt = found.id
    editor.setText(found.text)
    if (found.standing !== 'unsent') say('Enter puts what you write in its place · Esc leaves it as it is', 'info')
  }

  /** True where the line was meant for a waiting prompt. */
  take(text: string): boolean {
    const { connection, editor, failed } = this.#options
    const prompt = this.#prompt
    if (prompt === undefined) return false
    this.#prompt = undefined
    connection.call('amend', { prompt, text }).catch((problem: unknown) => {
      failed('Not changed', problem)
      if (editor.empty) editor.setText(text)
    })
    return true
  }

  /** That prompt waits no more: what is written becomes one of its own. True where it was this one. */
  letGo(prompt: CallId): boolean {
    if (this.#prompt !== prompt) return false
    this.#prompt = undefined
    return true
  }

  /** Empties the editor; what was written in it comes back by ↑. */
  leave(): void {
    const { editor } = this.#options
    this.#prompt = undefined
    editor.addToHistory(editor.getExpandedText())
    editor.setText('')
  }
}

const mayChange = ({ standing }: Waiting): boolean => standing !== 'interrupted'
