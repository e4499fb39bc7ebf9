// The turn that runs: the agent is given one prompt at a time, may begin a turn by itself, and is stopped.

import type { Clock } from '../../shared/clock.ts'
import type { Person } from '../../shared/entries.ts'
import { type CallId, type ImageId, terminalDevice } from '../../shared/ids.ts'
import type { Image } from '../../shared/images.ts'
import type { Limits } from '../../shared/limits.ts'
import type { Activity, QueuedPrompt } from '../../shared/room-state.ts'
import type { Agent, AgentPrompt } from './agent.ts'
import { CallRefused } from './call-refused.ts'
import type { History } from './history.ts'
import type { LiveState } from './live-state.ts'
import type { PromptQueue } from './prompt-queue.ts'
import { Stopping } from './stopping.ts'
import { UnaskedTurn } from './unasked-turn.ts'

interface TurnParts {
  readonly prompts: PromptQueue
  readonly history: History
  readonly live: LiveState
  readonly limits: Limits
  readonly clock: Clock
  /** The turn is being stopped or is over: its questions can be answered no more. */
  readonly voidQuestions: (why: string) => void
  /** A prompt goes to the agent: it is written down, or will be. */
  readonly beginRecord: (prompt: QueuedPrompt, images: readonly Image[]) => void
  /** What the agent has to be told of the conversation before its first prompt; undefined where it knows it. */
  readonly before: () => string | undefined
  /** The turn is over: whatever it left open is written as far as it came; with `outlasting` calls that run may run on. */
  readonly closeRecord: (why: string, outlasting: boolean) => void
  readonly newId: () => string
  /** The agent runs or asks something. */
  readonly busy: () => boolean
  /**
   * The agent does not stop its turn, or cannot be recorded: it is ended with it, for this reason, and not started
   * again by itself.
   */
  readonly endAgent: (reason: string) => void
}

type Outcome = 'done' | 'cancelled' | 'failed'

export class Turns {
  readonly #parts: TurnParts
  #agent: Agent | undefined
  #running: { readonly prompt: CallId; readonly ended: Promise<void> } | undefined
  #unasked: UnaskedTurn | undefined
  /** The agent says at the end of its turns what they cost. */
  #bills = false
  readonly #stopping: Stopping
  #fail: ((error: Error) => void) | undefined
  /** Why the last agent is here no more. */
  #left = ''
  #closing = false
  #apart = false

  constructor(parts: TurnParts) {
    this.#parts = parts
    this.#stopping = new Stopping(parts)
  }

  /** The agent is ready: what waits goes. */
  start(agent: Agent): void {
    this.#agent = agent
    this.#live({ activity: { is: 'idle' } })
    this.#next()
  }

  /** The agent is gone: its turn has failed for this reason, and prompts wait until another is started. */
  async stop(reason: string, activity: Activity): Promise<void> {
    this.#agent = undefined
    this.#bills = false
    this.#endUnasked()
    this.#live({ activity })
    this.#left = reason
    this.#fail?.(new Error(reason))
    await this.#running?.ended
  }

