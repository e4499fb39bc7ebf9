// The questions that are open: shows the first, sends its answer, and says so when somebody else was quicker.

import type { Clock } from '../../shared/clock.ts'
import type { PermissionId } from '../../shared/ids.ts'
import type { Permission } from '../../shared/room-state.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'
import { PermissionPrompt } from './permission-prompt.ts'
import type { Theme } from './theme.ts'

/** Keys that were on their way when a question appeared do not answer it. */
const reflex = 700

export interface PermissionDeskOptions {
  readonly connection: Connection
  readonly theme: Theme
  /** Rows of the window. */
  readonly rows: () => number
  readonly clock: Clock
  /** Something is written in the editor: a question does not take its keys. */
  readonly writing: () => boolean
  /** When a key was pressed last, in milliseconds since 1970. */
  readonly lastKey: () => number
  /** Text that belongs into the editor. */
  readonly onTyped: (data: string) => void
  readonly answeredElsewhere: (who: string, option: string) => void
  readonly failed: (what: string, problem: unknown) => void
}

export class PermissionDesk {
  prompt: PermissionPrompt | undefined
  readonly #options: PermissionDeskOptions
  #answered: PermissionId | undefined

  constructor(options: PermissionDeskOptions) {
    this.#options = options
  }

  /** Looks at what is open now. */
  look(): void {
    const { view } = this.#options.connection
    const open = Object.values(view.state?.permissions ?? {}).sort((a, b) => a.order - b.order)
    const shown = this.prompt?.permission
    if (shown && !open.some(({ id }) => id === shown.id)) {
      this.prompt = undefined
      const decision = view.marks.get(shown.tool)?.decision
      if (this.#answered !== shown.id && decision) {
        this.#options.answeredElsewhere(plainLine(decision.by?.name ?? 'Somebody'), plainLine(decision.option))
      }
    }
    const [first, ...behind] = open
    if (!first) return
    this.prompt ??= this.#promptFor(first)
    this.prompt.behind = behind.length
  }

  #promptFor(permission: Permission): PermissionPrompt {
    const { theme, rows, clock, writing, lastKey, onTyped } = this.#options
    const now = clock.now()
    const armedAt = now - lastKey() < reflex ? now + reflex : now
    return new PermissionPrompt({
      permission,
      theme,
      rows,
      focused: !writing(),
      armed: () => clock.now() >= armedAt,
      onTyped,
      onAnswer: (option) => this.#answer(permission.id, option),
    })
  }

  #answer(permission: PermissionId, option: string): void {
    this.#answered = permission
    this.#options.connection.call('answer', { permission, option }).catch((problem: unknown) => {
      this.#answered = undefined
      if (this.prompt?.permission.id === permission) this.prompt.reopen()
      this.#options.failed('Not answered', problem)
    })
  }
}
