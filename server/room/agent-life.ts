// The agent's life in a room: started, ready, gone, ended, started again. Only the present agent is heard.

import { optionOf } from '../../shared/agent-board.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Money, Spent } from '../../shared/cost.ts'
import type { Entry, Person } from '../../shared/entries.ts'
import type { FileChange } from '../../shared/file-change.ts'
import type { CallId, TranscriptId } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Params } from '../../shared/protocol.ts'
import type { Activity, AgentLabel, QueuedPrompt } from '../../shared/room-state.ts'
import type { FileInCall, NewLine } from '../store/transcript-log.ts'
import type { Agent, AgentListener, AgentOpening, AgentProfile, AgentUpdate, StartAgent } from './agent.ts'
import { isNews, NewsBoard } from './agent-news.ts'
import type { Asks } from './asks.ts'
import { CallRefused } from './call-refused.ts'
import { ChosenOptions } from './chosen-options.ts'
import { configure } from './configure.ts'
import type { History } from './history.ts'
import { knownSession } from './known-session.ts'
import type { LiveState } from './live-state.ts'
import type { Looking } from './looking.ts'
import { Recorder } from './recorder.ts'
import type { Guest } from './seat.ts'
import { soFar } from './so-far.ts'
import { SubAgents } from './sub-agents.ts'
import { type Summarizing, summarizing } from './summarizing.ts'
import type { Turns } from './turns.ts'

interface LifeParts {
  readonly label: AgentLabel
  /** Nobody is there to see how the agent is set. */
  readonly unattended: boolean
  readonly history: History
  readonly live: LiveState
  readonly looking: Looking
  readonly asks: Asks
  readonly turns: Turns
  /** The agent gave a sign of life. */
  readonly heard: () => void
  readonly limits: Limits
  readonly clock: Clock
  readonly newId: () => string
  /** The agent writes another transcript than the room holds. */
  readonly turnTo: (id: TranscriptId) => Promise<void>
}

/** One agent from the moment it is asked for. */
interface Present {
  readonly stop: AbortController
  /** Resolves once it is ready or did not come to be; never rejects. */
  started: Promise<void>
  agent: Agent | undefined
  /** It has been set to what people chose. */
  set: boolean
}

interface Aside {
  readonly outcome: 'done' | 'cancelled'
  readonly said: string
  /** What it took, where the agent tells. */
  readonly spent: readonly Spent[]
}

