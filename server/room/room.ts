// The live place that a session URL opens: its history, its state, the agent's turns and everybody who is in it.

import { type AgentWork, apartWork } from '../../shared/agent-work.ts'
import type { Clock } from '../../shared/clock.ts'
import type { CallError } from '../../shared/codes.ts'
import type { PriceList } from '../../shared/cost.ts'
import type { Mark, Person } from '../../shared/entries.ts'
import type { CallId, DeviceId, RoomId, TranscriptId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import { promptStanding } from '../../shared/prompt-standing.ts'
import type { Method } from '../../shared/protocol.ts'
import type { AgentLabel, QueuedPrompt, RoomState } from '../../shared/room-state.ts'
import type { StartingOptions } from '../../shared/starting-options.ts'
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
import { Progress } from './progress.ts'
import { PromptQueue } from './prompt-queue.ts'
import type { Besides, Guest } from './seat.ts'
import { Seats } from './seats.ts'
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
  readonly #seats: Seats
  readonly #looking: Looking
  readonly #progress: Progress
  readonly #conversation: Conversation
  readonly #life: AgentLife
  #closed = false

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
    const prompts = this.#prompts
    this.#life = new AgentLife({ ...own, prompts, conversation, label: parts.agent, unattended, turnTo })
    const whole = { ...own, images, conversation, prompts: this.#prompts, life: this.#life, newId, turnTo }
    const calls = makeCalls({ ...parts, ...whole, clear: (by) => clear(whole, by) })
    const { besides } = parts
    this.#seats = new Seats({ ...kept, broadcast: this.#broadcast, journal, besides, calls })
    const before = lastAgent(journal.records(), log.id)
    if (before !== undefined && before !== parts.agent.name) announce(this.#history, before, parts.agent)
    journal.append({ t: 'opened', transcript: log.id, agent: parts.agent.name })
  }

  get state(): RoomState {
    return this.#live.value
  }

  /** Starts the agent, set so before anything is sent to it; where that fails the room goes on without one and says why. */
  start(startAgent: StartAgent, starting?: StartingOptions): Promise<void> {
    return this.#life.start(startAgent, starting)
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
    this.#seats.join(guest)
  }

  /** Devices of host scope go on in another room: takes them out of here without a word. Who stays is told that they moved. */
  handOver(): Guest[] {
    return this.#seats.handOver()
  }

  /** Tells everybody here something about the host. */
  tell(tone: 'info' | 'warning', text: string): void {
    this.#conversation.tell(tone, text)
  }

  /** A device that was let into this room alone has been here. */
  get visited(): boolean {
    return this.#seats.visited
  }

  /** Something is being done, be it in the background, or is about to be. */
  get atWork(): boolean {
    const { activity, queue, work, waking } = this.#live.value
    if (activity.is === 'running' || waking || apartWork(work).length > 0) return true
    return activity.is === 'idle' && Object.values(queue).some(isQueued)
  }

  /** Nobody is here and nothing is being done. */
  get deserted(): boolean {
    return this.#seats.empty && !this.atWork
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

  /** What the agent said at the end of the conversation, as far as it is shown; undefined where it did something else there. */
  lastReply(): string | undefined {
    return this.#history.lastReply()
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
    this.#seats.revise(device, now)
  }

  /** Somebody came to the door, or was answered: owners who are here are shown. */
  showDoor(): void {
    this.#seats.show('door')
  }

  /** Something is new of the host's tasks: its own devices that are here are shown. */
  showTasks(): void {
    this.#seats.show('tasks')
  }

  /** Says good-bye at once, then interrupts the turn, ends the agent and closes the files. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#seats.dismiss()
    await this.#life.close()
    // What the agent wrote last belongs to the title and the journal, too.
    this.#looking.close()
    this.#progress.close()
    this.#seats.close()
    this.#history.log.look()
    this.#live.close()
    await this.#history.sync()
    this.#history.log.close()
    this.#parts.journal.close()
  }

  get #title(): string {
    return titleOf(this.#history.log, this.#parts.directory)
  }
}

const isQueued = ({ standing }: QueuedPrompt): boolean => standing === 'queued'
