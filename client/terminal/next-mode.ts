// Shift+Tab: the agent's next mode, said in passing. Those that ask nothing any more are chosen by name only.

import { optionOf } from '../../shared/agent-board.ts'
import type { Connection } from '../connection.ts'
import { plainLine } from '../plain-text.ts'

export interface NextModeOptions {
  readonly connection: Connection
  readonly remark: (text: string) => void
  readonly failed: (what: string, problem: unknown) => void
}

export class NextMode {
  readonly #options: NextModeOptions
  /** Asked for, and not in the state yet. */
  #asked: string | undefined
  #calls = 0

  constructor(options: NextModeOptions) {
    this.#options = options
  }

  choose(): void {
    const { connection, remark, failed } = this.#options
    const { state } = connection.view
    const option = state && optionOf(state, 'mode')
    const now = this.#asked ?? option?.current
    const modes = (option?.choices ?? []).filter(({ value, role }) => role === undefined || value === now)
    const next = modes[(modes.findIndex(({ value }) => value === now) + 1) % modes.length]
    if (!option || !next || next.value === now)
      return remark(`${plainLine(state?.agent.label ?? 'The agent')} has no other mode`)
    this.#asked = next.value
    this.#calls += 1
    const call = this.#calls
    remark(`${plainLine(option.name)}: ${plainLine(next.name)}`)
    connection
      .call('configure', { option: option.id, value: next.value })
      .catch((problem: unknown) => failed(`${option.name} is not ${next.name}`, problem))
      .finally(() => {
        if (call === this.#calls) this.#asked = undefined
      })
  }
}