  /** The agent said something. `news` is the beginning of something: where nobody asked, it works by itself from now on. */
  heard(news: boolean): void {
    if (this.#unasked) this.#unasked.heard()
    else if (news && this.#agent && !this.#running && !this.#apart && !this.#closing) this.#beginUnasked()
  }

  /** The agent says what its work has cost, which it does at the end of a turn. */
  billed(): void {
    this.#bills = true
    this.#endUnasked()
  }

  /** The agent says that it works no more: a turn that it began by itself is over. */
  rests(): void {
    this.#endUnasked()
  }

  /**
   * Does something with the conversation as a whole: meanwhile nothing is sent to the agent, and prompts wait. Throws
   * `CallRefused` where a turn runs or something else of the kind is being done.
   */
  async apart<T>(work: () => Promise<T>): Promise<T> {
    this.mustRest()
    this.#apart = true
    try {
      return await work()
    } finally {
      this.#apart = false
      this.#next()
    }
  }

  /** Throws `CallRefused` where a turn runs or something is being done with the conversation as a whole. */
  mustRest(): void {
    if (this.#apart || this.#closing)
      throw new CallRefused('unavailable', 'The conversation is just being changed by somebody. Try again in a moment.')
    if (this.#parts.live.value.activity.is === 'running')
      throw new CallRefused('unavailable', 'The agent is at work. Stop it first, then try again.')
  }

  /**
   * Asks the agent something that is nobody's prompt: like a turn it can be stopped, but of it nothing is recorded.
   * Rejects where it failed. Only within `apart`.
   */
  async aside(id: CallId, prompt: AgentPrompt): Promise<'done' | 'cancelled'> {
    const agent = this.#agent
    if (!agent) throw new CallRefused('unavailable', 'The agent is not there. Start it again with /restart.')
    const answered = this.#answered(agent, prompt)
    const over = (): void => {}
    this.#running = { prompt: id, ended: answered.then(over, over) }
    this.#live({ activity: { is: 'running', prompt: id, since: new Date(this.#parts.clock.now()).toISOString() } })
    try {
      const outcome = await answered
      return this.#stopping.stops(id) ? 'cancelled' : outcome
    } catch (error) {
      if (this.#stopping.stops(id)) return 'cancelled'
      throw error
    } finally {
      this.#fail = undefined
      this.#stopping.over()
      this.#running = undefined
      this.#rest()
    }
  }

  /** Takes a prompt in; resolves when it is on the disk. The same id again gives the same answer. Throws `CallRefused`. */
  async accept(
    id: CallId,
    text: string,
    by: Person,
    images: readonly ImageId[] = [],
  ): Promise<{ standing: 'queued' | 'running' }> {
    this.#parts.prompts.accept(id, text, by, images, this.#agent && this.#agent.takesImages === true)
    await this.#parts.history.sync()
    this.#next()
    return { standing: this.#running?.prompt === id ? 'running' : 'queued' }
  }

  /** Sends a held or interrupted prompt after all, under the id of the call that asked for it. */
  async release(id: CallId, as: CallId, by: Person): Promise<void> {
    this.#parts.prompts.release(id, as, by)
    await this.#parts.history.sync()
    this.#next()
  }

  /**
   * Interrupts the turn of `prompt`, or whatever runs; nothing where that is over already. With `now` one that is being
   * stopped is ended with its agent.
   */
  cancel(prompt: CallId | undefined, now = false): void {
    const { activity } = this.#parts.live.value
    if (activity.is !== 'running' || (prompt !== undefined && prompt !== activity.prompt)) return
    if (activity.stopping) {
      if (now) this.#stopping.hurry()
      return
    }
    this.#live({ activity: { ...activity, stopping: true } })
    this.#parts.voidQuestions('That turn was stopped.')
    this.#agent?.cancel()
    this.#unasked?.stop()
    this.#stopping.begin(activity.prompt)
  }

  /** Interrupts what runs and takes nothing more; resolves when the turn is written to its end. */
  async close(): Promise<void> {
    this.#closing = true
    this.cancel(undefined)
    this.#endUnasked()
    await this.#running?.ended
  }

  #beginUnasked(): void {
    const { clock, limits, busy, newId } = this.#parts
    const id = newId() as CallId
    this.#unasked = new UnaskedTurn({
      id,
      clock,
      limits,
      busy,
      bills: this.#bills,
      over: () => this.#endUnasked(),
    })
    this.#live({ activity: { is: 'running', prompt: id, since: new Date(clock.now()).toISOString(), unasked: true } })
  }

  #endUnasked(): void {
    const turn = this.#unasked
    if (!turn) return
    turn.close()
    this.#unasked = undefined
    try {
      this.#close(turn.stopped ? 'cancelled' : 'done')
    } catch (error) {
      return this.cannotWrite(error)
    }
    this.#rest()
    this.#next()
  }

  /** What cannot be written down must not go on: a prompt is run only where its record is safe. */
  cannotWrite(error: unknown): void {
    const told = error instanceof Error ? error.message : String(error)
    this.#parts.endAgent(`What was said could not be written down. ${told} Then start the agent again: /restart`)
  }

  #next(): void {
    if (!this.#agent || this.#running || this.#unasked || this.#apart || this.#closing) return
    const { first } = this.#parts.prompts
    if (!first) return
    const ended = this.#run(this.#agent, first)
      .catch((error: unknown) => this.cannotWrite(error))
      .then(() => {
        this.#running = undefined
        this.#next()
      })
    this.#running = { prompt: first.id, ended }
  }

  async #run(agent: Agent, prompt: QueuedPrompt): Promise<void> {
    const { history, clock, prompts } = this.#parts
    const { id, text, by } = prompt
    history.note({ t: 'dispatched', id })
    const { images, lacking } = prompts.pictures(prompt, agent.takesImages === true)
    // The line before the state: a device sees the waiting prompt become an entry, never a moment without it.
    this.#parts.beginRecord(prompt, images)
    const since = new Date(clock.now()).toISOString()
    this.#live({ activity: { is: 'running', prompt: id, since } })
    prompts.take(id)
    try {
      // On the disk before the agent is called: a crash from here on can tell that it may have begun.
      await history.sync()
      // Meanwhile somebody stopped it or ended the agent: that one is not to begin it any more.
      if (this.#agent !== agent || this.#stopping.stops(id)) throw new Error(this.#left)
      if (lacking) throw lacking
      const fromTerminal = by.device === terminalDevice
      const prompted = { text, images, fromTerminal, before: this.#parts.before() }
      const outcome = await this.#answered(agent, prompted)
      // Some agents do not say that they were stopped.
      this.#end(id, this.#stopping.stops(id) ? 'cancelled' : outcome)
    } catch (error) {
      if (this.#stopping.stops(id)) this.#end(id, 'cancelled', this.#stopping.reason)
      else this.#end(id, 'failed', error instanceof Error ? error.message : String(error))
    }
    prompts.ended(prompt)
    await history.sync()
  }

  /** An agent that is gone answers no more, whether it says so or not. */
  #answered(agent: Agent, prompt: AgentPrompt): Promise<'done' | 'cancelled'> {
    return new Promise((resolve, reject) => {
      this.#fail = reject
      agent.prompt(prompt).then(resolve, reject)
    })
  }

  #end(id: CallId, outcome: Outcome, reason?: string): void {
    this.#fail = undefined
    this.#close(outcome)
    this.#parts.history.note({ t: 'ended', id, outcome, reason })
    this.#rest()
  }

  /** A turn leaves nothing open but what the agent lets run on. */
  #close(outcome: Outcome): void {
    this.#stopping.over()
    this.#parts.voidQuestions('That turn is over.')
    this.#parts.closeRecord(outcome === 'cancelled' ? 'Stopped.' : 'It ended without an answer.', outcome === 'done')
  }

  #rest(): void {
    if (this.#parts.live.value.activity.is === 'running') this.#live({ activity: { is: 'idle' } })
  }

  #live(change: Parameters<LiveState['set']>[0]): void {
    this.#parts.live.set(change)
  }
}
