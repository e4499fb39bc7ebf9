// The process that runs rooms: lets devices in, seats them, and gives out tickets and links.

import type { TicketIssued } from '../shared/access.ts'
import type { Person } from '../shared/entries.ts'
import type { CallId, DeviceId, RoomId, TranscriptId } from '../shared/ids.ts'
import type { Pipe } from '../shared/pipe.ts'
import type { Params, Results } from '../shared/protocol.ts'
import type { Admission } from './access/admission.ts'
import { compareQuestion } from './access/compare-question.ts'
import { deviceCalls } from './access/device-calls.ts'
import type { Compare, Comparing, Door, Peer } from './access/door.ts'
import type { Grants } from './access/grants.ts'
import { Invitations, type Note, type Reach } from './access/invitations.ts'
import type { Links } from './access/links.ts'
import type { LocalJoins } from './access/local-joins.ts'
import { localAnswer, localQuestion } from './access/local-question.ts'
import { refusal } from './access/may.ts'
import type { RefusedNews } from './access/refused-news.ts'
import type { Tickets } from './access/tickets.ts'
import type { Visitors } from './access/visitors.ts'
import { CallRefused } from './room/call-refused.ts'
import type { Handlers, HostCall } from './room/calls.ts'
import type { Room } from './room/room.ts'
import { type Besides, type Guest, personOf } from './room/seat.ts'
import { sessionCalls, told } from './session-calls.ts'
import type { SessionLibrary } from './store/session-library.ts'
import { Turnstile } from './store/turnstile.ts'
import type { FollowedTask } from './tasks/followed-task.ts'
import type { TaskBoard } from './tasks/task-board.ts'

/** Opens further rooms in this host. */
export interface Opener {
  /** A room of its own for this prompt, beside all others; no device moves. Throws `CallRefused`. */
  begin(beside: Room, prompt: BackgroundPrompt): Promise<FollowedTask>
  /** The session's room. Throws `CallRefused`. */
  open(session: TranscriptId): Promise<Room>
  /** The owner is in another room now. */
  left(room: Room): void
  /** Throws `CallRefused` once the host ends: nothing is opened any more. */
  mustBeOpen(): void
}

export interface BackgroundPrompt {
  readonly id: CallId
  readonly text: string
  readonly by: Person
}

const onlyOne = (): Promise<never> =>
  Promise.reject(new CallRefused('unavailable', 'This host runs one session only. Open the other one in a terminal.'))
const alone: Opener = { begin: onlyOne, open: onlyOne, left() {}, mustBeOpen() {} }

export interface HostParts {
  readonly door: Door
  readonly grants: Grants
  readonly local: LocalJoins
  readonly visitors: Visitors
  readonly news: RefusedNews
  /** A code pairs nobody before an owner has compared a number. */
  readonly confirm: boolean
  readonly tickets: Tickets
  readonly links: Links
  readonly library: SessionLibrary
  readonly tasks: TaskBoard
}

export class Host {
  readonly #parts: HostParts
  readonly #rooms: Map<RoomId, Room>
  readonly #invitations: Invitations
  #opener: Opener = alone
  /** Where the owner went from the first room. */
  #moved: Room | undefined
  /** However long each takes, everybody ends where they were sent last. */
  readonly #goings = new Turnstile(1)
  /** Each is counted before the next asks whether there is room for it. */
  readonly #beginnings = new Turnstile(1)

  /** `rooms` is shared with the door, which knows by it which rooms there are. */
  constructor(parts: HostParts, rooms: Map<RoomId, Room>) {
    this.#parts = parts
    this.#invitations = new Invitations(parts)
    this.#rooms = rooms
    parts.door.onRevised = (device, now) => this.#revise(device, now)
    parts.local.onRevised = (join) => this.#revise(join.device, join)
    const show = (): void => {
      for (const room of rooms.values()) room.showDoor()
    }
    parts.tasks.onChange = () => {
      for (const room of rooms.values()) room.showTasks()
    }
    parts.visitors.onChange = show
    parts.news.onNews = show
    if (parts.confirm) parts.door.compare = (comparing) => this.#compare(comparing)
  }

  opens(opener: Opener): void {
    this.#opener = opener
  }

  listening(reach: Reach): void {
    this.#invitations.listening(reach)
  }

  /** Takes a pipe through the handshake to its seat. */
  async accept(pipe: Pipe, peer: Peer): Promise<void> {
    const admission = await this.#parts.door.admit(pipe, peer)
    if (!admission) return
    // Whoever may enter every room is where the owner is, whatever page it comes from.
    const asked = admission.scope.kind === 'host' ? undefined : admission.room
    const room = asked === undefined ? this.#current : this.#rooms.get(asked)
    if (!room) {
      pipe.terminate()
      return
    }
    room.join(admission)
    if (peer.local !== undefined) void this.#askAbout(admission, room)
    // What was decided between the door and the seat.
    const grant = this.#parts.grants.find(admission.device)
    if (grant) room.revise(grant.device, grant)
  }

