// What is new of the host's tasks since a device looked last: those that are over, and those that wait for somebody.

import type { TaskId } from '../../shared/ids.ts'
import { isOver, type TaskState, type Tasks } from '../../shared/tasks.ts'
import { newsOf } from './task-words.ts'

export interface News {
  readonly text: string
  readonly tone: 'info' | 'warning'
}

export class TaskNews {
  readonly #known = new Map<TaskId, TaskState>()
  #trouble: string | undefined
  #looked = false

  /** The first look finds only who waits; how the others ended is no news to whoever comes later. */
  look({ tasks, trouble }: Tasks): News[] {
    const first = !this.#looked
    // Nothing is told before the live state is there, and after that at least what was there before.
    this.#looked ||= tasks.length > 0
    const changed = tasks.filter(({ id, state }) => this.#known.get(id) !== state)
    for (const { id, state } of changed) this.#known.set(id, state)
    const told = changed
      .filter((task) => task.state === 'needs_you' || (isOver(task) && !first))
      .map((task): News => ({ text: newsOf(task), tone: task.state === 'done' ? 'info' : 'warning' }))
    if (trouble === undefined || trouble === this.#trouble) return told
    this.#trouble = trouble
    return [...told, { text: trouble, tone: 'warning' }]
  }
}
