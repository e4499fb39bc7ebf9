// Prompts of before: those of this conversation, then those of the directory's other sessions; brought as far as somebody looks.

import type { Prompt } from '../../shared/entries.ts'
import type { ListedSession } from '../../shared/listed.ts'
import { calls } from '../../shared/protocol.ts'
import { mayAct } from '../../shared/roles.ts'
import type { Connection } from '../connection.ts'
import { SaidPrompts } from './said-prompts.ts'

/** Other sessions that are looked into, the newest first. */
const sessions = 50

export class EarlierPrompts {
  readonly #connection: Connection
  readonly #said: SaidPrompts
  #elsewhere: readonly Prompt[] = []
  /** Undefined until they are known. */
  #left: readonly ListedSession[] | undefined
  #bringing: Promise<void> | undefined

  constructor(connection: Connection) {
    this.#connection = connection
    this.#said = new SaidPrompts(connection)
    const { self } = connection
    if (self?.scope.kind !== calls.glance.scope || !mayAct(self.role, calls.glance.role)) this.#left = []
  }

  /** The newest first. */
  get here(): readonly Prompt[] {
    return [...this.#said.here, ...this.#elsewhere]
  }

  get more(): boolean {
    return this.#said.more || this.#left === undefined || this.#left.length > 0
  }

  /** Brings some more; does nothing where there are none. Rejects with `CallFailed`. */
  bring(): Promise<void> {
    if (this.#said.more) return this.#said.bring()
    this.#bringing ??= this.#bring().finally(() => {
      this.#bringing = undefined
    })
    return this.#bringing
  }

  async #bring(): Promise<void> {
    const connection = this.#connection
    try {
      this.#left ??= await this.#others()
      const [next, ...left] = this.#left
      if (!next) return
      const { entries } = await connection.call('glance', { session: next.session, prompts: true })
      this.#left = left
      // What was cut of one can only be had where it was said.
      const whole = entries.filter((entry) => entry.kind === 'prompt' && !entry.cut) as Prompt[]
      this.#elsewhere = [...this.#elsewhere, ...whole.reverse()]
    } catch (problem) {
      // What cannot be had now is not asked for again and again.
      this.#left = []
      throw problem
    }
  }

  async #others(): Promise<ListedSession[]> {
    const listed = await this.#connection.call('sessions', { limit: sessions })
    return listed.sessions.filter(({ session }) => session !== this.#connection.view.state?.transcript)
  }
}
