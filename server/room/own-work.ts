// What people can do with what an agent has running by itself: stop one thing, read what a command printed.

import { isAtWork } from '../../shared/agent-work.ts'
import type { Person } from '../../shared/entries.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Results } from '../../shared/protocol.ts'
import { CallRefused } from './call-refused.ts'
import { outputTail } from './command-output.ts'
import type { Conversation } from './conversation.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'

interface OwnWorkParts {
  readonly conversation: Conversation
  readonly history: History
  readonly live: LiveState
  readonly limits: Pick<Limits, 'workOutput'>
}

/** Asks the agent to stop it; that it has is told by its standing. One that is over is left alone. Throws `CallRefused`. */
export async function stopWork({ conversation, history, live }: OwnWorkParts, id: string, by: Person): Promise<void> {
  const { agent, work } = conversation
  const found = work.find(id)?.shown
  if (!found || !agent) throw new CallRefused('not_found', notThere)
  if (!isAtWork(found)) return
  if (!found.stops || !agent.stopWork) {
    const { label } = live.value.agent
    throw new CallRefused(
      'unavailable',
      `${label} gives nobody else a way to stop that. Ask it to, or end all that it runs with /restart.`,
    )
  }
  history.note({ t: 'workStopped', work: id, title: found.title, by })
  await history.sync()
  agent.stopWork(id)
}

/** The end of what it has printed so far. Throws `CallRefused`. */
export function workOutput({ conversation, limits }: OwnWorkParts, id: string): Results['output'] {
  const path = conversation.work.find(id)?.output
  const tail = path === undefined ? undefined : outputTail(path, limits.workOutput)
  if (!tail) throw new CallRefused('not_found', notThere)
  return tail
}

const notThere = 'That is not there any more. Look again: /tasks'
