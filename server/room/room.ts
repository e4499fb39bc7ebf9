// The live place that a session URL opens: its history, its state, the agent's turns and everybody who is in it.

import * as v from 'valibot'
import { type AgentWork, apartWork } from '../../shared/agent-work.ts'
import type { Clock } from '../../shared/clock.ts'
import type { CallError } from '../../shared/codes.ts'
import type { PriceList } from '../../shared/cost.ts'
import type { Mark, Person } from '../../shared/entries.ts'
import { deviceFrameSchema } from '../../shared/frame-schemas.ts'
import { type CallId, type DeviceId, type RoomId, type TranscriptId, terminalDevice } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { promptStanding } from '../../shared/prompt-standing.ts'
import type { Method } from '../../shared/protocol.ts'
import type { AgentLabel, QueuedPrompt, RoomState } from '../../shared/room-state.ts'
import type { AccessRecord, Journal } from '../store/journal.ts'
import type { TranscriptLog } from '../store/transcript-log.ts'
import type { StartAgent } from './agent.ts'
import { AgentLife } from './agent-life.ts'
import { Asks } from './asks.ts'
import { Broadcast } from './broadcast.ts'
import { CallRefused } from './call-refused.ts'
import { type Handlers, type HostCall, makeCalls } from './calls.ts'
import { clear } from './clear.ts'
import { Conversation } from './conversation.ts'
import { firstState, titleOf } from './first-state.ts'
import { History } from './history.ts'
import { Images } from './images.ts'
import { LiveState } from './live-state.ts'
import { Looking } from './looking.ts'
import { type AgentChoice, announce, lastAgent } from './other-agent.ts'
import { Presence } from './presence.ts'
import { Progress } from './progress.ts'
import { PromptQueue } from './prompt-queue.ts'
import { type Besides, type Guest, personOf, Seat } from './seat.ts'
import { Turns } from './turns.ts'

export interface RoomParts {
  readonly id: RoomId
  readonly directory: string
  readonly log: TranscriptLog
  readonly journal: Journal
  /** Where pictures wait for their prompts. */
  readonly imageFolder: string
  readonly agent: AgentLabel
  /** Nobody is there to see how the agent is set. */
  readonly unattended?: boolean
  readonly limits: Limits
  /** Others that may answer. */
  readonly agents?: AgentChoice
  /** What models cost. */
  readonly prices?: PriceList
  readonly clock: Clock
  readonly newId: () => string
  /** Why a guest may not make a call; undefined where he may. */
  readonly refusal: (guest: Guest, method: Method, room: RoomId) => CallError | undefined
  /** Opens another transcript for this room, which is the room's from then on. Throws a sentence for people. */
  readonly openTranscript: (id: TranscriptId) => Promise<TranscriptLog>
  readonly besides: Besides
  /** Something that the agent ran in the background is over. */
  readonly workEnded?: (room: Room, id: string, work: AgentWork) => void
  /** Calls that reach beyond the room. */
  readonly hostCalls: Pick<Handlers, HostCall>
}

export class Room {
  readonly id: RoomId
  readonly #parts: RoomParts
  readonly #broadcast = new Broadcast()
  readonly #history: History
  readonly #live: LiveState
  readonly #asks: Asks
  readonly #prompts: PromptQueue
  readonly #turns: Turns
  readonly #calls: ReturnType<typeof makeCalls>
  readonly #seats = new Set<Seat>()
  readonly #looking: Looking
  readonly #progress: Progress
  readonly #presence: Presence
  readonly #conversation: Conversation
  readonly #life: AgentLife
  #closed = false
  #visited = false

