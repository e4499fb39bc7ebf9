// What people chose of an agent's options in this room: chosen again when the agent is started anew.

import type { AgentBoard, OptionChoice } from '../../shared/agent-board.ts'
import type { Agent } from './agent.ts'

export class ChosenOptions {
  #agent: string | undefined
  readonly #values = new Map<string, string>()

  /** What takes more than driving is chosen by a person each time. */
  note(agent: string, option: string, choice: OptionChoice): void {
    if (this.#agent !== agent) this.#values.clear()
    this.#agent = agent
    if (choice.role) this.#values.delete(option)
    else this.#values.set(option, choice.value)
  }

  /** Of what it does not offer any more, or refuses, it keeps its own; that is shown. */
  async renew(name: string, agent: Agent, { options }: AgentBoard): Promise<void> {
    if (this.#agent !== name) return
    for (const [option, value] of this.#values) {
      const offered = options?.[option]
      if (!offered || offered.current === value || !offered.choices.some((choice) => choice.value === value)) continue
      await agent.configure?.(option, value).catch(() => {})
    }
  }
}
