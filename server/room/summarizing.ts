// How the present agent sums up its conversation: by a command of its own where it has one, else asked for it in words.

import type { AgentBoard } from '../../shared/agent-board.ts'
import type { Agent } from './agent.ts'

export type Summarizing =
  /** Its command is a prompt like any other, and it says itself what came of it. */
  | { readonly by: 'prompt'; readonly command: string; readonly takesWishes: boolean }
  /** The answer to its command is the summary. */
  | { readonly by: 'command'; readonly command: string }
  | { readonly by: 'asking' }
  /** It has no memory: what was done is listed. */
  | { readonly by: 'listing' }

/** What agents call the command, the likeliest first. */
const names = ['compact', 'compress', 'summarize']

/** `told`: it knows all that was said. */
export function summarizing(agent: Agent, { commands = [] }: AgentBoard, told: boolean): Summarizing {
  if (agent.noMemory) return { by: 'listing' }
  if (agent.writes !== undefined) return { by: 'prompt', command: 'compact', takesWishes: true }
  if (!told) return { by: 'asking' }
  if (agent.sumsUp !== undefined) return { by: 'command', command: agent.sumsUp }
  const own = names.flatMap((name) => commands.find((command) => command.name === name) ?? [])[0]
  return own ? { by: 'prompt', command: own.name, takesWishes: own.hint !== undefined } : { by: 'asking' }
}
