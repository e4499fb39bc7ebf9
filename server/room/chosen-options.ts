// What people chose of an agent's options in this room: chosen again when the agent is started anew, also by another host.

import type { AgentBoard, AgentOption } from '../../shared/agent-board.ts'
import type { Journal } from '../store/journal.ts'
import type { Agent } from './agent.ts'

interface ChosenParts {
  readonly journal: Pick<Journal, 'records' | 'append'>
  /** Nobody sees how the agent is set: its mode is what this run says, and is not that of the next. */
  readonly unattended: boolean
}

interface Renewed {
  /** A sentence for each choice that could not be made again. */
  readonly lacking: readonly string[]
  /** False where the agent is in another mode than people had chosen. */
  readonly mode: boolean
}

interface Chosen {
  readonly value: string
  /** The agent has been seen with it; what it is after that is the agent's own doing. */
  seen: boolean
}

export class ChosenOptions {
  readonly #parts: ChosenParts
  /** By agent, then by option, in the order in which they were chosen. */
  readonly #chosen = new Map<string, Map<string, Chosen>>()

  constructor(parts: ChosenParts) {
    this.#parts = parts
    for (const record of parts.journal.records()) {
      if (record.t === 'chosen') this.#set(record.agent, record.option, record.value)
    }
  }

  /** A person chose it and the agent took it. */
  note(agent: string, { id, category }: Pick<AgentOption, 'id' | 'category'>, value: string): void {
    if (this.#parts.unattended && category === 'mode') return
    this.#set(agent, id, value)
    this.#write(agent, id, value)
  }

  /** The agent, being at work, says what it is set to: what it went on to by itself is not taken back at its next start. */
  follow(agent: string, { options }: AgentBoard): void {
    if (!options) return
    for (const [id, chosen] of this.#of(agent)) {
      if (options[id]?.current === chosen.value) chosen.seen = true
      // One that is gone went with what was chosen of another, as a model's effort does.
      else if (chosen.seen) {
        this.#of(agent).delete(id)
        this.#write(agent, id, undefined)
      }
    }
  }

  /** Chooses again what was chosen. */
  async renew(name: string, agent: Agent, board: () => AgentBoard): Promise<Renewed> {
    const lacking: string[] = []
    let mode = true
    for (const [id, chosen] of this.#of(name)) {
      chosen.seen = false
      const option = board().options?.[id]
      const why = await this.#chooseAgain(agent, id, option, chosen.value)
      if (why === undefined) continue
      lacking.push(why)
      // Without what only an owner may choose the agent asks more, not less.
      const asksMore = option?.choices.find(({ value }) => value === chosen.value)?.role !== undefined
      if (option?.category === 'mode' && !asksMore) mode = false
    }
    this.follow(name, board())
    return { lacking, mode }
  }

  async #chooseAgain(
    agent: Agent,
    id: string,
    option: AgentOption | undefined,
    value: string,
  ): Promise<string | undefined> {
    if (this.#parts.unattended && option?.category === 'mode') return undefined
    if (option?.current === value) return undefined
    const choice = option?.choices.find((one) => one.value === value)
    const set = `${option?.name ?? id} was set to ${choice?.name ?? value} here`
    if (!option || !agent.configure) return `${set}; the agent does not offer that any more.`
    const now = option.choices.find((one) => one.value === option.current)?.name ?? option.current
    if (!choice) return `${set}, which the agent does not offer any more; it is ${now} now.`
    if (choice.role) return `${set}, which is never chosen again by itself; it is ${now} now.`
    try {
      await agent.configure(id, value)
      return undefined
    } catch (error) {
      return `${set}, which the agent did not take again (${error instanceof Error ? error.message : String(error)}).`
    }
  }

  #of(agent: string): Map<string, Chosen> {
    return this.#chosen.get(agent) ?? new Map()
  }

  #set(agent: string, option: string, value: string | undefined): void {
    const chosen = this.#of(agent)
    // Chosen last, it is chosen again last: one choice may change what there is of another.
    chosen.delete(option)
    if (value !== undefined) chosen.set(option, { value, seen: false })
    this.#chosen.set(agent, chosen)
  }

  /** A full disk costs what was chosen at the next start, and nothing now. */
  #write(agent: string, option: string, value: string | undefined): void {
    try {
      this.#parts.journal.append({ t: 'chosen', agent, option, value })
    } catch {}
  }
}
