// The prompts of the conversation, newest first; those before what is shown are brought page by page, as far as somebody looks.

import type { Entry, Prompt } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { PageStart } from '../../shared/room-view.ts'
import type { Connection } from '../connection.ts'
import { plainText } from '../plain-text.ts'
import { wholeText } from '../whole-text.ts'

/** Shown entries that are asked for at once; a host gives no more. */
const brought = 200

export class SaidPrompts {
  readonly #connection: Connection
  readonly #transcript: TranscriptId | undefined
  #before: PageStart | undefined
  #older: readonly Prompt[] = []
  #bringing: Promise<void> | undefined

  constructor(connection: Connection) {
    this.#connection = connection
    const { position, before } = connection.view
    this.#transcript = position?.transcript
    this.#before = before
  }

  /** Those that are here; none where the conversation is another by now. */
  get here(): readonly Prompt[] {
    const { view } = this.#connection
    if (!this.#stillShown) return []
    return [...promptsIn(view.entries), ...this.#older]
  }

  /** The host has more of them. */
  get more(): boolean {
    return this.#before !== undefined && this.#stillShown
  }

  /** Brings some more; does nothing where there are none. Rejects with `CallFailed`. */
  bring(): Promise<void> {
    this.#bringing ??= this.#bring().finally(() => {
      this.#bringing = undefined
    })
    return this.#bringing
  }

  async #bring(): Promise<void> {
    if (this.#before === undefined || !this.#stillShown) return
    try {
      const { entries, before } = await this.#connection.call('page', { before: this.#before, limit: brought })
      this.#older = [...this.#older, ...promptsIn(entries)]
      this.#before = before ?? undefined
    } catch (problem) {
      // What cannot be had now is not asked for again and again.
      this.#before = undefined
      throw problem
    }
  }

  get #stillShown(): boolean {
    return this.#connection.view.position?.transcript === this.#transcript
  }
}

const promptsIn = (entries: readonly Entry[]): Prompt[] => entries.filter((entry) => entry.kind === 'prompt').reverse()

/** Its words to be written again, with what was cut of them. Rejects with `CallFailed`. */
export async function wordsOf({ id, text, cut }: Prompt, connection: Connection): Promise<string> {
  return plainText(cut ? (await wholeText(connection, { of: id })).text : text)
}
