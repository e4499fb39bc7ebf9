// The conversation with the agent that is there: what goes to it is recorded, what it says is shown, kept and passed on.

import { optionOf } from '../../shared/agent-board.ts'
import { type AgentWork, apartWords } from '../../shared/agent-work.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Money, Spent } from '../../shared/cost.ts'
import type { Entry } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { CallId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { QueuedPrompt } from '../../shared/room-state.ts'
import { StorageFailed } from '../store/storage-failed.ts'
import type { FileInCall, NewLine } from '../store/transcript-log.ts'
import type { Agent, AgentListener, AgentUpdate } from './agent.ts'
import { isNews, NewsBoard } from './agent-news.ts'
import type { Asks } from './asks.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'
import type { Looking } from './looking.ts'
import { Recorder } from './recorder.ts'
import type { Turns } from './turns.ts'
import { WorkBoard } from './work-board.ts'

export interface ConversationParts {
  readonly history: History
  readonly live: LiveState
  readonly looking: Looking
  readonly asks: Asks
  readonly turns: Turns
  /** The agent gave a sign of life. */
  readonly heard: () => void
  /** Something that it ran in the background is over. */
  readonly workEnded: (id: string, work: AgentWork) => void
  readonly limits: Limits
  readonly clock: Clock
  readonly newId: () => string
}

interface Aside {
  readonly outcome: 'done' | 'cancelled'
  readonly said: string
  /** What it took, where the agent tells. */
  readonly spent: readonly Spent[]
}

/** Who is listened to: nobody else's words count. */
interface Speaker {
  /** Once it is ready. */
  readonly agent: Agent | undefined
  readonly isPresent: () => boolean
  /** It told what can be chosen now. */
  readonly onOptions: () => void
  readonly gone: (reason: string) => void
}

export class Conversation {
  readonly work: WorkBoard
  readonly #parts: ConversationParts
  /** What the agent says about itself. */
  readonly #board: NewsBoard
  #agent: Agent | undefined
  /** Of the last agent that was ready: a turn may end after it has gone. */
  #recorder: Recorder | undefined
  /** What a forgetful agent is told with its first prompt. */
  #before: string | undefined
  /** Hears the agent in place of the recorder. */
  #aside: ((update: AgentUpdate) => void) | undefined
  /** By its own word the agent is at work. */
  #saysBusy = false
  /** What the agent says that it has cost, as it was noted last. */
  #cost: number | undefined

  constructor(parts: ConversationParts) {
    this.#parts = parts
    this.#board = new NewsBoard(parts)
    this.work = new WorkBoard(parts)
  }

  /** The agent that is there. */
  get agent(): Agent | undefined {
    return this.#agent
  }

  /** An agent is ready; `before` is what it has to be told of what was said. */
  meet(agent: Agent, before: string | undefined): void {
    const { history, live, clock, limits, newId } = this.#parts
    this.#agent = agent
    this.#before = before
    // How full the memory was that is gone says nothing of the new one.
    if (agent.forgetful) live.set({ context: undefined })
    const append = (lines: readonly NewLine[]): void => history.append(lines)
    const log = agent.writes === undefined ? { append } : undefined
    this.#recorder = new Recorder({ log, live, clock, limits, model: agent.model, newId })
  }

  /** What the agent has running by itself ends with it: nobody is to think that it goes on. */
  dropWork(): void {
    const works = this.work.gone()
    if (works.length > 0) this.tell('warning', `Ended with the agent that ran it: ${apartWords(works)}.`)
  }

  /** The agent is here no more; what it ran is dropped when everybody knows. */
  leave(): void {
    this.#agent = undefined
    this.#parts.asks.voidAll('The agent that asked has ended.')
    this.#board.agentGone()
    this.#saysBusy = false
  }

  /** What it left open is written as far as it came. A full disk must keep nothing from ending. */
  leaveNothingOpen(why: string): void {
    try {
      this.#recorder?.end(why)
    } catch {}
  }

  /** Another conversation is in the room. */
  forget(): void {
    this.#board.clear()
    this.dropWork()
  }

  /** Something about the host that everybody here is told. */
  tell(tone: 'info' | 'warning', text: string): void {
    this.#board.take({ is: 'notice', tone, text })
  }

  /** A prompt goes to the agent. */
  beginRecord(prompt: QueuedPrompt, images: readonly Image[]): void {
    this.#board.begin()
    this.#recorder?.begin(prompt, images)
    if (this.#agent?.writes === undefined) return
    this.#parts.history.expect(prompt.id, prompt.text)
    this.#parts.looking.expect()
  }

  /** A turn is over; with `outlasting` calls that run may run on. */
  closeRecord(why: string, outlasting: boolean): void {
    const { looking, live } = this.#parts
    looking.expect()
    this.#recorder?.end(why, outlasting)
    const plan = this.#board.takePlan()
    if (plan) this.#recorder?.planned(plan)
    const { activity } = live.value
    this.work.turnEnds(activity.is === 'running' && activity.unasked === true)
  }

  /** The agent says so, or a tool call of the turn that runs has not answered yet. */
  get busy(): boolean {
    return this.#saysBusy || (this.#recorder?.busy ?? false)
  }

  /** Of a call that has not answered. */
  diff(of: FileInCall, most: number): FileChange | undefined {
    return this.#recorder?.diff(of, most)
  }

  arrived(entries: readonly Entry[]): void {
    this.#recorder?.arrived(entries)
  }

  /** It has yet to be told what was said before it came. */
  get untold(): boolean {
    return this.#before !== undefined
  }

  /** What the agent must be told of the conversation before its first prompt; told once. */
  takeBefore(): string | undefined {
    const before = this.#before
    this.#before = undefined
    return before
  }

  /** Devices see that it is summed up, and why that failed. */
  async summingUp<T>(work: () => Promise<T>): Promise<T> {
    this.#board.take({ is: 'compacting', running: true })
    try {
      const done = await work()
      this.#board.take({ is: 'compacting', running: false })
      return done
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error)
      this.#board.take({ is: 'compacting', running: false, failed })
      throw error
    }
  }

  /** Asks the agent something beside the conversation: what it says is nowhere but in the answer, and it may use no tool. */
  async aside(id: CallId, text: string): Promise<Aside> {
    let said = ''
    let spent: readonly Spent[] = []
    this.#aside = (update) => {
      if (update.is === 'spent') spent = update.spent
      if (update.is === 'text' && update.kind === 'reply') said += update.text
    }
    try {
      const outcome = await this.#parts.turns.aside(id, { text, fromTerminal: false, before: this.takeBefore() })
      return { outcome, said, spent }
    } finally {
      this.#aside = undefined
    }
  }

  /** The ear that an agent is given. */
  listener(speaker: Speaker): AgentListener {
    const { turns, asks, heard } = this.#parts
    const mayAsk = (): boolean => {
      if (!speaker.isPresent() || this.#aside) return false
      heard()
      turns.heard(true)
      return true
    }
    return {
      update: (update) => {
        if (!speaker.isPresent()) return
        this.#hear(update, speaker.agent)
        if (update.is === 'options') speaker.onOptions()
      },
      ask: async (question) => (mayAsk() ? asks.ask(question, this.#recorder) : undefined),
      inquire: async (form) => (mayAsk() ? asks.inquire(form, this.#recorder) : undefined),
      gone: (reason) => speaker.gone(reason),
    }
  }

  #hear(told: AgentUpdate, agent: Agent | undefined): void {
    const { turns, looking, heard } = this.#parts
    const update = told.is === 'spent' ? { ...told, spent: this.#named(told.spent) } : told
    heard()
    if (isNews(update)) this.#board.take(update)
    if (update.is === 'work') this.work.take(update)
    if (update.is === 'busy') this.#saysBusy = update.now
    if (update.is === 'usage' && update.cost) this.#noteCost(update.cost)
    if (this.#aside) return this.#aside(update)
    if (agent?.writes !== undefined) looking.expect()
    // A sub-agent that is still at work may ask something, which the end of the turn would withdraw.
    if (update.is === 'usage' && update.cost && !this.work.agentsAtWork) turns.billed()
    else if (update.is === 'busy' && !update.now) turns.rests()
    else turns.heard(update.is === 'busy' || (this.#recorder?.begins(update) ?? false))
    try {
      this.#recorder?.update(update)
    } catch (error) {
      if (!(error instanceof StorageFailed)) throw error
      turns.cannotWrite(error)
    }
  }

  /** An agent that tells no model's name has been told to use one. */
  #named(spent: readonly Spent[]): readonly Spent[] {
    const model = optionOf(this.#parts.live.value, 'model')?.current
    return model === undefined ? spent : spent.map((one) => ({ model, ...one }))
  }

  #noteCost(now: Money): void {
    if (this.#cost === now.amount) return
    this.#cost = now.amount
    const { history, live } = this.#parts
    try {
      history.journal.append({ t: 'cost', transcript: history.log.id, agent: live.value.agent.name, ...now })
    } catch {}
  }
}
