// The rooms of this host: opens the session that is asked for, and closes a room once nobody needs it any more.

import { join } from 'node:path'
import type { CallId, RoomId, TranscriptId } from '../../shared/ids.ts'
import { refusal } from '../access/may.ts'
import { agentChoice } from '../agents/agent-choice.ts'
import { priceList } from '../agents/prices.ts'
import type { SpawnGroup } from '../agents/process-group.ts'
import { endOrphans, recordedSpawn } from '../agents/process-records.ts'
import { agentProfile } from '../agents/profiles.ts'
import type { BackgroundPrompt, Host, Opener } from '../host.ts'
import { StreamPipe } from '../local/stream-pipe.ts'
import type { AgentProfile } from '../room/agent.ts'
import { CallRefused } from '../room/call-refused.ts'
import { Room, type RoomParts } from '../room/room.ts'
import { readConfig } from '../store/config.ts'
import { openJournal } from '../store/journal.ts'
import { RoomRecords } from '../store/rooms.ts'
import type { FollowedTask } from '../tasks/followed-task.ts'
import { CommandFailed } from './failure.ts'
import { carryonHome, type Machine } from './machine.ts'
import type { SessionChoice } from './options.ts'
import { type OpenedSession, openSession } from './session.ts'

export interface HostedRoom {
  readonly session: OpenedSession
  readonly agent: AgentProfile
  readonly room: Room
  /** That it waits for somebody is told until this is closed. */
  readonly attended: { close(): void }
}

interface HostedRoomsParts {
  readonly machine: Machine
  readonly host: Host
  /** Shared with the host and its door. */
  readonly rooms: Map<RoomId, Room>
  /** What answers in a session that no room of ours has held before; as on the command line. */
  readonly agent: string | undefined
  /** Nobody is there to see how the agent is set. */
  readonly unattended?: boolean
}

export class HostedRooms implements Opener {
  /** The port that all of them share, once the host listens; kept with each, so that its devices find it again. */
  port: number | undefined
  readonly #parts: HostedRoomsParts
  readonly #records: RoomRecords
  readonly #hosted = new Map<RoomId, HostedRoom>()
  readonly #spawn: SpawnGroup
  /** What hosts that died left behind is ended before the first agent starts. */
  #cleaned: Promise<readonly string[]> | undefined
  /** Sessions that are being opened or closed: whoever wants one of them waits. */
  readonly #underWay = new Map<TranscriptId, Promise<unknown>>()
  /** Tasks that are being begun. */
  readonly #beginning = new Set<Promise<unknown>>()
  #closing = false

  constructor(parts: HostedRoomsParts) {
    this.#parts = parts
    this.#records = new RoomRecords(carryonHome(parts.machine))
    this.#spawn = recordedSpawn(carryonHome(parts.machine))
    parts.host.opens(this)
  }

  /** A room for a session that is open already; its agent is not started yet. */
  host(session: OpenedSession): HostedRoom {
    const { machine, host, rooms, unattended } = this.#parts
    const { room: record, log, why, openTranscript } = session
    const { clock, newId, environment, version } = machine
    const config = readConfig(carryonHome(machine))
    const limits = { ...machine.limits, endStalled: (config.endStalledAfter ?? 0) * 60_000 }
    const { directory, id } = record
    const spawn = this.#spawn
    const setting = { directory, environment, clock, limits, spawn, newId, version }
    const agent = this.#afterCleaning(agentProfile(record.agent, { ...setting, why }))
    const journal = openJournal(carryonHome(machine), id, () => clock.now())
    const prices = priceList(config.prices)
    const listed = [...(config.agents ?? []), ...(config.agent ? [config.agent] : []), record.agent]
    const agents = agentChoice({ setting, listed: [...new Set(listed)], keep: session.keepAgent })
    const hostCalls = host.callsFor(id, directory)
    const imageFolder = join(carryonHome(machine), 'images', id)
    const own = { id, directory, log, journal, imageFolder, agent: agent.label, unattended, prices, agents }
    const workEnded: RoomParts['workEnded'] = (...ended) => host.tasks.workEnded(...ended)
    const parts = { ...own, limits, clock, newId, besides: host.besides, workEnded }
    const room = new Room({ ...parts, refusal, hostCalls, openTranscript })
    const hosted: HostedRoom = { session, agent, room, attended: host.tasks.attend(room) }
    rooms.set(id, room)
    this.#hosted.set(id, hosted)
    session.serve((socket) => {
      void host.accept(new StreamPipe(socket, { limits, clock }), { trusted: false, local: id, address: 'local' })
    })
    return hosted
  }

  /** Tells everybody in every room. */
  tell(tone: 'info' | 'warning', text: string): void {
    for (const { room } of this.#hosted.values()) room.tell(tone, text)
  }

  /** Two agents in one transcript would harm each other. */
  #afterCleaning({ label, start }: AgentProfile): AgentProfile {
    const { machine } = this.#parts
    return {
      label,
      start: async (listener, ...asked) => {
        const first = this.#cleaned === undefined
        this.#cleaned ??= endOrphans(carryonHome(machine), machine.clock)
        const ended = await this.#cleaned
        if (first && ended.length > 0) {
          const text = `Ended what an earlier run had left behind: ${ended.join(', ')}.`
          listener.update({ is: 'notice', tone: 'info', text })
        }
        return start(listener, ...asked)
      },
    }
  }