  /** The calls of a room that reach beyond it. */
  callsFor(room: RoomId, directory: string): Pick<Handlers, HostCall> {
    const { visitors, library } = this.#parts
    const note: Note = (record) => this.#rooms.get(room)?.note(record)
    return {
      ...sessionCalls(library, directory),
      open: ({ session }, guest) => this.#open(room, session, guest),
      fork: (params, guest) => this.#fork(room, params, guest),
      background: ({ text }, guest, call) => this.#background(room, { id: call, text, by: personOf(guest) }),
      stopTask: async ({ task }, guest) => {
        await this.#parts.tasks.stop(task, personOf(guest))
        return {}
      },
      ...deviceCalls(this.#parts, note),
      admit: ({ visitor, option }, guest) => {
        visitors.answer(visitor, option, personOf(guest))
        return {}
      },
      ...this.#invitations.callsFor(room, note),
    }
  }

  /** A fresh ticket as the QR code holds it; the one before it stops working. Throws `CallRefused` where nothing listens. */
  issueTicket(): Promise<TicketIssued> {
    return this.#invitations.ticket()
  }

  /** What is shown in every room, to those whom it is for. */
  get besides(): Besides {
    const { visitors, news, tasks } = this.#parts
    return { door: () => ({ visitors: visitors.waiting, refused: news.told }), tasks: () => tasks.shown }
  }

  get tasks(): TaskBoard {
    return this.#parts.tasks
  }

  /** A terminal of this machine watches until an owner says what more it may: a command of the agent's could be behind it. */
  async #askAbout({ device, name }: Admission, room: Room): Promise<void> {
    const { visitors, local } = this.#parts
    const of = { device, name }
    const note = (option: string, by: Person): void => room.note({ t: 'admitted', of, as: localAnswer(option), by })
    const { answered, withdraw } = visitors.ask(localQuestion(name), note)
    void local.left(device).then(withdraw)
    const option = await answered
    if (option === undefined) return
    const as = localAnswer(option)
    if (as === 'nobody') local.sendAway(device)
    else local.change(device, { role: as })
  }

  #compare(comparing: Comparing): ReturnType<Compare> {
    const { device, name, role } = comparing
    const note = (option: string, by: Person): void =>
      this.#current?.note({ t: 'admitted', of: { device, name }, as: option === 'yes' ? role : 'nobody', by })
    const { answered, withdraw } = this.#parts.visitors.ask(compareQuestion(comparing), note)
    return { answered: answered.then((option) => option === 'yes'), withdraw }
  }

  #revise(device: DeviceId, now: Pick<Guest, 'name' | 'role' | 'scope'>): void {
    for (const room of this.#rooms.values()) room.revise(device, now)
  }

  async #background(beside: RoomId, prompt: BackgroundPrompt): Promise<Results['background']> {
    const room = this.#rooms.get(beside)
    if (!room) throw new CallRefused('unavailable', 'This session is being closed. Open it again, then start the task.')
    return this.#beginnings.through(async () => {
      this.#parts.tasks.makeRoom()
      const { record } = await this.#opener.begin(room, prompt)
      return { task: record.id }
    })
  }

  #open(from: RoomId, session: TranscriptId, guest: Guest): Promise<Results['open']> {
    return this.#goings.through(async () => {
      this.#mayStill('open', guest, from)
      return this.#goOn(session)
    })
  }

  async #fork(from: RoomId, { session, upTo, before }: Params<'fork'>, guest: Guest): Promise<Results['fork']> {
    const room = this.#rooms.get(from)
    const source = session ?? room?.state.transcript ?? ''
    const line = (entry: string | undefined): string | undefined =>
      entry !== undefined && source === room?.state.transcript ? room.lineOf(entry) : entry
    const end = { upTo: line(upTo), before: line(before) }
    const wanted = (): void => this.#mayStill('fork', guest, from)
    return this.#goings.through(async () => {
      const fork = await told(() => this.#parts.library.fork(source, end, wanted))
      return { ...(await this.#goOn(fork)), session: fork }
    })
  }

  /** What had to wait or took a while to prepare is done only where it may still be done. Throws `CallRefused`. */
  #mayStill(method: HostCall, { device }: Guest, room: RoomId): void {
    this.#opener.mustBeOpen()
    const grant = this.#parts.grants.find(device)
    if (grant?.revoked !== undefined) throw new CallRefused('not_allowed', 'This device was sent away meanwhile.')
    const no = grant && refusal(grant, method, room)
    if (no) throw new CallRefused(no.code, no.message)
  }

  /** Opens the session's room; every device of host scope goes there, once whoever asked has its answer. */
  async #goOn(session: TranscriptId): Promise<Results['open']> {
    const room = await this.#opener.open(session)
    setImmediate(() => this.#move(room))
    return { room: room.id }
  }

  #move(to: Room): void {
    // It may have closed meanwhile, with the host.
    if (this.#rooms.get(to.id) !== to || this.#current === to) return
    const left = this.#current
    this.#moved = to
    for (const room of this.#rooms.values()) {
      if (room === to) continue
      for (const guest of room.handOver()) to.join({ ...guest, from: undefined, ticket: undefined })
    }
    if (left) this.#opener.left(left)
  }

  /** Where the owner is. */
  get #current(): Room | undefined {
    return this.#moved ?? this.#rooms.values().next().value
  }

  isCurrent(room: Room): boolean {
    return this.#current === room
  }
}
