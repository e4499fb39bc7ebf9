// A task that this process runs: its record follows what its prompt comes to in the room, until that is over.

import { apartWords, apartWork } from '../../shared/agent-work.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Person } from '../../shared/entries.ts'
import type { CallId, TaskId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { promptStanding } from '../../shared/prompt-standing.ts'
import { openAsks, type RoomState } from '../../shared/room-state.ts'
import { isOver, type TaskState } from '../../shared/tasks.ts'
import type { Room } from '../room/room.ts'
import { lastLineOf, lineOf } from './last-line.ts'
import { processStart } from './process-start.ts'
import type { TaskRecord, TaskRecords } from './task-records.ts'

export interface FollowedTaskOptions {
  readonly room: Room
  readonly prompt: CallId
  readonly text: string
  readonly kind: TaskRecord['kind']
  readonly records: TaskRecords
  readonly clock: Clock
  readonly limits: Pick<Limits, 'taskNews' | 'taskLine'>
  /** The record has changed. */
  readonly onNews?: () => void
}

/** Where it stands, why where that needs a word, and what goes on beside. */
interface Standing {
  readonly state: TaskState
  readonly reason?: string
  readonly beside?: string
}

export class FollowedTask {
  readonly room: Room
  /** Resolves with the record as it ended. */
  readonly ended: Promise<TaskRecord>
  readonly #options: FollowedTaskOptions
  readonly #unlisten: () => void
  #record: TaskRecord
  #stopped = false
  #waiting: (() => void) | undefined
  #end: (record: TaskRecord) => void = () => {}

  constructor(options: FollowedTaskOptions) {
    const { room, prompt, text, kind, clock, limits } = options
    this.#options = options
    this.room = room
    this.ended = new Promise((resolve) => {
      this.#end = resolve
    })
    const { transcript: session, directory, agent } = room.state
    this.#record = {
      id: prompt as string as TaskId,
      session,
      title: lineOf(text, limits.taskLine),
      directory,
      agent: agent.label,
      state: 'running',
      since: new Date(clock.now()).toISOString(),
      kind,
      process: process.pid,
      started: processStart(process.pid) ?? '',
    }
    this.#save()
    this.#unlisten = room.onChange(() => this.#look())
    this.#look()
  }

  get record(): TaskRecord {
    return this.#record
  }

  /** Interrupts it, takes it back where it has not begun, or ends its agent with what that still runs. Throws `CallRefused`. */
  async stop(by: Person): Promise<void> {
    const before = this.#stopped
    this.#stopped = true
    try {
      await this.room.stop(this.#options.prompt, by)
    } catch (error) {
      this.#stopped = before
      throw error
    }
    this.#look()
  }

  #look(): void {
    const { room, prompt, clock, limits } = this.#options
    const { state: before } = this.#record
    if (isOver(this.#record)) return
    const { state, reason, beside } = this.#standing(room.state, prompt)
    const over = isOver({ state })
    // Who keeps its own transcript may write a reply into it before it is heard saying it.
    const replied = state === 'done' ? room.lastReply() : undefined
    const last = lastLineOf(replied, limits.taskLine) ?? lastLine(room.state, limits.taskLine) ?? this.#record.last
    // An agent that keeps its own transcript gives it a name of its own.
    const session = room.state.transcript
    const ended = over ? new Date(clock.now()).toISOString() : undefined
    const changed = state !== before || session !== this.#record.session || beside !== this.#record.beside
    if (!changed && last === this.#record.last) return
    this.#record = { ...this.#record, session, state, reason, beside, last, ended }
    if (changed) this.#save()
    // What is said goes out together, now and then.
    else this.#waiting ??= clock.after(limits.taskNews, () => this.#save())
    if (!over) return
    this.#unlisten()
    this.#end(this.#record)
  }

  #standing(state: RoomState, prompt: CallId): Standing {
    const { activity } = state
    const failed: Standing = { state: 'failed', reason: activity.is === 'gone' ? activity.reason : undefined }
    switch (promptStanding(state, prompt)) {
      case 'waits':
        return { state: 'running' }
      case 'runs':
        return { state: openAsks(state).length > 0 ? 'needs_you' : 'running' }
      case 'lost':
        return failed
      case 'lingers': {
        const works = apartWork(state.work)
        const beside = works.length > 0 ? apartWords(works) : undefined
        return { state: openAsks(state).length > 0 ? 'needs_you' : 'running', beside }
      }
      case 'over': {
        const mark = this.#options.room.markOf(prompt)
        if (mark?.outcome === 'failed') return { state: 'failed', reason: mark.reason }
        if (this.#stopped || mark?.outcome !== undefined) return { state: 'stopped' }
        return activity.is === 'gone' ? failed : { state: 'done' }
      }
    }
  }

  #save(): void {
    this.#waiting?.()
    this.#waiting = undefined
    try {
      this.#options.records.save(this.#record)
    } catch {
      // A full disk keeps nobody from seeing it here; elsewhere it is missing.
    }
    this.#options.onNews?.()
  }
}

/** Of what is being said or printed right now; undefined where nothing is. */
function lastLine({ live }: RoomState, most: number): string | undefined {
  const part = Object.values(live)
    .filter(({ kind, text }) => kind !== 'prompt' && text.trim() !== '')
    .sort((a, b) => b.order - a.order)[0]
  return lastLineOf(part?.text, most)
}