  /** The room of this session: the one that is open here, or one that is opened now. Throws `CallRefused`. */
  async open(transcript: TranscriptId): Promise<Room> {
    for (let other = this.#underWay.get(transcript); other; other = this.#underWay.get(transcript)) {
      await other.catch(() => {})
    }
    this.mustBeOpen()
    const here = [...this.#hosted.values()].find(({ room }) => room.state.transcript === transcript)
    if (here) {
      this.#records.visit(transcript)
      return here.room
    }
    const opened = this.#opened(transcript)
    this.#mark(transcript, opened)
    return opened
  }

  async begin(beside: Room, { id, text, by }: BackgroundPrompt): Promise<FollowedTask> {
    if (text.trim() === '') throw new CallRefused('bad_request', 'A task needs a prompt. Write it after the command.')
    this.mustBeOpen()
    const begun = this.#begun(beside, { id, text, by })
    this.#beginning.add(begun)
    try {
      return await begun
    } finally {
      this.#beginning.delete(begun)
    }
  }

  async #begun(beside: Room, { id, text, by }: BackgroundPrompt): Promise<FollowedTask> {
    const { directory, agent } = beside.state
    const { machine, host } = this.#parts
    const hosted = await this.#started({ kind: 'new', task: true }, agent.name, { ...machine, directory })
    try {
      await hosted.room.prompt(id, text, by)
    } catch (error) {
      await this.#close(hosted)
      throw error
    }
    const task = host.tasks.follow({ room: hosted.room, prompt: id, text })
    void task.ended.then(() => this.left(hosted.room))
    return task
  }

  mustBeOpen(): void {
    if (this.#closing)
      throw new CallRefused('unavailable', 'This session is being closed. Open it again, then try again.')
  }

  /** Closes all of them, each with a good-bye; what is being opened first comes to be, and nothing after it. */
  async close(): Promise<void> {
    this.#closing = true
    await Promise.allSettled([...this.#underWay.values(), ...this.#beginning])
    await Promise.all([...this.#hosted.values()].map((hosted) => this.#close(hosted)))
  }

  async #opened(transcript: TranscriptId): Promise<Room> {
    const agent = this.#records.holding(transcript) ? undefined : this.#parts.agent
    const { room } = await this.#started({ kind: 'resume', id: transcript }, agent, this.#parts.machine)
    return room
  }

  /** Opens the session in a room, with its agent. Throws `CallRefused`. */
  async #started(choice: SessionChoice, agent: string | undefined, machine: Machine): Promise<HostedRoom> {
    try {
      const session = await openSession(choice, agent, machine)
      const hosted = this.#hostedOrFreed(session)
      void hosted.room.start(hosted.agent.start)
      return hosted
    } catch (error) {
      if (error instanceof CommandFailed) throw new CallRefused('unavailable', error.message)
      throw error
    }
  }

  #hostedOrFreed(session: OpenedSession): HostedRoom {
    try {
      if (this.port !== undefined) session.rooms.save({ ...session.room, port: this.port })
      return this.host(session)
    } catch (error) {
      session.release()
      throw error
    }
  }

  /** The owner has left this room: it closes once nobody is in it and nothing runs; after guests only after a while. */
  left(room: Room): void {
    const hosted = this.#hosted.get(room.id)
    if (!hosted) return
    const { host, machine } = this.#parts
    const { clock, limits, newId } = machine
    if (room.atWork && !host.isCurrent(room)) host.tasks.goesOn(room, newId() as CallId)
    let callOff: (() => void) | undefined
    const look = (): void => {
      const stays = !room.deserted
      if (stays || host.isCurrent(room)) {
        callOff?.()
        callOff = undefined
        if (host.isCurrent(room)) stop()
      } else {
        callOff ??= clock.after(room.visited ? limits.deserted : 0, () => {
          stop()
          // It may have been left more than once: the first time that it stands empty is its end.
          if (this.#hosted.get(room.id) === hosted) this.#mark(room.state.transcript, this.#close(hosted))
        })
      }
    }
    const stop = room.onChange(look)
    look()
  }

  async #close({ room, session, attended }: HostedRoom): Promise<void> {
    attended.close()
    this.#hosted.delete(room.id)
    this.#parts.rooms.delete(room.id)
    try {
      await room.close()
    } finally {
      session.release()
    }
  }

  #mark(transcript: TranscriptId, work: Promise<unknown>): void {
    const done = work
      .catch(() => {})
      .finally(() => {
        if (this.#underWay.get(transcript) === done) this.#underWay.delete(transcript)
      })
    this.#underWay.set(transcript, done)
  }
}
