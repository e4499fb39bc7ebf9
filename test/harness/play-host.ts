// A host with its rooms, real files and agents that a test plays; it can be killed and started again on the same files.

import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { fieldsOf } from '../../client/fields.ts'
import { refusal } from '../../server/access/may.ts'
import { carryonHome } from '../../server/cli/machine.ts'
import { makeHost } from '../../server/cli/make-host.ts'
import type { Host, Opener } from '../../server/host.ts'
import { Room } from '../../server/room/room.ts'
import { openJournal } from '../../server/store/journal.ts'
import { createTranscript } from '../../server/store/open-transcript.ts'
import { configFolder } from '../../server/store/paths.ts'
import { newRoom, type RoomRecord, RoomRecords } from '../../server/store/rooms.ts'
import type { TranscriptLog } from '../../server/store/transcript-log.ts'
import type { Clock } from '../../shared/clock.ts'
import type { RoomId, TranscriptId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Pipe } from '../../shared/pipe.ts'
import { settled } from './clock.ts'
import { quickDisk } from './quick-disk.ts'
import { ScriptedAgent } from './scripted-agent.ts'
import { quickFolder } from './temp.ts'
import { aMachine } from './test-host.ts'
import { transcriptsIn } from './transcript.ts'

/** One room that is open: what it runs on, for whoever looks at it from outside. */
export interface OpenRoom {
  readonly room: Room
  readonly agent: ScriptedAgent
  log: TranscriptLog
}

/** What ends with the process: its timers, and nothing of it writes any more. */
interface Life {
  readonly host: Host
  readonly rooms: Map<RoomId, Room>
  readonly open: Map<RoomId, OpenRoom>
  readonly pipes: Set<Pipe>
  readonly clock: Clock
  alive: boolean
}

export class PlayHost {
  readonly machine: ReturnType<typeof aMachine>
  readonly #home: string
  readonly #records: RoomRecords
  readonly #forget: () => void
  #life: Life

  constructor(limits: Partial<Limits>) {
    // Of a thousand plays each removes what it has written: the place may be small.
    const { path, remove } = quickFolder()
    onTestFinished(remove)
    this.#forget = remove
    this.machine = aMachine(limits, path)
    this.#home = carryonHome(this.machine)
    this.#records = new RoomRecords(this.#home)
    const { directory, clock } = this.machine
    this.#life = this.#begin(newRoom(randomUUID() as TranscriptId, directory, 'scripted', clock.now()))
  }

  get host(): Host {
    return this.#life.host
  }

