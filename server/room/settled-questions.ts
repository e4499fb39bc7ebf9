// How the last questions ended, for answers that come late.

import { CallRefused } from './call-refused.ts'

/** An answer that comes later than so many others is told only that nobody waits for it. */
const remembered = 100

export class SettledQuestions {
  readonly #endings = new Map<string, string>()

  /** `how`: one sentence for whoever answers later. */
  add(id: string, how: string): void {
    this.#endings.set(id, how)
    const [oldest] = this.#endings.keys()
    if (this.#endings.size > remembered && oldest !== undefined) this.#endings.delete(oldest)
  }

  /** The refusal of an answer to a question that is not open; `unknown` where nothing is remembered of it. */
  refusal(id: string, unknown: string): CallRefused {
    const how = this.#endings.get(id)
    return how === undefined ? new CallRefused('not_found', unknown) : new CallRefused('already_resolved', how)
  }
}
