// A room on an in-memory transcript and a real journal in a temporary folder, with an agent that the test plays.

import { join } from 'node:path'
import { refusal } from '../../server/access/may.ts'
import { CallRefused } from '../../server/room/call-refused.ts'
import { Room } from '../../server/room/room.ts'
import { openJournal } from '../../server/store/journal.ts'
import type { TranscriptLog } from '../../server/store/transcript-log.ts'
import type { RoomId } from '../../shared/ids.ts'
import { defaultLimits, type Limits } from '../../shared/limits.ts'
import { noTasks, type Tasks } from '../../shared/tasks.ts'
import { type AtTheDoor, nobodyAtTheDoor } from '../../shared/visitors.ts'
import { FakeClock, settled } from './clock.ts'
import { MemoryLog } from './memory-log.ts'
import { noHost } from './no-host.ts'
import { type DeviceSetting, newCallId, RoomDevice } from './room-device.ts'
import { ScriptedAgent } from './scripted-agent.ts'
import { temporaryFolder } from './temp.ts'

export const testRoomId = 'room' as RoomId

export class TestRoom<Log extends TranscriptLog = MemoryLog> {
  readonly clock: FakeClock
  readonly log: Log
  /** Those that took its place, one after the other. */
  readonly later: MemoryLog[] = []
  /** Other agents that may be chosen, by name; those that were are in `kept`. */
  readonly others = new Map<string, ScriptedAgent>()
  readonly kept: string[] = []
  /** The next that is to take its place cannot be opened. */
  failure: Error | undefined
  /** The journal takes nothing more, for this reason. */
  journalFailure: Error | undefined
  /** What was written cannot be made safe, for this reason. */
  syncFailure: Error | undefined
  /** Of its agent. */
  name = 'scripted'
  unattended = false
  agent: ScriptedAgent
  readonly home: string
  readonly limits: Limits
  room: Room
  /** Who waits at the host's door; `room.showDoor()` tells of a change. */
  door: AtTheDoor = nobodyAtTheDoor
  /** What the host runs beside it; `room.showTasks()` tells of a change. */
  tasks: Tasks = noTasks

  private constructor(log: Log, home: string, limits: Limits, clock: FakeClock) {
    this.log = log
    this.home = home
    this.limits = limits
    this.clock = clock
    this.agent = new ScriptedAgent()
    this.room = this.#open()
  }

  static async start(limits: Partial<Limits> = {}): Promise<TestRoom> {
    return TestRoom.on(new MemoryLog(), limits)
  }

  static async on<Log extends TranscriptLog>(log: Log, limits: Partial<Limits> = {}): Promise<TestRoom<Log>> {
    const room = new TestRoom(log, temporaryFolder(), { ...defaultLimits, coalesce: 0, ...limits }, new FakeClock())
    await room.room.start(room.agent.start)
    return room
  }

  #open(): Room {
    const { home, limits, clock } = this
    // The disk takes real time to sync; these tests decide when time passes.
    const sync = { value: async () => this.#fail(this.syncFailure) }
    const opened = openJournal(home, testRoomId, () => clock.now())
    const append: Pick<PropertyDescriptor, 'value'> = {
      value: (record: Parameters<typeof opened.append>[0]) => {
        this.#fail(this.journalFailure)
        return opened.append(record)
      },
    }
    const journal = Object.create(opened, { sync, append })
    const agent = { name: this.name, label: 'Scripted', sign: '>' }
    const directory = '/home/me/project'
    return new Room({
      id: testRoomId,
      directory,
      log: this.later.at(-1) ?? this.log,
      journal,
      imageFolder: join(home, 'images'),
      agent,
      unattended: this.unattended,
      limits,
      clock,
      newId: newCallId,
      refusal,
      hostCalls: noHost,
      agents: {
        list: () => [...this.others.keys()].map((name) => ({ name, label: name, found: true })),
        profile: (name, anyCommand) => {
          const other = this.others.get(name)
          if (!other)
            throw new CallRefused('not_found', anyCommand ? `${name} was not found.` : `${name} is not listed.`)
          return { label: { name, label: `The ${name}`, sign: '>' }, start: other.start }
        },
        keep: (name) => this.kept.push(name),
      },
      openTranscript: async (id) => {
        if (this.failure) throw this.failure
        const log = new MemoryLog(id)
        this.later.push(log)
        return log
      },
      besides: { door: () => this.door, tasks: () => this.tasks },
    })
  }

  #fail(failure: Error | undefined): void {
    if (failure) throw failure
  }

  join(setting: DeviceSetting = {}): RoomDevice {
    return new RoomDevice((guest) => this.room.join(guest), { limits: this.limits, ...setting })
  }

  /** As after a crash: the files are what they were, everything else is gone. */
  async crash(agent: Partial<Pick<ScriptedAgent, 'offers' | 'refuses'>> = {}): Promise<void> {
    // Whatever the old room still waits for never comes.
    this.agent = Object.assign(new ScriptedAgent(this.agent.prompts), agent)
    this.room = this.#open()
    await this.room.start(this.agent.start)
    await settled()
  }
}
