// What an agent says about itself in a room's live state: what can be chosen, its own commands, its plan, how full it is.

import type { AllWork } from './agent-work.ts'
import type { Role } from './roles.ts'

/** A part of the live state; each is absent where the agent has none. */
export interface AgentBoard {
  /** What can be chosen, by id; `order` sorts them. */
  readonly options?: { readonly [option: string]: AgentOption }
  /** Commands of the agent's own: sent to it as a prompt, `/name argument`. */
  readonly commands?: readonly AnnouncedCommand[]
  /** What it means to do, by the plan's id; what stands at a turn's end stays until the agent changes it. */
  readonly plans?: { readonly [plan: string]: AgentPlan }
  /** What it wanted people to know, where nothing else records it; gone with the next prompt. */
  readonly notices?: { readonly [notice: string]: AgentNotice }
  /** It sums up the conversation. */
  readonly compacting?: { readonly since: string }
  /** What it has running by itself, by the agent's own ids, and what has ended of that. */
  readonly work?: AllWork
  /** Something has ended in the background: it may be about to begin a turn by itself. */
  readonly waking?: true
  /** Of its context window, in tokens. */
  readonly context?: { readonly used: number; readonly size: number }
}

export type OptionCategory = 'mode' | 'model' | 'effort' | 'other'

export interface AgentOption {
  readonly id: string
  readonly order: number
  readonly name: string
  readonly description?: string
  readonly category: OptionCategory
  /** The value of one of `choices`; a switch has `on` and `off`. */
  readonly current: string
  /** What it was before it became `current`. */
  readonly before?: string
  readonly choices: readonly OptionChoice[]
}

export interface OptionChoice {
  readonly value: string
  readonly name: string
  readonly description?: string
  readonly group?: string
  /** The least role that may choose it, where that is more than the call's own. */
  readonly role?: Role
}

export interface AnnouncedCommand {
  readonly name: string
  readonly description: string
  /** What may follow it. */
  readonly hint?: string
}

export interface AgentPlan {
  readonly order: number
  /** A checklist, or a text in Markdown. */
  readonly items?: readonly PlanItem[]
  readonly text?: string
}

export interface PlanItem {
  readonly text: string
  readonly standing: 'pending' | 'doing' | 'done'
  readonly important?: true
}

export interface AgentNotice {
  readonly order: number
  readonly tone: 'info' | 'warning'
  readonly text: string
  /** ISO 8601. */
  readonly at: string
}

/** In their order. */
export const optionsIn = (board: AgentBoard): AgentOption[] =>
  Object.values(board.options ?? {}).sort((one, other) => one.order - other.order)

/** The first of its kind. */
export const optionOf = (board: AgentBoard, category: OptionCategory): AgentOption | undefined =>
  optionsIn(board).find((option) => option.category === category)

export const currentChoice = (option: AgentOption): OptionChoice | undefined =>
  option.choices.find(({ value }) => value === option.current)

/** How much of its context an agent has used, in percent. */
export const contextUsed = ({ context }: AgentBoard): number | undefined =>
  context && context.size > 0 ? Math.min(100, Math.round((100 * context.used) / context.size)) : undefined

/** The mode, the model, and how full its context is, each as people call it. */
export function settingsOf(board: AgentBoard): string[] {
  const named = (['mode', 'model'] as const).map((category) => {
    const option = optionOf(board, category)
    return option && (currentChoice(option)?.name ?? option.current).replace(/ \(recommended\)$/i, '')
  })
  const used = contextUsed(board)
  return [...named, used === undefined ? undefined : `context ${used} %`].filter((word) => word !== undefined)
}