export class AgentLife {
  readonly #parts: LifeParts
  /** What the agent says about itself. */
  readonly #board: NewsBoard
  readonly #subAgents: SubAgents
  #label: AgentLabel
  readonly #chosen: ChosenOptions
  #start: StartAgent | undefined
  #present: Present | undefined
  /** Of the last agent that was ready: a turn may end after it has gone. */
  #recorder: Recorder | undefined
  /** What a forgetful agent is told with its first prompt. */
  #before: string | undefined
  /** Hears the agent in place of the recorder. */
  #aside: ((update: AgentUpdate) => void) | undefined
  /** What the agent says that it has cost, as it was noted last. */
  #cost: number | undefined
  #ended: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: LifeParts) {
    this.#parts = parts
    this.#board = new NewsBoard(parts)
    this.#subAgents = new SubAgents(parts)
    this.#label = parts.label
    this.#chosen = new ChosenOptions({ journal: parts.history.journal, unattended: parts.unattended })
  }

  /** Starts it in place of the one before; where that fails the room goes on without one and says why. */
  async start(start: StartAgent): Promise<void> {
    this.#start = start
    await this.again()
  }

  /** Ends the agent, if there is one, and starts it anew; devices see it starting, and what waits goes on waiting. */
  async again(): Promise<void> {
    await this.end({ is: 'starting' })
    const start = this.#start
    if (!start || this.#closed || this.#present) return
    const present: Present = { stop: new AbortController(), started: Promise.resolve(), agent: undefined, set: false }
    this.#present = present
    present.started = this.#begin(present, start)
    await present.started
  }

  /** Another one, after the one before has ended. */
  async change({ label, start }: AgentProfile): Promise<void> {
    this.#label = label
    this.#parts.live.set({ agent: label })
    await this.start(start)
  }

  /** A person wants it started anew; answered once that has begun. Throws `CallRefused`. */
  async restart(by: Person): Promise<void> {
    const { history, live } = this.#parts
    if (live.value.activity.is === 'running') {
      throw new CallRefused('unavailable', 'The agent is at work. Stop that first, then start it again.')
    }
    history.note({ t: 'restarted', agent: this.#label.name, by })
    await history.sync()
    void this.again()
  }

  /** How a summary of the conversation comes about; undefined where there is no agent. */
  get summarizes(): Summarizing | undefined {
    const agent = this.#present?.agent
    // What it has yet to be told it cannot sum up by its own command.
    return agent && summarizing(agent, this.#parts.live.value, this.#before === undefined)
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

  /** Chooses one of what the agent offers. Throws `CallRefused`. */
  configure(choice: Params<'configure'>, guest: Guest): Promise<Record<string, never>> {
    return configure({ ...this.#parts, agent: this.#present?.agent, chosen: this.#chosen }, choice, guest)
  }

  /** Another conversation is in the room. */
  forget(): void {
    this.#board.clear()
    this.#subAgents.gone()
  }

  /** Ends the agent and every process it started, whatever it is doing; a turn that runs has failed. */
  end(activity: Activity): Promise<void> {
    const reason = activity.is === 'gone' ? activity.reason : 'The agent was ended before it had answered.'
    const ended = this.#leave(reason, activity)
    this.#ended = Promise.all([this.#ended, ended])
    return this.#ended.then(() => {})
  }

  async #leave(reason: string, activity: Activity): Promise<void> {
    const present = this.#present
    this.#present = undefined
    this.#parts.asks.voidAll('The agent that asked has ended.')
    this.#board.agentGone()
    this.#subAgents.gone()
    await this.#parts.turns.stop(reason, activity)
    this.#leaveNothingOpen()
    if (!present) return
    if (present.agent) await present.agent.end()
    else present.stop.abort()
    await present.started
  }

  /** The room closes: what runs is written to its end, and no other agent is started. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#parts.turns.close()
    await this.end({ is: 'gone', reason: 'The session was closed.' })
  }

  // A full disk must keep nothing from ending, nor from being heard.

  #leaveNothingOpen(): void {
    try {
      this.#recorder?.end(this.#closed ? 'The session was closed.' : 'The agent that ran it has ended.')
    } catch {}
  }

  // ── Recording ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Something about the host that everybody here is told. */
  tell(tone: 'info' | 'warning', text: string): void {
    this.#board.take({ is: 'notice', tone, text })
  }

  /** A prompt goes to the agent. */
  beginRecord(prompt: QueuedPrompt, images: readonly Image[]): void {
    this.#board.begin()
    this.#subAgents.begin()
    this.#recorder?.begin(prompt, images)
    if (this.#present?.agent?.writes === undefined) return
    this.#parts.history.expect(prompt.id, prompt.text)
    this.#parts.looking.expect()
  }

  /** Its turn is over; with `outlasting` calls that run may run on. */
  closeRecord(why: string, outlasting: boolean): void {
    this.#parts.looking.expect()
    this.#recorder?.end(why, outlasting)
    const plan = this.#board.takePlan()
    if (plan) this.#recorder?.planned(plan)
  }

  /** A tool call of the turn that runs has not answered yet. */
  get busy(): boolean {
    return this.#recorder?.busy ?? false
  }

  /** Of a call that has not answered. */
  diff(of: FileInCall, most: number): FileChange | undefined {
    return this.#recorder?.diff(of, most)
  }

  arrived(entries: readonly Entry[]): void {
    this.#recorder?.arrived(entries)
  }

  /** What the agent must be told of the conversation before its first prompt; told once. */
  takeBefore(): string | undefined {
    const before = this.#before
    this.#before = undefined
    return before
  }

  // ── Starting ─────────────────────────────────────────────────────────────────────────────────────────────────────

  async #begin(present: Present, start: StartAgent): Promise<void> {
    const { turns, live } = this.#parts
    try {
      const opening = this.#opening()
      const agent = await start(this.#listener(present), opening, present.stop.signal)
      if (this.#present !== present) return await agent.end()
      present.agent = agent
      await this.#settle(agent, opening)
      const lacking = await this.#chosen.renew(this.#label.name, agent, () => live.value)
      if (this.#present !== present) return
      present.set = true
      for (const sentence of lacking) this.tell('warning', sentence)
      live.set({ takesImages: agent.takesImages ? true : undefined })
      turns.start(agent)
    } catch (error) {
      await present.agent?.end()
      if (this.#present !== present) return
      this.#present = undefined
      const reason = error instanceof Error ? error.message : String(error)
      await turns.stop(reason, { is: 'gone', reason })
    }
  }

  async #settle(agent: Agent, opening: AgentOpening): Promise<void> {
    const { history, live, clock, limits, newId } = this.#parts
    const { writes, session, model } = agent
    if (writes !== undefined && writes !== history.log.id) await this.#parts.turnTo(writes)
    if (session !== undefined && session !== opening.session) {
      history.journal.append({ t: 'session', transcript: history.log.id, agent: this.#label.name, session })
    }
    this.#before = agent.forgetful && opening.begun ? soFar(history.log, limits) : undefined
    // How full the memory was that is gone says nothing of the new one.
    if (agent.forgetful) live.set({ context: undefined })
    const append = (lines: readonly NewLine[]): void => history.append(lines)
    this.#recorder = new Recorder({
      log: writes === undefined ? { append } : undefined,
      live,
      clock,
      limits,
      model,
      newId,
    })
  }

  #opening(): AgentOpening {
    const { history } = this.#parts
    const { id } = history.log
    const session = knownSession(history.journal.records(), id, this.#label.name)
    return { transcript: id, begun: history.begun, session }
  }

  #listener(present: Present): AgentListener {
    const isPresent = (): boolean => this.#present === present
    return {
      update: (told) => {
        if (!isPresent()) return
        const update = told.is === 'spent' ? { ...told, spent: this.#named(told.spent) } : told
        const { turns, looking, heard } = this.#parts
        heard()
        if (isNews(update)) this.#board.take(update)
        if (update.is === 'options' && present.set) this.#chosen.follow(this.#label.name, this.#parts.live.value)
        if (update.is === 'sub-agent') this.#subAgents.take(update)
        if (update.is === 'usage' && update.cost) this.#noteCost(update.cost)
        if (this.#aside) return this.#aside(update)
        if (present.agent?.writes !== undefined) looking.expect()
        // One that is still at work may ask something, which the end of the turn would withdraw.
        if (update.is === 'usage' && update.cost && !this.#subAgents.atWork) turns.billed()
        else turns.heard(this.#recorder?.begins(update) ?? false)
        this.#recorder?.update(update)
      },
      ask: async (question) => {
        if (!isPresent() || this.#aside) return undefined
        this.#parts.heard()
        this.#parts.turns.heard(true)
        return this.#parts.asks.ask(question, this.#recorder)
      },
      inquire: async (form) => {
        if (!isPresent() || this.#aside) return undefined
        this.#parts.heard()
        this.#parts.turns.heard(true)
        return this.#parts.asks.inquire(form, this.#recorder)
      },
      gone: (reason) => {
        // Its connection is gone; processes of it may be left.
        if (isPresent() && present.agent) this.#ended = this.#leave(reason, { is: 'gone', reason })
      },
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
    const { journal, log } = this.#parts.history
    try {
      journal.append({ t: 'cost', transcript: log.id, agent: this.#label.name, ...now })
    } catch {}
  }
}
