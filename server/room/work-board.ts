// What a room's agent has running by itself, in the live state: told at once where it begins or ends, else now and then.

import { type AgentWork, apartWork, isAtWork } from '../../shared/agent-work.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { WorkNews } from './agent.ts'
import { lastPrinted } from './command-output.ts'
import type { LiveState } from './live-state.ts'

interface Held {
  shown: AgentWork
  message: string | undefined
  /** The line that it is writing. */
  line: string
  /** The file that what it prints goes to. */
  output: string | undefined
}

interface WorkParts {
  readonly live: LiveState
  readonly clock: Clock
  readonly limits: Pick<Limits, 'agentWork' | 'workNews' | 'taskLine' | 'waking' | 'printsLate'>
  /** Something that ran in the background is over. */
  readonly workEnded: (id: string, work: AgentWork) => void
}

export class WorkBoard {
  readonly #parts: WorkParts
  readonly #held = new Map<string, Held>()
  #order = 0
  #callOffTelling: (() => void) | undefined
  #callOffLook: (() => void) | undefined
  #callOffWaking: (() => void) | undefined
  /** Something that ran in the background has ended in this turn: the agent may have more to say after it. */
  #endedInTurn = false

  constructor(parts: WorkParts) {
    this.#parts = parts
  }

  /** A sub-agent has not ended. */
  get agentsAtWork(): boolean {
    return [...this.#held.values()].some(({ shown }) => shown.kind === 'agent' && isAtWork(shown))
  }

  take(news: WorkNews): void {
    const known = this.#held.get(news.id)
    // What is first heard of when it is over is of another time.
    if (!known && news.standing !== undefined && !isAtWork({ standing: news.standing })) return
    const held = known ?? this.#begin(news)
    const before = held.shown
    held.output = news.output ?? held.output
    held.shown = this.#changed(held, news)
    if (news.says) this.#hear(held, news.says)
    const over = isAtWork(before) && !isAtWork(held.shown)
    if (over) this.#end(held)
    const { call, title, standing, apart, prints } = held.shown
    const same = call === before.call && title === before.title && standing === before.standing
    if (!known || !same || apart !== before.apart || prints !== before.prints) this.#tell()
    else this.#callOffTelling ??= this.#parts.clock.after(this.#parts.limits.workNews, () => this.#tell())
    if (held.output !== undefined) this.#lookIn()
    if (over && held.shown.apart) this.#parts.workEnded(news.id, held.shown)
  }

  /** Undefined where it is not known, or not any more. */
  find(id: string): { readonly shown: AgentWork; readonly output: string | undefined } | undefined {
    return this.#held.get(id)
  }

  /** A turn is over. Where something ended in it, or nobody had asked for it, the agent may begin another by itself. */
  turnEnds(unasked: boolean): void {
    if (unasked || this.#endedInTurn) this.#wake()
    this.#endedInTurn = false
  }

  /** The agent ends, and all of it with that. Answers with what ran in the background. */
  gone(): AgentWork[] {
    const works = apartWork(this.#parts.live.value.work)
    this.#held.clear()
    this.#callOffLook?.()
    this.#callOffLook = undefined
    this.#rest()
    this.#tell()
    return works
  }

  #begin({ id, kind }: WorkNews): Held {
    const since = this.#now()
    const shown: AgentWork = { order: ++this.#order, kind, title: unnamed[kind], standing: 'running', since, calls: 0 }
    const held = { shown, message: undefined, line: '', output: undefined }
    this.#held.set(id, held)
    const [oldest] = [...this.#held].sort(([, a], [, b]) => Number(isAtWork(a.shown)) - Number(isAtWork(b.shown)))
    if (this.#held.size > this.#parts.limits.agentWork && oldest) this.#held.delete(oldest[0])
    return held
  }

  #changed({ shown, output }: Held, news: WorkNews): AgentWork {
    const standing = news.standing ?? shown.standing
    return {
      ...shown,
      call: news.call ?? shown.call,
      title: news.title === undefined ? shown.title : this.#short(news.title),
      standing,
      // One that was spoken to again is at work again.
      ended: isAtWork({ standing }) ? undefined : (shown.ended ?? this.#now()),
      calls: shown.calls + (news.uses === undefined ? 0 : 1),
      last: news.uses === undefined ? shown.last : this.#short(news.uses),
      reason: news.reason === undefined ? shown.reason : this.#short(news.reason),
      apart: news.apart ?? shown.apart,
      stops: news.stops ?? shown.stops,
      prints: output === undefined ? undefined : true,
    }
  }

  #end(held: Held): void {
    this.#print(held)
    if (!held.shown.apart) return
    this.#endedInTurn = true
    // Of what was stopped the agent is told nothing that it would go on from.
    if (held.shown.standing !== 'stopped') this.#wake()
  }

  #hear(held: Held, { message, text }: NonNullable<WorkNews['says']>): void {
    const lines = ((message === held.message ? held.line : '') + text).split('\n')
    held.message = message
    held.line = (lines.at(-1) ?? '').slice(0, this.#parts.limits.taskLine)
    const last = lines.findLast((line) => line.trim() !== '')
    if (last !== undefined) held.shown = { ...held.shown, last: this.#short(last) }
  }

  /** What a command prints is in its file: nobody says when there is more, and the last of it may come after its end. */
  #lookIn(): void {
    this.#callOffLook ??= this.#parts.clock.after(this.#parts.limits.workNews, () => {
      this.#callOffLook = undefined
      const printing = [...this.#held.values()].filter((held) => this.#mayPrint(held))
      for (const held of printing) this.#print(held)
      this.#tell()
      if (printing.length > 0) this.#lookIn()
    })
  }

  #mayPrint({ output, shown }: Held): boolean {
    const end = shown.ended === undefined ? undefined : Date.parse(shown.ended)
    return output !== undefined && (end === undefined || this.#parts.clock.now() <= end + this.#parts.limits.printsLate)
  }

  #print(held: Held): void {
    const last = held.output && lastPrinted(held.output, this.#parts.limits.taskLine)
    if (last) held.shown = { ...held.shown, last: this.#short(last) }
  }

  #wake(): void {
    this.#callOffWaking?.()
    this.#parts.live.set({ waking: true })
    this.#callOffWaking = this.#parts.clock.after(this.#parts.limits.waking, () => this.#rest())
  }

  #rest(): void {
    this.#callOffWaking?.()
    this.#callOffWaking = undefined
    this.#parts.live.set({ waking: undefined })
  }

  #short(text: string): string {
    const line = text
      .slice(0, 4 * this.#parts.limits.taskLine)
      .replace(/\s+/g, ' ')
      .trim()
    return line.slice(0, this.#parts.limits.taskLine)
  }

  #now(): string {
    return new Date(this.#parts.clock.now()).toISOString()
  }

  #tell(): void {
    this.#callOffTelling?.()
    this.#callOffTelling = undefined
    const all = [...this.#held].map(([id, { shown }]): [string, AgentWork] => [id, shown])
    this.#parts.live.set({ work: all.length > 0 ? Object.fromEntries(all) : undefined })
  }
}

const unnamed = { agent: 'Sub-agent', command: 'A command', other: 'Something' } as const
