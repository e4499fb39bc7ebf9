// Questions of the agent's: open until the first answer, which all devices see; a later one is told who was first.

import type { Person } from '../../shared/entries.ts'
import type { PermissionId } from '../../shared/ids.ts'
import type { Permission, PermissionOption } from '../../shared/room-state.ts'
import type { AgentQuestion } from './agent.ts'
import { CallRefused } from './call-refused.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'

interface OpenQuestion {
  readonly permission: Permission
  readonly settle: (option: string | undefined) => void
}

const allows = (option: PermissionOption): boolean => option.kind.startsWith('allow')

export class Permissions {
  readonly #live: LiveState
  readonly #history: History
  readonly #newId: () => string
  readonly #open = new Map<PermissionId, OpenQuestion>()
  /** How earlier ones ended, for answers that come late. */
  readonly #settled = new Map<PermissionId, string>()
  #order = 0

  constructor(live: LiveState, history: History, newId: () => string) {
    this.#live = live
    this.#history = history
    this.#newId = newId
  }

  /** Asks every device; resolves with the chosen option's id, undefined where the question was withdrawn. */
  ask(question: AgentQuestion, about: Pick<Permission, 'title' | 'detail' | 'call'>): Promise<string | undefined> {
    const id = this.#newId() as PermissionId
    const { tool, options } = question
    const permission: Permission = { id, order: ++this.#order, tool: tool.id, ...about, options }
    this.#history.note({ t: 'asked', id, tool: tool.id, title: about.title })
    return new Promise((resolve) => {
      this.#open.set(id, { permission, settle: resolve })
      this.#live.set({ permissions: { ...this.#live.value.permissions, [id]: permission } })
      question.withdrawn.addEventListener('abort', () => this.#withdraw(id, 'The agent withdrew the question.'))
    })
  }

  /** The first answer wins. Durable before it takes effect. Throws `CallRefused`. */
  async answer(id: PermissionId, optionId: string, by: Person): Promise<void> {
    const question = this.#open.get(id)
    if (!question) {
      const settled = this.#settled.get(id)
      if (settled) throw new CallRefused('already_resolved', settled)
      throw new CallRefused('not_found', 'That question is not open any more; the agent that asked it has ended.')
    }
    const option = question.permission.options.find((one) => one.id === optionId)
    if (!option) throw new CallRefused('bad_request', 'That is none of the answers offered; choose one of those shown.')
    const { tool } = question.permission
    this.#history.note({ t: 'decided', id, tool, option: option.name, allowed: allows(option), by })
    // Closed before the disk has it, so that nobody else can answer meanwhile; the agent learns it only afterwards.
    this.#close(id, `${by.name} answered first: ${option.name}.`)
    await this.#history.sync()
    question.settle(option.id)
  }

  /** The turn is over or the agent is gone: nothing that it asked can be answered any more. */
  voidAll(why: string): void {
    for (const id of [...this.#open.keys()]) this.#withdraw(id, why)
  }

  #withdraw(id: PermissionId, why: string): void {
    const question = this.#open.get(id)
    if (!question) return
    this.#close(id, why)
    question.settle(undefined)
  }

  #close(id: PermissionId, why: string): void {
    this.#open.delete(id)
    this.#settled.set(id, why)
    const { [id]: _, ...rest } = this.#live.value.permissions
    this.#live.set({ permissions: rest })
  }
}