  constructor(parts: RoomParts) {
    const { id, log, journal, limits, clock, newId } = parts
    this.id = id
    this.#parts = parts
    this.#live = new LiveState(firstState(parts), this.#broadcast, limits, clock)
    this.#history = new History(log, journal, this.#broadcast, limits)
    this.#history.hooks = {
      // Text that was written goes out before whatever the transcript says next.
      before: () => this.#live.flush(),
      after: (entries) => {
        this.#conversation.arrived(entries)
        this.#live.set({ title: this.#title })
      },
    }
    this.#looking = new Looking(() => this.#history.log.look(), clock)
    const giveUp = (reason: string): void => void this.#life.end({ is: 'gone', reason })
    this.#progress = new Progress(this.#live, limits, clock, giveUp)
    this.#presence = new Presence(this.#live, limits, clock, () => [...this.#seats].map(({ guest }) => guest))
    this.#asks = new Asks({ live: this.#live, history: this.#history, limits, newId })
    const images = new Images(parts.imageFolder, limits)
    const kept = { history: this.#history, live: this.#live, limits, clock }
    this.#prompts = new PromptQueue({ ...kept, images })
    this.#turns = new Turns({
      ...kept,
      prompts: this.#prompts,
      voidQuestions: (why) => this.#asks.voidAll(why),
      beginRecord: (prompt, shown) => this.#conversation.beginRecord(prompt, shown),
      before: () => this.#conversation.takeBefore(),
      newId,
      busy: () => this.#conversation.busy || this.#asks.isOpen,
      closeRecord: (why, outlasting) => this.#conversation.closeRecord(why, outlasting),
      endAgent: giveUp,
    })
    const own = { ...kept, asks: this.#asks, turns: this.#turns }
    const turnTo: Room['turnTo'] = (to, cleared) => this.turnTo(to, cleared)
    const heard = (): void => this.#progress.heard()
    const workEnded = (id: string, work: AgentWork): void => parts.workEnded?.(this, id, work)
    const talk = { ...own, looking: this.#looking, heard, workEnded, newId }
    this.#conversation = new Conversation(talk)
    const conversation = this.#conversation
    const unattended = parts.unattended ?? false
    this.#life = new AgentLife({ ...own, conversation, label: parts.agent, unattended, turnTo })
    const whole = { ...own, images, conversation, prompts: this.#prompts, life: this.#life, newId, turnTo }
    this.#calls = makeCalls({ ...parts, ...whole, clear: (by) => clear(whole, by) })
    const before = lastAgent(journal.records(), log.id)
    if (before !== undefined && before !== parts.agent.name) announce(this.#history, before, parts.agent)
    journal.append({ t: 'opened', transcript: log.id, agent: parts.agent.name })
  }

  get state(): RoomState {
    return this.#live.value
  }

  /** Starts the agent; where that fails the room goes on without one and says why. */
  start(startAgent: StartAgent): Promise<void> {
    return this.#life.start(startAgent)
  }

  /** Another transcript in this room: every device shows that one from now on. */
  async turnTo(id: TranscriptId, cleared = this.#live.value.cleared): Promise<void> {
    const log = await this.#parts.openTranscript(id)
    this.#live.set({ transcript: log.id, title: titleOf(log, this.#parts.directory), live: {}, cleared })
    this.#history.turnTo(log)
    this.#conversation.forget()
  }

  /** Takes a device in: it is brought up to date, then it may call. */
  join(guest: Guest): void {
    const { limits, clock, besides } = this.#parts
    const seat = new Seat(guest, limits, clock, () => this.#live.whole(), besides)
    guest.pipe.onFrame = (text) => void this.#hear(seat, text)
    guest.pipe.onClose = () => this.#leave(seat)
    this.#seats.add(seat)
    if (guest.device !== terminalDevice)
      this.#parts.journal.append({ t: 'joined', by: personOf(guest), role: guest.role })
    // On the list of listeners before anything is read, so that nothing falls between the two.
    const stopListening = this.#broadcast.add(seat)
    this.#onLeave.set(seat, stopListening)
    void seat.bringUpToDate(this.#history).catch(() => guest.pipe.terminate())
    if (guest.scope.kind === 'host') this.#live.set({ moved: undefined })
    else this.#visited = true
    this.#presence.changed()
  }

  /** Devices of host scope go on in another room: takes them out of here without a word. Who stays is told that they moved. */
  handOver(): Guest[] {
    const movers = [...this.#seats].filter(({ guest }) => guest.scope.kind === 'host')
    for (const seat of movers) {
      this.#forget(seat)
      seat.movedOut()
    }
    if (movers.length > 0) this.#live.set({ moved: new Date(this.#parts.clock.now()).toISOString() })
    this.#presence.changed()
    return movers.map(({ guest }) => guest)
  }

  /** Tells everybody here something about the host. */
  tell(tone: 'info' | 'warning', text: string): void {
    this.#conversation.tell(tone, text)
  }

  /** A device that was let into this room alone has been here. */
  get visited(): boolean {
    return this.#visited
  }

  /** Nobody is here and nothing is being done, in the background neither. */
  get deserted(): boolean {
    const { activity, queue, work, waking } = this.#live.value
    const busy = activity.is === 'running' || (activity.is === 'idle' && Object.values(queue).some(isQueued))
    return this.#seats.size === 0 && !busy && !waking && apartWork(work).length === 0
  }

  /** Calls back whenever something changed that may have left the room deserted. */
  onChange(listener: () => void): () => void {
    return this.#broadcast.add({ send: listener })
  }

  /** Takes a prompt in for somebody who need not be here; resolves when it is on the disk. Throws `CallRefused`. */
  async prompt(id: CallId, text: string, by: Person): Promise<void> {
    await this.#turns.accept(id, text, by)
  }

  /**
   * Takes a prompt back that waits, or interrupts its turn. What runs on after that ends with the agent alone. One that is
   * over is left alone. Throws `CallRefused`.
   */
  async stop(prompt: CallId, by: Person): Promise<void> {
    const { activity } = this.#live.value
    switch (promptStanding(this.#live.value, prompt)) {
      case 'waits':
      case 'lost':
        return this.#prompts.withdraw(prompt, by)
      case 'lingers':
        if (activity.is === 'running' && !activity.unasked)
          throw new CallRefused('unavailable', 'Somebody has gone on in its session. Stop it there.')
        return this.#life.end({ is: 'gone', reason: 'What it ran in the background was stopped.' })
      case 'runs':
        return this.#turns.cancel(prompt)
      case 'over':
    }
  }

  /** What the journal says about an entry. */
  markOf(entry: string): Mark | undefined {
    return this.#history.markOf(entry)
  }

  /** The id in the transcript of an entry that devices know by this one. */
  lineOf(entry: string): string {
    return this.#history.lineOf(entry)
  }

  /** Writes into the journal what was decided about who may come; throws what the file system throws. */
  note(record: AccessRecord): void {
    this.#parts.journal.append(record)
  }

  /** A device that is here is called something else, or may do something else, from now on. */
  revise(device: DeviceId, now: Pick<Guest, 'name' | 'role' | 'scope'>): void {
    const seats = [...this.#seats].filter(({ guest }) => guest.device === device)
    const changed = seats.filter(({ guest }) => guest.name !== now.name || guest.role !== now.role)
    for (const seat of changed) seat.revise(now)
    if (changed.length > 0) this.#presence.changed()
  }

  /** Somebody came to the door, or was answered: owners who are here are shown. */
  showDoor(): void {
    for (const seat of this.#seats) seat.showDoor()
  }

  /** Something is new of the host's tasks: its own devices that are here are shown. */
  showTasks(): void {
    for (const seat of this.#seats) seat.showTasks()
  }

  /** Says good-bye at once, then interrupts the turn, ends the agent and closes the files. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const seat of [...this.#seats]) {
      seat.bye('closing', 'The session was closed on the computer. It comes back when it is continued there.')
      this.#leave(seat)
    }
    await this.#life.close()
    // What the agent wrote last belongs to the title and the journal, too.
    this.#looking.close()
    this.#progress.close()
    this.#presence.close()
    this.#history.log.look()
    this.#live.close()
    await this.#history.sync()
    this.#history.log.close()
    this.#parts.journal.close()
  }

  readonly #onLeave = new Map<Seat, () => void>()

  #leave(seat: Seat): void {
    if (!this.#seats.has(seat)) return
    this.#forget(seat)
    seat.left()
    this.#presence.changed()
  }

  #forget(seat: Seat): void {
    this.#seats.delete(seat)
    this.#onLeave.get(seat)?.()
    this.#onLeave.delete(seat)
    if (!this.#closed && seat.guest.device !== terminalDevice) this.#noteLeaving(seat.guest)
  }

  /** A full disk must not keep anybody from leaving. */
  #noteLeaving(guest: Guest): void {
    try {
      this.#parts.journal.append({ t: 'left', by: personOf(guest) })
    } catch {}
  }

  async #hear(seat: Seat, text: string): Promise<void> {
    const frame = v.safeParse(deviceFrameSchema, parsedJson(text))
    if (!frame.success) {
      seat.bye('bad_frame', 'This page and the computer do not understand each other; reload the page.')
      return this.#leave(seat)
    }
    if (frame.output.t === 'ping') return seat.answer({ t: 'pong' })
    if (!seat.mayCall()) return seat.answer({ t: 'result', id: frame.output.id, error: tooMany })
    seat.answer(await this.#calls(seat.guest, frame.output))
  }

  get #title(): string {
    return titleOf(this.#history.log, this.#parts.directory)
  }
}

const isQueued = ({ standing }: QueuedPrompt): boolean => standing === 'queued'

const tooMany: CallError = {
  code: 'too_many',
  message: 'This device asks too much at once. Wait a moment, then try again.',
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