  /** Where the owner is. */
  get current(): OpenRoom {
    const found = [...this.#life.open.values()].find(({ room }) => this.host.isCurrent(room))
    if (!found) throw new Error('the owner is nowhere')
    return found
  }

  get open(): readonly OpenRoom[] {
    return [...this.#life.open.values()]
  }

  /** A pipe to the host for a device that comes by network, or for its own terminal. */
  accept(pipe: Pipe, trusted: boolean): void {
    this.#life.pipes.add(pipe)
    void this.host.accept(pipe, { trusted, address: trusted ? 'terminal' : '192.0.2.7' })
  }

  /** The network takes all connections away. */
  cut(): void {
    for (const pipe of this.#life.pipes) pipe.terminate()
    this.#life.pipes.clear()
  }

  /** The prompts in each session's file, the ones that a rewind left behind included. */
  kept(): { readonly transcript: string; readonly prompts: readonly string[] }[] {
    const config = configFolder(this.machine)
    if (!existsSync(join(config, 'projects'))) return []
    return transcriptsIn(config).map((path) => ({ transcript: path, prompts: promptsIn(path) }))
  }

  /** Prompts that were accepted and have not been said, or may not have come to an end: by all rooms' journals. */
  waiting(): Set<string> {
    const folder = join(this.#home, 'journal')
    return new Set(readdirSync(folder).flatMap((name) => waitingIn(join(folder, name))))
  }

  /** It is over, and nothing of it is left. */
  end(): void {
    this.#stop()
    this.#forget()
  }

  #stop(): void {
    this.#life.alive = false
    this.cut()
    for (const { log } of this.#life.open.values()) log.close()
  }

  /** As after `kill -9` and `carryon --continue`: the files are what they were, everything else is gone. */
  async restart(): Promise<void> {
    const { transcript } = this.current.room.state
    const record = this.#records.holding(transcript)
    if (!record) throw new Error('the room was not kept')
    this.#stop()
    // Whoever left is noted by the process that is being killed, and by no other.
    await settled()
    this.#life = this.#begin(record)
  }

  #begin(record: RoomRecord): Life {
    const rooms = new Map<RoomId, Room>()
    const { clock } = this.machine
    const mortal: Clock = {
      now: () => clock.now(),
      after: (delay, run) => clock.after(delay, () => life.alive && run()),
    }
    const host = makeHost(rooms, { ...this.machine, clock: mortal })
    const life: Life = { host, rooms, open: new Map(), pipes: new Set(), clock: mortal, alive: true }
    const opener: Opener = {
      open: async (session) => this.#held(life, session) ?? this.#openRoom(life, this.#recordOf(session)),
      begin: () => Promise.reject(new Error('these plays run nothing beside the session')),
      left() {},
      mustBeOpen() {},
    }
    host.opens(opener)
    host.listening({ urlFor: (path) => `http://host${path}`, warning: async () => undefined })
    this.#openRoom(life, record)
    return life
  }

  #held(life: Life, session: TranscriptId): Room | undefined {
    return [...life.rooms.values()].find((room) => room.state.transcript === session)
  }

  #recordOf(session: TranscriptId): RoomRecord {
    const { directory, clock } = this.machine
    return this.#records.holding(session) ?? newRoom(session, directory, 'scripted', clock.now())
  }

  #openRoom(life: Life, record: RoomRecord): Room {
    const { directory, limits, newId } = this.machine
    const { id } = record
    let held = record
    this.#records.save(held)
    const agent = new ScriptedAgent()
    // The disk takes real time to sync; a play decides when time passes.
    const journal = Object.create(
      openJournal(this.#home, id, () => life.clock.now()),
      { sync: { value: () => Promise.resolve() } },
    )
    const log = this.#transcript(life, record.transcript)
    const room = new Room({
      id,
      directory,
      log,
      journal,
      imageFolder: join(this.#home, 'images', id),
      agent: { name: 'scripted', label: 'Scripted', sign: '>' },
      limits,
      clock: life.clock,
      newId,
      refusal,
      hostCalls: life.host.callsFor(id, directory),
      openTranscript: async (transcript) => {
        const next = this.#transcript(life, transcript)
        held = { ...held, transcript, before: [...held.before, held.transcript] }
        this.#records.save(held)
        opened.log = next
        return next
      },
      besides: life.host.besides,
    })
    const opened: OpenRoom = { room, agent, log }
    life.rooms.set(id, room)
    life.open.set(id, opened)
    void room.start(agent.start)
    return room
  }

  #transcript(life: Life, id: TranscriptId): TranscriptLog {
    const { directory, version, limits } = this.machine
    const place = { configFolder: configFolder(this.machine), id, directory }
    return createTranscript({ ...place, version, limits, clock: life.clock, disk: quickDisk })
  }
}

const linesIn = (path: string): { readonly [field: string]: unknown }[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

function promptsIn(path: string): string[] {
  return linesIn(path).flatMap((line) => {
    const said = line['message']
    return line['type'] === 'user' && typeof fieldsOf(said)?.['content'] === 'string' ? [String(line['uuid'])] : []
  })
}

function waitingIn(journal: string): string[] {
  const waiting = new Set<string>()
  for (const record of linesIn(journal)) {
    const id = String(record['id'])
    if (record['t'] === 'prompt') waiting.add(id)
    if (record['t'] === 'withdrawn' || (record['t'] === 'ended' && record['outcome'] !== 'interrupted'))
      waiting.delete(id)
  }
  return [...waiting]
}
