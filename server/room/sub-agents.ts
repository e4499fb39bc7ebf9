// The sub-agents of a room's agent in the live state: how far each is, told at once where that changes, else now and then.

import type { Clock } from '../../shared/clock.ts'
import type { Limits } from '../../shared/limits.ts'
import type { SubAgent } from '../../shared/sub-agents.ts'
import type { SubAgentNews } from './agent.ts'
import type { LiveState } from './live-state.ts'

interface Held {
  shown: SubAgent
  message: string | undefined
  /** The line that it is writing. */
  line: string
}

interface SubAgentParts {
  readonly live: LiveState
  readonly clock: Clock
  readonly limits: Pick<Limits, 'subAgents' | 'subAgentNews' | 'taskLine'>
}

export class SubAgents {
  readonly #parts: SubAgentParts
  readonly #held = new Map<string, Held>()
  #order = 0
  #callOffTelling: (() => void) | undefined

  constructor(parts: SubAgentParts) {
    this.#parts = parts
  }

  /** One of them has not ended. */
  get atWork(): boolean {
    return [...this.#held.values()].some(({ shown }) => shown.standing !== 'done')
  }

  take(news: SubAgentNews): void {
    const known = this.#held.get(news.id)
    // One that is first heard of when it is over is of another time.
    if (!known && news.standing === 'done') return
    const held = known ?? this.#begin(news.id)
    const before = held.shown
    held.shown = {
      ...before,
      call: news.call ?? before.call,
      title: news.title === undefined ? before.title : this.#short(news.title),
      standing: news.standing ?? before.standing,
      calls: before.calls + (news.uses === undefined ? 0 : 1),
      last: news.uses === undefined ? before.last : this.#short(news.uses),
    }
    if (news.says) this.#hear(held, news.says)
    const { call, title, standing } = held.shown
    if (!known || call !== before.call || title !== before.title || standing !== before.standing) this.#tell()
    else this.#callOffTelling ??= this.#parts.clock.after(this.#parts.limits.subAgentNews, () => this.#tell())
  }

  /** A prompt goes to the agent: what has ended is in the transcript. */
  begin(): void {
    for (const [id, { shown }] of this.#held) if (shown.standing === 'done') this.#held.delete(id)
    this.#tell()
  }

  /** The agent has ended, and they with it; or another conversation begins. */
  gone(): void {
    this.#held.clear()
    this.#tell()
  }

  #begin(id: string): Held {
    const shown: SubAgent = { order: ++this.#order, title: 'Sub-agent', standing: 'running', calls: 0 }
    const held = { shown, message: undefined, line: '' }
    this.#held.set(id, held)
    const [oldest] = [...this.#held].sort(
      ([, a], [, b]) => Number(b.shown.standing === 'done') - Number(a.shown.standing === 'done'),
    )
    if (this.#held.size > this.#parts.limits.subAgents && oldest) this.#held.delete(oldest[0])
    return held
  }

  #hear(held: Held, { message, text }: NonNullable<SubAgentNews['says']>): void {
    const lines = ((message === held.message ? held.line : '') + text).split('\n')
    held.message = message
    held.line = (lines.at(-1) ?? '').slice(0, this.#parts.limits.taskLine)
    const last = lines.findLast((line) => line.trim() !== '')
    if (last !== undefined) held.shown = { ...held.shown, last: this.#short(last) }
  }

  #short(text: string): string {
    const line = text
      .slice(0, 4 * this.#parts.limits.taskLine)
      .replace(/\s+/g, ' ')
      .trim()
    return line.slice(0, this.#parts.limits.taskLine)
  }

  #tell(): void {
    this.#callOffTelling?.()
    this.#callOffTelling = undefined
    const all = [...this.#held].map(([id, { shown }]): [string, SubAgent] => [id, shown])
    this.#parts.live.set({ subAgents: all.length > 0 ? Object.fromEntries(all) : undefined })
  }
}
