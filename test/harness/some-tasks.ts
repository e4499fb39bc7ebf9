// A task as a host tells of it.

import type { TaskId, TranscriptId } from '../../shared/ids.ts'
import type { Task, Tasks } from '../../shared/tasks.ts'

export const someTask = (id: string, change: Partial<Task> = {}): Task => ({
  id: id as TaskId,
  session: '7b0f1f9e-5a55-4a77-9a7e-2f4e9d1c0b11' as TranscriptId,
  title: 'fix the flaky upload test',
  directory: '/home/ana/work/uploader',
  agent: 'Claude Code',
  state: 'running',
  since: '2026-11-23T08:57:55.000Z',
  by: 'here',
  process: 4711,
  ...change,
})

export const tasksFrame = (tasks: readonly Task[], trouble?: string): { readonly t: 'tasks' } & Tasks => ({
  t: 'tasks',
  tasks,
  trouble,
})
