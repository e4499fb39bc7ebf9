// What an agent says about itself, and the board in the live state that keeps the newest of it.

import type { AgentBoard, AgentOption, AgentPlan, AnnouncedCommand, PlanItem } from '../../shared/agent-board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { LiveState } from './live-state.ts'

export type AgentNews =
  /** All that can be chosen now. */
  | { readonly is: 'options'; readonly options: readonly OfferedOption[] }
  /** All of its commands. */
  | { readonly is: 'commands'; readonly commands: readonly AnnouncedCommand[] }
  /** Takes the place of what the plan said before; undefined: there is no such plan any more. */
  | { readonly is: 'plan'; readonly id: string; readonly plan: Omit<AgentPlan, 'order'> | undefined }
  | { readonly is: 'notice'; readonly tone: 'info' | 'warning'; readonly text: string }
  /** `failed` says why; where it was done `summary` is what stands for all that was said before. */
  | { readonly is: 'compacting'; readonly running: boolean; readonly failed?: string; readonly summary?: string }
  | AgentUsage

/** How full the model's memory is, in tokens, and what the session has cost so far, where the agent says so. */
interface AgentUsage {
  readonly is: 'usage'
  readonly used: number
  readonly size: number
  readonly cost?: { readonly amount: number; readonly currency: string }
}

export type OfferedOption = Omit<AgentOption, 'order' | 'before'>

const news: ReadonlySet<string> = new Set<AgentNews['is']>([
  'options',
  'commands',
  'plan',
  'notice',
  'compacting',
  'usage',
])

export const isNews = <U extends { readonly is: string }>(update: U | AgentNews): update is AgentNews =>
  news.has(update.is)

interface BoardParts {
  readonly live: LiveState
  readonly clock: Clock
  readonly limits: Limits
}

export class NewsBoard {
  readonly #parts: BoardParts
  #order = 0
  /** A list of things to do that has changed and nobody has written down. */
  #unwritten: readonly PlanItem[] | undefined

  constructor(parts: BoardParts) {
    this.#parts = parts
  }

  take(update: AgentNews): void {
    switch (update.is) {
      case 'options':
        return this.#set({ options: this.#offered(update.options) })
      case 'commands':
        return this.#set({ commands: update.commands.slice(0, this.#parts.limits.agentCommands) })
      case 'plan':
        return this.#plan(update.id, update.plan)
      case 'notice':
        return this.#notice(update.tone, update.text)
      case 'compacting':
        this.#set({ compacting: update.running ? { since: this.#now() } : undefined })
        if (update.failed) this.#notice('warning', `The conversation was not summed up: ${update.failed}`)
        return
      case 'usage':
        return this.#set({ context: { used: update.used, size: update.size } })
    }
  }

  /** A prompt goes to the agent: what it said before that has been read. */
  begin(): void {
    this.#set({ notices: undefined })
  }

  /** What it meant to do when its turn ended, once, where that has changed. */
  takePlan(): readonly PlanItem[] | undefined {
    const plan = this.#unwritten
    this.#unwritten = undefined
    return plan && plan.length > 0 ? plan : undefined
  }

  /** The agent has ended: nothing of it can be chosen any more. What it meant to do stays readable. */
  agentGone(): void {
    this.#set({ options: undefined, commands: undefined, compacting: undefined })
  }

  /** Another conversation begins. */
  clear(): void {
    this.#set({ plans: undefined, notices: undefined, context: undefined, compacting: undefined })
  }

  #offered(options: readonly OfferedOption[]): AgentBoard['options'] {
    const held = this.#parts.live.value.options ?? {}
    const { agentOptions, optionChoices } = this.#parts.limits
    const offered = options.slice(0, agentOptions).map((option, order): [string, AgentOption] => {
      const known = held[option.id]
      const before = known && known.current !== option.current ? known.current : known?.before
      return [option.id, { ...option, order, before, choices: option.choices.slice(0, optionChoices) }]
    })
    return Object.fromEntries(offered)
  }

  #plan(id: string, plan: Omit<AgentPlan, 'order'> | undefined): void {
    const { [id]: held, ...others } = this.#parts.live.value.plans ?? {}
    this.#unwritten = plan?.items
    const empty = plan === undefined || (plan.items?.length === 0 && !plan.text)
    const { planItems, planText } = this.#parts.limits
    const cut = plan && { items: plan.items?.slice(0, planItems), text: plan.text?.slice(0, planText) }
    this.#set({ plans: empty ? others : { ...others, [id]: { ...cut, order: held?.order ?? ++this.#order } } })
  }

  #notice(tone: 'info' | 'warning', text: string): void {
    const held = Object.entries(this.#parts.live.value.notices ?? {})
    const order = ++this.#order
    const kept = held.slice(1 - this.#parts.limits.agentNotices)
    this.#set({ notices: Object.fromEntries([...kept, [`n${order}`, { order, tone, text, at: this.#now() }]]) })
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }

  #set(change: AgentBoard): void {
    this.#parts.live.set(change)
  }
}
