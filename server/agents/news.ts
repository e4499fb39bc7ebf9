// What an agent says about itself over ACP, in the room's words.

import type { PlanEntry, PlanUpdateContent, SessionUpdate } from '@agentclientprotocol/sdk/unstable'
import type { PlanItem } from '../../shared/agent-board.ts'
import type { AgentNews } from '../room/agent-news.ts'

/** ACP's first kind of plan has no id; an agent has one of it. */
const onlyPlan = 'plan'

export function agentNewsOf(update: SessionUpdate): AgentNews | undefined {
  switch (update.sessionUpdate) {
    case 'available_commands_update': {
      const commands = update.availableCommands.map(({ name, description, input }) => ({
        // Some write the slash that they are called with.
        name: name.replace(/^\//, ''),
        description,
        hint: input && 'hint' in input && typeof input.hint === 'string' ? input.hint : undefined,
      }))
      return { is: 'commands', commands }
    }
    case 'plan':
      return { is: 'plan', id: onlyPlan, plan: { items: update.entries.map(planItem) } }
    case 'plan_update':
      return { is: 'plan', id: `plan:${update.plan.planId}`, plan: planOf(update.plan) }
    case 'plan_removed':
      return { is: 'plan', id: `plan:${update.planId}`, plan: undefined }
    case 'notice': {
      const { severity, title, description } = update
      const text = description ? `${title}: ${description}` : title
      return { is: 'notice', tone: severity === 'info' ? 'info' : 'warning', text }
    }
    default:
      return undefined
  }
}

function planOf(plan: PlanUpdateContent): { items?: PlanItem[]; text?: string } {
  switch (plan.type) {
    case 'items':
      return { items: plan.entries.map(planItem) }
    case 'markdown':
      return { text: plan.content }
    default:
      return { text: plan.uri }
  }
}

const planItem = ({ content, status, priority }: PlanEntry): PlanItem => ({
  text: content,
  standing: status === 'completed' ? 'done' : status === 'in_progress' ? 'doing' : 'pending',
  ...(priority === 'high' && { important: true }),
})
