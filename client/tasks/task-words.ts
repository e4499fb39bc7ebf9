// Tasks in words: how one stands, how long it has, and what is said when that changes.

import { isOver, type Task, type TaskState } from '../../shared/tasks.ts'
import { plainLine } from '../plain-text.ts'

export const taskWords: { readonly [State in TaskState]: string } = {
  running: 'running',
  needs_you: 'needs you',
  done: 'done',
  failed: 'failed',
  stopped: 'stopped',
}

/** How long it runs, or ran, in milliseconds. */
export const taskSpan = (task: Task, now: number): number =>
  (task.ended === undefined ? now : Date.parse(task.ended)) - Date.parse(task.since)

/** Where it runs, if not here. */
function elsewhere({ by, process }: Task): string | undefined {
  if (by === 'here') return undefined
  return `${by === 'print' ? 'carryon --print' : 'another carryon'}, process ${process}`
}

/** How it stands and for how long is told before, what it is after. */
export const taskFacts = (task: Task): string[] =>
  [task.beside, plainLine(task.agent), elsewhere(task)].filter((fact) => fact !== undefined)

/** Its session can be opened here: another process lets go of it only at its end. */
export const canOpen = (task: Task): boolean => task.by === 'here' || isOver(task)

/** What another host runs is stopped there. */
export const canStop = (task: Task): boolean => !isOver(task) && task.by !== 'host'

/** The last that is known of it: what it said, or why it failed. */
export const lastWord = ({ state, reason, last }: Task): string =>
  plainLine((state === 'failed' && reason) || last || '')

export function newsOf(task: Task): string {
  const name = `Task “${plainLine(task.title)}”`
  const last = lastWord(task)
  const end = last === '' ? '.' : `: ${last}`
  switch (task.state) {
    case 'running':
      return `${name} is running.`
    case 'needs_you':
      return `${name} needs you. /tasks opens it.`
    case 'done':
      return `${name} is done${end}`
    case 'failed':
      return `${name} failed${end}`
    case 'stopped':
      return `${name} was stopped.`
  }
}
