// Prompts that run in sessions of their own, beside the one that is shown: told whole to devices of host scope alone.

import type { TaskId, TranscriptId } from './ids.ts'

export interface Task {
  readonly id: TaskId
  /** The session it runs in, to be opened. */
  readonly session: TranscriptId
  /** The first line of its prompt. */
  readonly title: string
  readonly directory: string
  /** The agent's label. */
  readonly agent: string
  readonly state: TaskState
  /** ISO 8601. */
  readonly since: string
  /** Once it is over; ISO 8601. */
  readonly ended?: string
  /** The last line that was said or printed. */
  readonly last?: string
  /** What its agent runs on with after its turn: "1 command in the background". */
  readonly beside?: string
  /** Why it failed, in a sentence. */
  readonly reason?: string
  /** `here`: this host runs it. `print`: a `carryon --print` does, and `host`: another host, as process `process`. */
  readonly by: 'here' | 'print' | 'host'
  readonly process: number
}

/** `needs_you`: a question is open. */
export const taskStates = ['running', 'needs_you', 'done', 'failed', 'stopped'] as const
export type TaskState = (typeof taskStates)[number]

export const isOver = ({ state }: Pick<Task, 'state'>): boolean => state !== 'running' && state !== 'needs_you'

/** All that is told of tasks, whole each time: it is small, and only the latest counts. */
export interface Tasks {
  /** Those that run come first, then the newest. */
  readonly tasks: readonly Task[]
  /** What went wrong with announcing one, in a sentence. */
  readonly trouble?: string
}

export const noTasks: Tasks = { tasks: [] }
