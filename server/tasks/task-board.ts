// All tasks of this install as a host shows them: its own as they go, those of other processes by their records.

import type { AgentWork } from '../../shared/agent-work.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Person } from '../../shared/entries.ts'
import type { CallId, TaskId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { isOver, noTasks, type Task, type Tasks } from '../../shared/tasks.ts'
import { CallRefused } from '../room/call-refused.ts'
import type { Room } from '../room/room.ts'
import { FileWatch } from '../store/file-watch.ts'
import type { Finished } from './announcement.ts'
import { FollowedTask, type FollowedTaskOptions } from './followed-task.ts'
import { processStart } from './process-start.ts'
import { type TaskRecord, TaskRecords } from './task-records.ts'
import { WaitingSession } from './waiting-session.ts'

export interface TaskBoardOptions {
  /** `CARRYON_HOME` */
  readonly home: string
  readonly clock: Clock
  readonly limits: Limits
  /** Tells what is finished, or waits, to whom the user wants; resolves with a sentence where that failed. */
  readonly announce: (task: Finished) => Promise<string | undefined>
}

export class TaskBoard {
  /** Called whenever `shown` has changed. */
  onChange: () => void = () => {}
  readonly #options: TaskBoardOptions
  readonly #records: TaskRecords
  readonly #own = new Map<TaskId, FollowedTask>()
  #shown: Tasks = noTasks
  #trouble: string | undefined
  #watch: FileWatch | undefined
  #closed = false

  constructor(options: TaskBoardOptions) {
    this.#options = options
    this.#records = new TaskRecords(options.home)
  }

  get shown(): Tasks {
    return this.#shown
  }

  /** From now on other processes' tasks are noticed, too. */
  open(): void {
    const { clock, limits } = this.#options
    this.#watch = new FileWatch(this.#records.folder, limits.taskLook, clock, () => this.#look())
    this.#look()
  }

  /** Throws `CallRefused` where this host runs as many as it may. */
  makeRoom(): void {
    const { tasksAtOnce } = this.#options.limits
    const running = [...this.#own.values()].filter(({ record }) => !isOver(record))
    if (running.length < tasksAtOnce) return
    throw new CallRefused(
      'queue_full',
      `${tasksAtOnce} tasks run already. Wait for one, or stop one: /tasks lists them.`,
    )
  }

  /** Shows a prompt of a room as a task until it is over, and announces its end. */
  follow(options: Pick<FollowedTaskOptions, 'room' | 'prompt' | 'text'>): FollowedTask {
    const { clock, limits } = this.#options
    const task = new FollowedTask({
      ...options,
      kind: 'background',
      records: this.#records,
      clock,
      limits,
      onNews: () => this.#look(),
    })
    this.#own.set(task.record.id, task)
    void task.ended.then((record) => this.#announce(record))
    this.#look()
    return task
  }

  /** A session that its owner has left goes on by itself: from then on it is a task, unless it is one already. */
  goesOn(room: Room, id: CallId): void {
    if (this.#follows(room)) return
    const { activity, title } = room.state
    this.follow({ room, prompt: activity.is === 'running' ? activity.prompt : id, text: title })
  }

  /** Announces when this session waits for somebody who does not come; until it is closed. */
  attend(room: Room): { close(): void } {
    const { clock, limits } = this.#options
    const tell = (waiting: Finished): void => void this.#announce(waiting)
    return new WaitingSession({ room, clock, limits, isTask: () => this.#follows(room), tell })
  }

  /** Announces the end of what an agent ran in the background, but for that of a task, whose own end tells. */
  workEnded(room: Room, id: string, { title, standing, since, ended, last, reason }: AgentWork): void {
    if (standing === 'running' || standing === 'needs-you') return
    if (this.#follows(room)) return
    const { transcript: session, directory, agent } = room.state
    const finished = { id, title, state: standing, session, directory, agent: agent.label, since, ended, last, reason }
    void this.#announce(finished)
  }

  /** Throws `CallRefused`. One that is over is left alone. */
  async stop(id: TaskId, by: Person): Promise<void> {
    const own = this.#own.get(id)
    if (own) return own.stop(by)
    const record = this.#records.list().find((known) => known.id === id)
    if (!record) throw new CallRefused('not_found', 'That task is not there any more. Look again: /tasks')
    if (isOver(record)) return
    if (record.kind === 'background') {
      throw new CallRefused('unavailable', `Another carryon runs it, process ${record.process}. Stop it there.`)
    }
    if (processStart(record.process) === record.started) process.kill(record.process, 'SIGTERM')
  }

  close(): void {
    this.#closed = true
    this.#watch?.close()
  }

  #follows(room: Room): boolean {
    return [...this.#own.values()].some((task) => task.room === room && !isOver(task.record))
  }

  async #announce(record: Finished): Promise<void> {
    if (this.#closed) return
    const trouble = await this.#options.announce(record)
    // Once is enough to mend it.
    if (trouble === undefined || this.#trouble !== undefined) return
    this.#trouble = trouble
    this.#look()
  }

  #look(): void {
    if (this.#closed) return
    const tasks = this.#listed().map((record) => this.#taskOf(record))
    const shown: Tasks = { tasks, trouble: this.#trouble }
    if (JSON.stringify(shown) === JSON.stringify(this.#shown)) return
    this.#shown = shown
    this.onChange()
  }

  /** Those that run, then the newest that are over; what is over for long is forgotten. */
  #listed(): TaskRecord[] {
    const { clock, limits } = this.#options
    const known = new Map(this.#records.list().map((record) => [record.id, record]))
    for (const { record } of this.#own.values()) known.set(record.id, record)
    const newest = [...known.values()].sort(
      (a, b) => Number(isOver(a)) - Number(isOver(b)) || b.since.localeCompare(a.since),
    )
    const outlived = (record: TaskRecord, place: number): boolean =>
      isOver(record) &&
      (place >= limits.tasks || clock.now() - Date.parse(record.ended ?? record.since) > limits.taskKept)
    return newest.filter((record, place) => {
      if (!outlived(record, place)) return true
      this.#records.remove(record.id)
      this.#own.delete(record.id)
      return false
    })
  }

  #taskOf({ kind, started: _, ...record }: TaskRecord): Task {
    const by = kind === 'print' ? 'print' : this.#own.has(record.id) ? 'here' : 'host'
    return { ...record, by }
  }
}
