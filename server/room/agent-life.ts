// The agent's life in a room: started, ready, gone, ended, started again. Only the present agent is heard.

import type { Person } from '../../shared/entries.ts'
import type { TranscriptId } from '../../shared/ids.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Params } from '../../shared/protocol.ts'
import type { Activity, AgentLabel } from '../../shared/room-state.ts'
import type { StartingOptions } from '../../shared/starting-options.ts'
import type { Agent, AgentOpening, AgentProfile, StartAgent } from './agent.ts'
import { CallRefused } from './call-refused.ts'
import { ChosenOptions } from './chosen-options.ts'
import { configure } from './configure.ts'
import type { Conversation } from './conversation.ts'
import type { History } from './history.ts'
import { knownSession } from './known-session.ts'
import type { LiveState } from './live-state.ts'
import type { PromptQueue } from './prompt-queue.ts'
import type { Guest } from './seat.ts'
import { soFar } from './so-far.ts'
import { unmetWishes } from './starting-wishes.ts'
import { type Summarizing, summarizing } from './summarizing.ts'
import type { Turns } from './turns.ts'

interface LifeParts {
  readonly label: AgentLabel
  /** Nobody is there to see how the agent is set. */
  readonly unattended: boolean
  readonly history: History
  readonly live: LiveState
  readonly turns: Turns
  readonly prompts: PromptQueue
  readonly conversation: Conversation
  readonly limits: Limits
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

export class AgentLife {
  readonly #parts: LifeParts
  #label: AgentLabel
  readonly #chosen: ChosenOptions
  #start: StartAgent | undefined
  /** What the command line wants, until an agent that is there has been set so. */
  #starting: StartingOptions = {}
  #present: Present | undefined
  #ended: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(parts: LifeParts) {
    this.#parts = parts
    this.#label = parts.label
    this.#chosen = new ChosenOptions({ journal: parts.history.journal, unattended: parts.unattended })
  }

  /** Starts it in place of the one before; where that fails the room goes on without one and says why. */
  async start(start: StartAgent, starting = this.#starting): Promise<void> {
    this.#start = start
    this.#starting = starting
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
    return agent && summarizing(agent, this.#parts.live.value, !this.#parts.conversation.untold)
  }

  /** Chooses one of what the agent offers. Throws `CallRefused`. */
  configure(choice: Params<'configure'>, guest: Guest): Promise<Record<string, never>> {
    return configure({ ...this.#parts, agent: this.#present?.agent, chosen: this.#chosen }, choice, guest)
  }

  /** Ends the agent and every process it started, whatever it is doing; a turn that runs has failed. */
  end(activity: Activity): Promise<void> {
    const reason = activity.is === 'gone' ? activity.reason : 'The agent was ended before it had answered.'
    const ended = this.#leave(reason, activity)
    this.#ended = Promise.all([this.#ended, ended])
    return this.#ended.then(() => {})
  }

  async #leave(reason: string, activity: Activity): Promise<void> {
    const { conversation, turns } = this.#parts
    const present = this.#present
    this.#present = undefined
    conversation.leave()
    const stopped = turns.stop(reason, activity)
    // Whoever waits for what it ran sees that the agent is gone, and not that nothing runs any more.
    conversation.dropWork()
    await stopped
    conversation.leaveNothingOpen(this.#closed ? 'The session was closed.' : 'The agent that ran it has ended.')
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

  async #begin(present: Present, start: StartAgent): Promise<void> {
    const { turns, live, conversation } = this.#parts
    const isPresent = (): boolean => this.#present === present
    const listener = conversation.listener({
      get agent() {
        return present.agent
      },
      isPresent,
      onOptions: () => {
        if (present.set) this.#chosen.follow(this.#label.name, live.value)
      },
      // Its connection is gone; processes of it may be left.
      gone: (reason) => {
        if (isPresent() && present.agent) this.#ended = this.#leave(reason, { is: 'gone', reason })
      },
    })
    try {
      const opening = this.#opening()
      const agent = await start(listener, opening, present.stop.signal)
      if (!isPresent()) return await agent.end()
      present.agent = agent
      await this.#settle(agent, opening)
      await this.#set(agent, isPresent)
      if (!isPresent()) return
      present.set = true
      live.set({ takesImages: agent.takesImages ? true : undefined })
      turns.start(agent)
    } catch (error) {
      await present.agent?.end()
      if (!isPresent()) return
      this.#present = undefined
      const reason = error instanceof Error ? error.message : String(error)
      await turns.stop(reason, { is: 'gone', reason })
    }
  }

  async #settle(agent: Agent, opening: AgentOpening): Promise<void> {
    const { history, limits, conversation, turnTo } = this.#parts
    const { writes, session } = agent
    if (writes !== undefined && writes !== history.log.id) await turnTo(writes)
    if (session !== undefined && session !== opening.session) {
      history.journal.append({ t: 'session', transcript: history.log.id, agent: this.#label.name, session })
    }
    conversation.meet(agent, agent.forgetful && opening.begun ? soFar(history.log, limits) : undefined)
  }

  /**
   * As people chose, and as the command line wants. A prompt that waits was meant for that mode: in another one it goes only
   * once somebody says so.
   */
  async #set(agent: Agent, isPresent: () => boolean): Promise<void> {
    const { live, conversation, prompts } = this.#parts
    const renewed = await this.#chosen.renew(this.#label.name, agent, () => live.value)
    const starting = this.#starting
    const unmet = await unmetWishes({ ...this.#parts, agent, chosen: this.#chosen }, starting)
    if (!isPresent()) return
    this.#starting = {}
    for (const sentence of renewed.lacking) conversation.tell('warning', sentence)
    const isSet = starting.mode === undefined ? renewed.mode : unmet.mode === undefined
    if ((!isSet || unmet.model !== undefined) && prompts.hold()) {
      const why = [unmet.model, unmet.mode].filter((sentence) => sentence !== undefined)
      conversation.tell('warning', ['What waited is held back, as it was meant for other settings.', ...why].join(' '))
    }
  }

  #opening(): AgentOpening {
    const { history } = this.#parts
    const { id } = history.log
    const session = knownSession(history.journal.records(), id, this.#label.name)
    return { transcript: id, begun: history.begun, session }
  }
}
