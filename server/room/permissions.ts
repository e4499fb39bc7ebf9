// Whether the agent may do something: asked of every device, decided by the first answer.

import type { Person } from '../../shared/entries.ts'
import type { PermissionId } from '../../shared/ids.ts'
import { mayAct, type Role } from '../../shared/roles.ts'
import type { Permission, PermissionOption } from '../../shared/room-state.ts'
import type { AgentQuestion } from './agent.ts'
import { Asking } from './asking.ts'
import { CallRefused } from './call-refused.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'

const allows = (option: PermissionOption): boolean => option.kind.startsWith('allow')

interface PermissionParts {
  readonly live: LiveState
  readonly history: History
  readonly newId: () => string
  readonly nextOrder: () => number
}

export class Permissions {
  readonly #parts: PermissionParts
  readonly #asking: Asking<Permission, string>

  constructor(parts: PermissionParts) {
    const { live, history } = parts
    this.#parts = parts
    this.#asking = new Asking({ show: (permissions) => live.set({ permissions }), sync: () => history.sync() })
  }

  get isOpen(): boolean {
    return this.#asking.isOpen
  }

  /** Asks every device; resolves with the chosen option's id, undefined where the question was withdrawn. */
  ask(
    question: AgentQuestion,
    about: Pick<Permission, 'from' | 'title' | 'detail' | 'changes' | 'call'>,
  ): Promise<string | undefined> {
    const { history, newId, nextOrder } = this.#parts
    const id = newId() as PermissionId
    const { options, tool, withdrawn } = question
    history.note({ t: 'asked', id, tool: tool.id, title: about.title })
    return this.#asking.ask({ id, order: nextOrder(), tool: tool.id, ...about, options }, withdrawn)
  }

  /** Durable before it takes effect. Throws `CallRefused`. */
  answer(id: PermissionId, optionId: string, by: Person, role: Role): Promise<void> {
    return this.#asking.settle(id, ({ options, tool }) => {
      const option = options.find((one) => one.id === optionId)
      if (!option)
        throw new CallRefused('bad_request', 'That is none of the answers offered; choose one of those shown.')
      if (option.role && !mayAct(role, option.role)) {
        throw new CallRefused(
          'not_allowed',
          `“${option.name}” takes an owner’s device; choose another, or do it there.`,
        )
      }
      this.#parts.history.note({ t: 'decided', id, tool, option: option.name, allowed: allows(option), by })
      return { answer: option.id, told: `${by.name} answered first: ${option.name}.` }
    })
  }

  voidAll(why: string): void {
    this.#asking.voidAll(why)
  }
}
