// What `/tasks` lists: what the session's own agent has running by itself, and the host's tasks; first what is at work.

import { type AgentWork, isAtWork } from '../../shared/agent-work.ts'
import type { RoomState } from '../../shared/room-state.ts'
import { isOver, type Task, type Tasks } from '../../shared/tasks.ts'

export type Listed =
  | { readonly is: 'task'; readonly task: Task }
  /** `id` is the agent's own. */
  | { readonly is: 'work'; readonly id: string; readonly work: AgentWork }

/** The newest of each first. */
export function listed({ tasks }: Tasks, state: Pick<RoomState, 'work'> | undefined): Listed[] {
  const works = Object.entries(state?.work ?? {}).map(([id, work]): Listed => ({ is: 'work', id, work }))
  const all = [...works, ...tasks.map((task): Listed => ({ is: 'task', task }))]
  return all.sort((one, other) => Number(atWork(other)) - Number(atWork(one)) || since(other).localeCompare(since(one)))
}

const since = (one: Listed): string => (one.is === 'task' ? one.task.since : one.work.since)

export const atWork = (one: Listed): boolean => (one.is === 'task' ? !isOver(one.task) : isAtWork(one.work))
