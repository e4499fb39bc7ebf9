// What is asked of people: open until the first answer, which all devices see; a later one is told how it ended.

import { SettledQuestions } from './settled-questions.ts'

interface Open<Asked, Answer> {
  readonly asked: Asked
  readonly settle: (answer: Answer | undefined) => void
}

interface Decision<Answer> {
  readonly answer: Answer
  /** One sentence for whoever answers later. */
  readonly told: string
}

interface AskingParts<Asked> {
  /** These are open now. */
  readonly show: (open: { readonly [id: string]: Asked }) => void
  /** Resolves when all that was noted is on the disk. */
  readonly sync: () => Promise<void>
}

export class Asking<Asked extends { readonly id: string }, Answer> {
  readonly #parts: AskingParts<Asked>
  readonly #open = new Map<string, Open<Asked, Answer>>()
  readonly #settled = new SettledQuestions()

  constructor(parts: AskingParts<Asked>) {
    this.#parts = parts
  }

  get isOpen(): boolean {
    return this.#open.size > 0
  }

  /** Resolves with the answer, undefined where the question was withdrawn. */
  ask(asked: Asked, withdrawn: AbortSignal): Promise<Answer | undefined> {
    if (withdrawn.aborted) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      this.#open.set(asked.id, { asked, settle: resolve })
      this.#show()
      withdrawn.addEventListener('abort', () => this.#withdraw(asked.id, 'The agent withdrew the question.'))
    })
  }

  /** The first answer wins; `decide` writes it down, or throws `CallRefused`. Durable before it takes effect. */
  async settle(id: string, decide: (asked: Asked) => Decision<Answer>): Promise<void> {
    const open = this.#open.get(id)
    if (!open) {
      throw this.#settled.refusal(id, 'That question is not open any more; the agent that asked it has ended.')
    }
    const { answer, told } = decide(open.asked)
    // Closed before the disk has it, so that nobody else can answer meanwhile; the agent learns it only afterwards.
    this.#close(id, told)
    try {
      await this.#parts.sync()
    } catch (error) {
      open.settle(undefined)
      throw error
    }
    open.settle(answer)
  }

  /** The turn is over or the agent is gone: nothing that it asked can be answered any more. */
  voidAll(why: string): void {
    for (const id of [...this.#open.keys()]) this.#withdraw(id, why)
  }

  #withdraw(id: string, why: string): void {
    const open = this.#open.get(id)
    if (!open) return
    this.#close(id, why)
    open.settle(undefined)
  }

  #close(id: string, told: string): void {
    this.#open.delete(id)
    this.#settled.add(id, told)
    this.#show()
  }

  #show(): void {
    this.#parts.show(Object.fromEntries([...this.#open].map(([id, { asked }]) => [id, asked])))
  }
}
